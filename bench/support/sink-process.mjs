import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * What a sink has seen. Times are milliseconds since 1970 with fractions.
 * @typedef {object} SinkReport
 * @property {number} messages accepted: the final reply is written
 * @property {number} begun bodies of which a first byte has come
 * @property {number} bytes of bodies, the final dots not counted
 * @property {number} connections
 * @property {number | null} firstAt when the first body's first byte came
 * @property {number | null} lastAt when the last message was accepted
 * @property {number[]} perSecond messages accepted in each second since `firstAt`
 * @property {number} cpuSeconds of the sink's process
 * @property {Delivery[]} deliveries what was recorded
 * @property {string | null} sample the first message, dots unstuffed
 */

/**
 * One message as recorded. `endedAt`, the final dot's, is null for a body that never ended; `acceptedAt` also where
 * the sender was gone before it could be told.
 * @typedef {{ to: string, messageId: string, firstByteAt: number, endedAt: number | null, acceptedAt: number | null }}
 *   Delivery
 */

/**
 * A fast SMTP server in a process of its own: it reads and counts, keeps nothing unless asked, and parses no body.
 * @typedef {Awaited<ReturnType<typeof startSink>>} Sink
 */

/**
 * @param {object} [options]
 * @param {boolean} [options.record] keep recipient, Message-ID and times of every message
 * @param {string} [options.recordOnly] only of those whose recipient ends so, who are then left out of all counts
 * @param {number} [options.delayMs] how long the final reply is kept back, as a server that writes to disk would
 * @param {number} [options.port] 0 for any
 */
export async function startSink({ record = false, recordOnly = '', delayMs = 0, port = 0 } = {}) {
  const child = fork(fileURLToPath(new URL('./sink-server.mjs', import.meta.url)), {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the sink ended (${code})`);
  });
  ended.catch(() => undefined);
  const ask = async (/** @type {object} */ question) => {
    const answer = once(child, 'message');
    child.send(question);
    const [said] = await Promise.race([answer, ended]);
    return said;
  };
  let turn = Promise.resolve();
  /** One question at a time: answers come in order and carry no name. @param {object} question */
  const inTurn = (question) => {
    const answer = turn.then(() => ask(question));
    turn = answer.catch(() => undefined);
    return answer;
  };
  const listening = await inTurn({ type: 'listen', record, recordOnly, delayMs, port });
  return {
    /** The port it listens on, of 127.0.0.1. */
    port: /** @type {number} */ (listening.port),
    /** As JATAKK_TRIAL_RELAY wants it. */
    url: `smtp://127.0.0.1:${listening.port}`,
    pid: /** @type {number} */ (child.pid),
    /** Counts so far, without what was recorded. @returns {Promise<SinkReport>} */
    counts: () => inTurn({ type: 'counts' }),
    /** All of it, what was recorded included. @returns {Promise<SinkReport>} */
    report: () => inTurn({ type: 'report' }),
    /** Forgets what it has counted and recorded. @returns {Promise<void>} */
    reset: () => inTurn({ type: 'reset' }),
    /** Ends the process; connections are cut. */
    async close() {
      if (child.connected) child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}
