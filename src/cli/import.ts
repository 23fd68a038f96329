import { createReadStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Refusal } from '../subscriptions/moving-in/judge-row.js';
import { type NewImport, StoreImport } from '../subscriptions/moving-in/store-import.service.js';
import { isTool, TOOLS } from '../subscriptions/moving-in/tools.js';
import { asDatabaseOwner } from './as-owner.js';
import { findOwner } from './find-owner.js';

const OPTIONS = {
  list: { type: 'string' },
  tool: { type: 'string' },
  language: { type: 'string', default: 'nb' },
  words: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const;

const line = z.string().trim().min(1).max(2000);
const wordings = z
  .array(z.strictObject({ from: z.iso.date(), to: z.iso.date(), text: line, note: line }))
  .min(1)
  .max(20);

const SAYS: Record<Refusal, string> = {
  'no-address': 'have no address',
  'bad-address': 'have an address that cannot be sent to',
  'only-examples': 'have an address that is not taken here (on trial only examples, otherwise never)',
  'not-subscribed': 'had unsubscribed or were blocked',
  'single-opt-in': 'never confirmed by e-mail (single opt-in)',
  'no-confirmation-time': 'have no time of confirmation',
  'unreadable-time': 'have a time that cannot be read for certain',
  'future-time': 'have a time that has not been yet',
  'no-wording': 'confirmed outside the periods of the words given',
  twice: 'stand there more than once, and are counted once',
};

/**
 * `jatakk import <file> --list <slug> --tool <tool> --words <file.json> [--language nb] [--dry-run]`: what another tool
 * held. Of the file only the rows that can be used are kept, sealed; two members of staff then stand behind them.
 */
export async function importCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const { list, tool = '', language, words } = values;
  const [file] = positionals;
  if (!file || positionals.length > 1 || !list || !words || !isTool(tool)) {
    throw new Error(
      `jatakk import <file.csv> --list <short name> --tool ${Object.keys(TOOLS).join('|')} --words <file.json>`,
    );
  }
  const read = wordings.safeParse(jsonOf(words));
  if (!read.success) {
    throw new Error(
      `${words} must be a list of { "from": "YYYY-MM-DD", "to": "YYYY-MM-DD", "text": …, "note": … }.`,
    );
  }
  await asDatabaseOwner(findOwner(process.env).url, async (database) => {
    const wanted = { ...(await findList(database, list)), tool, locale: language, wordings: read.data };
    const storing = new StoreImport(database);
    if (values['dry-run']) {
      tell(await storing.rehearse(wanted, createReadStream(file)));
      say('Nothing has been kept.');
      return;
    }
    const stored = await storing.store(null, wanted, createReadStream(file));
    if (stored.outcome !== 'read') throw new Error('The list is closed, or has no words in that language.');
    tell(stored.read);
    say(
      'They are kept sealed for seven days. An administrator goes on from the list\'s page, "Move in from another tool";',
    );
    say('a second member of staff approves. The file is yours to delete.');
  });
  return 0;
}

async function findList(
  database: DataSource,
  slug: string,
): Promise<Pick<NewImport, 'registerId' | 'listId'>> {
  const rows = (await database.query(
    'select register_id as "registerId", id as "listId" from jatakk.list where slug = $1',
    [slug],
  )) as Pick<NewImport, 'registerId' | 'listId'>[];
  if (!rows[0]) throw new Error('There is no list of that short name.');
  return rows[0];
}

function tell({ usable, refused }: { usable: number; refused: Partial<Record<Refusal, number>> }): void {
  say(`${usable} can be taken in.`);
  for (const [reason, count] of Object.entries(refused)) say(`${count} ${SAYS[reason as Refusal]}.`);
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
