// The flows, the faults, what takes long and the promises once more, with the queue in Redis: the one that REDIS_URL names, or one of this machine.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const suite = (url) =>
  spawnSync(
    process.execPath,
    ['scripts/jest.mjs', '--selectProjects', 'flows', 'faults', 'long', 'promises', ...process.argv.slice(2)],
    {
      stdio: 'inherit',
      env: { ...process.env, REDIS_URL: url },
    },
  ).status ?? 1;

if (process.env.REDIS_URL) process.exit(suite(process.env.REDIS_URL));
if (spawnSync('redis-server', ['--version']).status !== 0) {
  console.log('NOT RUN with Redis: there is no redis-server on this machine, and REDIS_URL names none.');
  process.exit(0);
}

const port = await new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = server.address();
    server.close(() => resolve(free));
  });
});
const folder = mkdtempSync(join(tmpdir(), 'jatakk-redis-'));
const settings = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
const redis = spawn('redis-server', settings, { stdio: 'ignore' });
const status = suite(`redis://127.0.0.1:${port}`);
redis.kill();
rmSync(folder, { recursive: true, force: true });
process.exit(status);
