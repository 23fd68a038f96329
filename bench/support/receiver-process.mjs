import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BUILT } from './built.mjs';
import { cpuSeconds, memoryMb } from './process-usage.mjs';

/**
 * A receiver as a process of its own, started as the house starts it, which listens.
 * @param {{ databaseUrls: Record<string, string>, secret: Buffer, env?: Record<string, string>, execArgv?: string[] }} options
 */
export async function startReceiverProcess({ databaseUrls, secret, env = {}, execArgv = [] }) {
  const port = await freePort();
  const child = spawn(process.execPath, [...execArgv, join(BUILT, 'receiver.js')], {
    env: {
      PATH: process.env.PATH,
      PUBLIC_URL: 'http://localhost:3000',
      LOG_LEVEL: 'warn',
      RECEIVER_PORT: String(port),
      RECEIVER_PER_CLIENT: '200',
      RECEIVER_CONNECTIONS: '200',
      ...env,
      JATAKK_HANDOVER: 'ipc',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const ready = new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the receiver ended (${code})`)));
    child.on('message', ({ type, message }) => {
      if (type === 'ready') resolve(undefined);
      else reject(new Error(message ?? `the receiver said ${type}`));
    });
  });
  child.send({ type: 'handover', databaseUrls, secret: secret.toString('base64url') }, () => undefined);
  await ready;
  const pid = /** @type {number} */ (child.pid);
  return {
    port,
    cpuSeconds: () => cpuSeconds(pid),
    memoryMb: () => memoryMb(pid),
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
