import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasEnded, identityOf, signal, type ProcessIdentity } from './process-identity.js';
import { readTextIfThere } from './private-file.js';
import { Refusal } from './refusal.js';

/**
 * Clears what a killed run left of its PostgreSQL. A server that still runs on this cluster is stopped; then this
 * answers true. Otherwise a pid file that is left is made to name us, the next server's parent: its pid may be a
 * zombie's or another program's by now, and PostgreSQL would refuse to start. A parent's pid it takes for a
 * left-over, and goes on to its own check that no old backend still holds the memory.
 */
export async function clearPostgresLeftover(cluster: string): Promise<boolean> {
  const pidFile = join(cluster, 'postmaster.pid');
  const server = identityOf(Number(pidFileLines(pidFile)?.[0]));
  const stops = server !== undefined && servesCluster(server.pid, cluster);
  if (stops) await stopServer(server, 20_000);
  const left = pidFileLines(pidFile);
  if (left) writeFileSync(pidFile, [process.pid, ...left.slice(1), ''].join('\n'));
  return stops;
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

function pidFileLines(file: string): string[] | undefined {
  return readTextIfThere(file)?.split('\n');
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
