import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * The bare endpoint in a process of its own.
 * @param {string} databaseUrl of a role that may insert into public.bare_sign_up
 */
export async function startBare(databaseUrl) {
  const child = fork(file('./bare-endpoint.mjs'), [databaseUrl], { execArgv: [] });
  const [{ port }] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the bare endpoint ended (${code})`);
    }),
  ]);
  return {
    port,
    async stop() {
      const ended = once(child, 'exit');
      child.send('stop');
      await ended;
    },
  };
}

let from = 0;

/**
 * Posts a form, `{n}` in its body being another number each time, for some seconds.
 * @param {{ port: number, path: string, body: string, connections: number, seconds: number }} job
 * @returns {Promise<{ times: number[], statuses: Record<string, number>, seconds: number }>} times in milliseconds
 */
export async function postForms(job) {
  const child = fork(file('./post-forms-worker.mjs'), { execArgv: [], serialization: 'advanced' });
  child.send({ ...job, from });
  const [report] = await once(child, 'message');
  from = report.last;
  return report;
}
