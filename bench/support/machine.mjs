import { cpus, loadavg, release, totalmem } from 'node:os';

/** Commits that are timed to tell how fast the disk is. */
const COMMITS = 200;

/** From this load per processor on, the figures are another program's as much as ours. */
const BUSY = 0.5;

/**
 * The machine and what runs on it, in one line: no figure means anything without it.
 * @param {import('pg').Client} owner
 */
export async function machineLine(owner) {
  const { rows } = await owner.query(`select current_setting('server_version') as version`);
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return [
    `${cpus().length} × ${cpu.model.trim()}, ${gigabytes} GB`,
    `${process.platform} ${release()}`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${rows[0].version}`,
    `a commit takes ${(await commitMs(owner)).toFixed(2)} ms`,
    ...(loadavg()[0] > BUSY * cpus().length
      ? [`busy with something else (load ${loadavg()[0].toFixed(1)})`]
      : []),
  ].join(', ');
}

/** The median milliseconds of a commit that waits for the disk. @param {import('pg').Client} owner */
async function commitMs(owner) {
  await owner.query('create table if not exists public.commit_probe (n integer)');
  const times = [];
  for (let n = 0; n < COMMITS; n += 1) {
    const before = performance.now();
    await owner.query('insert into public.commit_probe values ($1)', [n]);
    times.push(performance.now() - before);
  }
  await owner.query('drop table public.commit_probe');
  return times.sort((a, b) => a - b)[COMMITS / 2];
}
