import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tell } from './tell.mjs';

/** For postgresql.conf: lets {@link tellStatements} see what the database spends its time on. */
export const STATEMENTS_CONF = [
  'shared_preload_libraries = pg_stat_statements',
  'pg_stat_statements.track = all',
];

/**
 * Begins to count the statements of all databases.
 * @param {import('pg').Client} owner in the maintenance database: in the house's, the extension would be rights too many
 */
export async function countStatements(owner) {
  await owner.query('create extension if not exists pg_stat_statements schema public');
  await owner.query('select public.pg_stat_statements_reset()');
}

/** Prints the statements that took most of the time since. @param {import('pg').Client} owner as above */
export async function tellStatements(owner, most = 15) {
  const { rows } = await owner.query(
    `select calls, rows, total_exec_time as ms, wal_bytes, toplevel, regexp_replace(query, '\\s+', ' ', 'g') as query
       from public.pg_stat_statements order by total_exec_time desc limit $1`,
    [most],
  );
  tell(
    'PostgreSQL, milliseconds in all · calls · rows · WAL kB (a statement inside a function is indented):',
  );
  for (const { calls, rows: count, ms, wal_bytes: wal, toplevel, query } of rows) {
    const figures = [ms.toFixed(0), calls, count, Math.round(wal / 1024)].map((each) =>
      String(each).padStart(8),
    );
    tell(`${figures.join(' ')}  ${toplevel ? '' : '  '}${query.slice(0, 130)}`);
  }
}

/** Prints the functions that a --cpu-prof profile found the processor in most. @param {string} folder */
export function tellProfile(folder, most = 25) {
  const file = readdirSync(folder).findLast((name) => name.endsWith('.cpuprofile'));
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  /** @type {Map<string, number>} */
  const self = new Map();
  samples.forEach((id, index) => {
    const name = names.get(id);
    self.set(name, (self.get(name) ?? 0) + timeDeltas[index] / 1000);
  });
  const idle = self.get('(idle)') ?? 0;
  const busy = [...self.values()].reduce((sum, each) => sum + each, 0) - idle;
  tell(
    `The keeper's main thread: ${busy.toFixed(0)} ms busy, ${idle.toFixed(0)} ms idle. By function itself:`,
  );
  const ranked = [...self].filter(([name]) => name !== '(idle)').sort(([, a], [, b]) => b - a);
  for (const [name, ms] of ranked.slice(0, most))
    tell(`${ms.toFixed(0).padStart(8)} ${((100 * ms) / busy).toFixed(1).padStart(5)} %  ${name}`);
  tellOwners(nodes, samples, timeDeltas);
}

/** Prints the same time by whose code it is: Node's own functions count for whoever called them. */
function tellOwners(nodes, samples, timeDeltas) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) for (const child of node.children ?? []) byId.get(child).parent = node;
  const ownerOf = (node) => {
    for (let at = node; at; at = at.parent) {
      const { url, functionName } = at.callFrame;
      if (/^\((idle|program|garbage collector)\)$/.test(functionName)) return functionName;
      const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? /\/dist\/(.*)/.exec(url) ?? [];
      if (name) return name;
    }
    return '(node)';
  };
  const owned = new Map();
  samples.forEach((id, index) => {
    const owner = ownerOf(byId.get(id));
    owned.set(owner, (owned.get(owner) ?? 0) + timeDeltas[index] / 1000);
  });
  tell('By whose code:');
  for (const [name, ms] of [...owned].sort(([, a], [, b]) => b - a).slice(0, 25))
    if (name !== '(idle)') tell(`${ms.toFixed(0).padStart(8)}  ${name}`);
}

/** @param {{ functionName: string, url: string, lineNumber: number }} frame */
function nameOf({ functionName, url, lineNumber }) {
  const where = url.replace(/^.*\/(node_modules|dist)\//, '').replace(/^file:\/\//, '');
  return where ? `${functionName || '(anonymous)'}  ${where}:${lineNumber + 1}` : functionName;
}
