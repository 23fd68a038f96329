import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { BUILT } from './built.mjs';
import { cpuSeconds, memoryMb } from './process-usage.mjs';

const READY_MS = 60_000;

/**
 * A keeper as a process of its own, started as the house starts it: what is secret comes over a pipe.
 * @typedef {Awaited<ReturnType<typeof startKeeper>>} KeeperProcess
 */

/**
 * Starts a keeper and waits until it does its work.
 * @param {object} options
 * @param {Record<string, string>} options.databaseUrls as each role
 * @param {Buffer} options.secret 32 bytes
 * @param {string} options.relayUrl smtp://127.0.0.1:port; the trial's relay
 * @param {string} [options.stateDir] where it notes how far its database has come; without, it would not notice a restore
 * @param {Record<string, string>} [options.env] its settings
 * @param {string[]} [options.execArgv] for Node, such as --cpu-prof
 * @param {Promise<unknown>} [options.after] what it waits for, its program loaded, before it is told its secrets; where
 * that rejects it is killed
 */
export async function startKeeper(options) {
  const { databaseUrls, secret, relayUrl, stateDir, env = {}, execArgv = [], after } = options;
  const child = spawn(process.execPath, [...execArgv, join(BUILT, 'keeper.js')], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: process.env.TMPDIR,
      PUBLIC_URL: 'http://localhost:3000',
      LOG_LEVEL: 'warn',
      ...settingsOf(process.env),
      ...env,
      JATAKK_TRIAL_RELAY: relayUrl,
      JATAKK_HANDOVER: 'ipc',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  const keep = (/** @type {Buffer} */ chunk) => {
    log = (log + chunk.toString('utf8')).slice(-1_000_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  /** @type {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} */
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  await Promise.race([after, exited]).catch((/** @type {unknown} */ error) => {
    child.kill('SIGKILL');
    throw error;
  });
  const ready = firstWord(child);
  const handover = { databaseUrls, secret: secret.toString('base64url'), ...(stateDir && { stateDir }) };
  child.send({ type: 'handover', ...handover }, () => undefined);
  const outcome = await Promise.race([ready, exited]);
  if (outcome !== 'ready') {
    child.kill('SIGKILL');
    throw new Error(`the keeper did not start\n${log}`);
  }
  const pid = /** @type {number} */ (child.pid);
  return {
    pid,
    /** Settles when the process has ended. */
    exited,
    /** Sends a signal and answers at once; wait for `exited` to see it through. @param {NodeJS.Signals} [signal] */
    kill: (signal = 'SIGTERM') => child.kill(signal),
    /** Asks it to end in order, and waits. */
    async stop() {
      child.kill('SIGTERM');
      return exited;
    },
    /** CPU seconds since its start; NaN once it has ended. */
    cpuSeconds: () => cpuSeconds(pid),
    /** MB, resident: now and at its highest. NaN once it has ended. */
    memoryMb: () => memoryMb(pid),
    /** What it has written to standard output and error, at most the last megabyte. */
    log: () => log,
  };
}

/** The keeper's settings that whoever runs this has set for it. @param {NodeJS.ProcessEnv} env */
function settingsOf(env) {
  const passed = /^(NODE_OPTIONS|REDIS_URL|LOG_LEVEL|RELAY_\w+|POLL_SECONDS|CONFIRMATIONS_PER_HOUR)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => passed.test(name)));
}

/** @param {import('node:child_process').ChildProcess} child */
function firstWord(child) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('late'), READY_MS);
    child.once('exit', () => clearTimeout(timer));
    child.on('message', (/** @type {{ type: string, message?: string }} */ { type, message }) => {
      if (type === 'live') return;
      clearTimeout(timer);
      resolve(type === 'ready' ? 'ready' : message);
    });
  });
}
