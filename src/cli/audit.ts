import { parseArgs } from 'node:util';
import { checkAudit } from '../staff/audit/check-audit.js';
import { NotedAuditHead } from '../staff/audit/noted-head.js';
import { asDatabaseOwner } from './as-owner.js';
import { auditWords } from './audit-words.js';
import { findOwner } from './find-owner.js';
import { keeperNotes } from './keeper-notes.js';

const USAGE = 'Usage: jatakk audit verify [--json]';

/**
 * `jatakk audit verify`: that no line of the log of what staff do was changed, dropped, added or put in another order,
 * by the log itself and by the end of it that the keeper notes outside the database. Ends with 1 when something is wrong.
 */
export async function auditCommand([act, ...args]: string[]): Promise<number> {
  if (act !== 'verify') throw new Error(USAGE);
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
  const folder = keeperNotes(process.env);
  const noted = folder === undefined ? undefined : new NotedAuditHead(folder).read();
  const found = await asDatabaseOwner(findOwner(process.env).url, (database) => checkAudit(database, noted));
  const ok = found.fault === null;
  const lines = values.json
    ? [JSON.stringify({ ok, noted: noted?.number ?? null, ...found })]
    : auditWords(found, noted !== undefined);
  for (const line of lines) process.stdout.write(`${line}\n`);
  return ok ? 0 : 1;
}
