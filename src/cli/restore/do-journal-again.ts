import type pg from 'pg';
import { type JournalLine, lastWords } from '../../platform/journal/journal-line.js';

/** How many lines of each kind changed something. */
export type Redone = Record<string, number>;

/** What this version can do again; a line of another kind was written by a newer one. */
const KINDS = new Set([
  'left',
  'back',
  'erased',
  'objected',
  'bounced',
  'complained',
  'hard-bounce',
  'complaint',
  'lifted',
  'register-deleted',
]);

/**
 * Leaves, erasures and objections that came after the backup, and those before it, which change nothing.
 * Erasures come last: a leave of somebody who was erased later still finds them, and its record goes with them.
 */
export async function doJournalAgain(client: pg.Client, lines: readonly JournalLine[]): Promise<Redone> {
  const redone: Redone = {};
  const words = lastWords(lines);
  const ordered = [...words.filter((line) => !erases(line)), ...words.filter(erases)];
  for (const { kind, registerId, rowId, hash } of ordered) {
    if (!KINDS.has(kind)) {
      redone.unknown = (redone.unknown ?? 0) + 1;
      continue;
    }
    const { rows } =
      kind === 'register-deleted'
        ? await client.query<{ done: boolean }>('select jatakk.drop_register($1) as done', [registerId])
        : await client.query<{ done: boolean }>('select jatakk.do_again($1, $2, $3, $4) as done', [
            kind,
            registerId,
            rowId,
            hash,
          ]);
    if (rows[0]!.done) redone[kind] = (redone[kind] ?? 0) + 1;
  }
  return redone;
}

function erases({ kind }: JournalLine): boolean {
  return kind === 'erased' || kind === 'register-deleted';
}
