import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasEnded, identityOf, signal, type ProcessIdentity } from './process-identity.js';
import { readTextIfThere } from './private-file.js';
import { Refusal } from './refusal.js';

/**
 * Clears what a killed run left of its PostgreSQL. A server that still runs on this cluster is stopped.
 * A pid file whose pid belongs to another program by now is made to name us, its parent to be: PostgreSQL
 * takes that for a left-over and goes on to its own check that no old backend still holds the memory.
 */
export async function clearPostgresLeftover(cluster: string): Promise<'nothing' | 'stopped'> {
  const pidFile = join(cluster, 'postmaster.pid');
  const lines = readTextIfThere(pidFile)?.split('\n') ?? [];
  const identity = identityOf(Number(lines[0]) || -1);
  if (identity === undefined) return 'nothing';
  if (!servesCluster(identity.pid, cluster)) {
    writeFileSync(pidFile, [process.pid, ...lines.slice(1), ''].join('\n'));
    return 'nothing';
  }
  await stopServer(identity, 20_000);
  return 'stopped';
}

/** Stops a server: sessions are cut off, what is committed stays. Forced after `milliseconds`, or on `hurry`. */
export async function stopServer(
  server: ProcessIdentity,
  milliseconds: number,
  hurry?: () => boolean,
): Promise<void> {
  signal(server, 'SIGINT');
  if (await hasEnded(server, milliseconds, hurry)) return;
  signal(server, 'SIGQUIT');
  if (await hasEnded(server, 10_000)) return;
  throw new Refusal(`PostgreSQL (pid ${server.pid}) does not stop. Stop it, then start Jatakk again.`);
}

function servesCluster(pid: number, cluster: string): boolean {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(
        cluster,
      );
    }
    // A server's working directory is its cluster; a program that merely stands there is not named postgres.
    const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    return name === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
}
