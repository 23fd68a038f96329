import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BUILT } from './built.mjs';

/**
 * @typedef {{ databaseUrls: Record<string, string>, secret: Buffer, env?: Record<string, string>, execArgv?: string[] }} Options
 */

/**
 * A program that listens on a port of its own, as a process of its own, started as the house starts it; waits until it
 * does.
 * @param {'web' | 'receiver'} program
 * @param {(port: number) => Record<string, string>} settingsAt its settings, before those of `env`
 * @param {Options} options
 */
export async function startListening(program, settingsAt, { databaseUrls, secret, env = {}, execArgv = [] }) {
  const port = await freePort();
  const child = spawn(process.execPath, [...execArgv, join(BUILT, `${program}.js`)], {
    env: {
      PATH: process.env.PATH,
      LOG_LEVEL: 'warn',
      ...settingsAt(port),
      ...env,
      JATAKK_HANDOVER: 'ipc',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const ready = new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${program} ended (${code})`)));
    child.on('message', ({ type, message }) => {
      if (type === 'ready') resolve(undefined);
      else if (type !== 'live') reject(new Error(message ?? `${program} said ${type}`));
    });
  });
  child.send({ type: 'handover', databaseUrls, secret: secret.toString('base64url') }, () => undefined);
  await ready;
  return {
    port,
    pid: /** @type {number} */ (child.pid),
    stop: async () => {
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
