import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BUILT } from './built.mjs';

/**
 * Web as a process of its own, started as the house starts it, and waits until it answers.
 * @param {{ databaseUrls: Record<string, string>, secret: Buffer, env?: Record<string, string>, execArgv?: string[] }} options
 */
export async function startWebProcess({ databaseUrls, secret, env = {}, execArgv = [] }) {
  const port = await freePort();
  const child = spawn(process.execPath, [...execArgv, join(BUILT, 'web.js')], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      PUBLIC_URL: `http://localhost:${port}`,
      LOG_LEVEL: 'warn',
      DNS_RESOLVER: 'off',
      ...env,
      JATAKK_HANDOVER: 'ipc',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const ready = new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`web ended (${code})`)));
    child.on('message', ({ type, message }) => {
      if (type === 'ready') resolve(undefined);
      else if (type !== 'live') reject(new Error(message ?? `web said ${type}`));
    });
  });
  child.send({ type: 'handover', databaseUrls, secret: secret.toString('base64url') }, () => undefined);
  await ready;
  return {
    port,
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
