import { parseArgs } from 'node:util';
import { asDatabaseOwner } from './as-owner.js';
import { findOwner } from './find-owner.js';

interface Answer {
  answered: boolean;
  campaigns: string;
  unknown_deliveries: string;
  dropped_notices: string;
}

/** `jatakk restored --yes | --no`: the answer to a keeper that asks whether the database was put back from a backup. */
export async function restoredCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { yes: { type: 'boolean' }, no: { type: 'boolean' } } });
  if (values.yes === values.no) {
    throw new Error(
      'Was the database put back from a backup? --yes holds what was under way; --no: it was not.',
    );
  }
  const restored = values.yes === true;
  const answer = await asDatabaseOwner(findOwner(process.env).url, async (database) => {
    const rows = (await database.query('select * from jatakk.answer_restored($1)', [restored])) as Answer[];
    return rows[0]!;
  });
  for (const line of restored ? heldLines(answer) : knownLines(answer)) process.stdout.write(`${line}\n`);
  return 0;
}

function heldLines({ campaigns, unknown_deliveries, dropped_notices }: Answer): string[] {
  return [
    `Campaigns held: ${campaigns}. Each waits for a person to continue or cancel it.`,
    `Deliveries that may have arrived since the backup: ${unknown_deliveries}. None of them is sent again by itself.`,
    `Confirmations and other notices dropped: ${dropped_notices}. Who still waits for one can ask again.`,
    'The keeper goes on within a minute. Who left since the backup is on the lists again: see docs/operating.md.',
  ];
}

function knownLines({ answered }: Answer): string[] {
  if (!answered) return ['No keeper asks. Nothing has been changed.'];
  return ['The keeper takes this database for the right one, and goes on within a minute.'];
}
