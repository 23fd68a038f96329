import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { openRingRotations, openRotations, ROTATED } from '../../registers/rotations.queries.js';
import { STAFF_RING } from '../../registers/staff-ring.js';
import { asDatabaseOwner } from '../as-owner.js';
import { findOwner } from '../find-owner.js';

const LOOK_MS = 500;
const USAGE = `Usage: jatakk keys rotate <register> | --staff [--purpose ${ROTATED.join('|')}]... [--no-wait]`;

/**
 * `jatakk keys rotate <register> | --staff [--purpose <p>]...`: new versions of the keys of a ring. The keepers do it
 * while they work; this opens it and waits. Stopped in the middle it goes on; begun again it is the same one.
 */
export async function rotateCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      staff: { type: 'boolean' },
      purpose: { type: 'string', multiple: true },
      'no-wait': { type: 'boolean' },
    },
  });
  const [slug, ...rest] = positionals;
  if (rest.length > 0 || (slug === undefined) !== (values.staff === true)) throw new Error(USAGE);
  const purposes = values.purpose ?? [...ROTATED];
  const unknown = purposes.find((purpose) => !ROTATED.some((known) => known === purpose));
  if (unknown === 'ledger')
    throw new Error('The key of a ledger is not rotated: another key is another log.');
  if (unknown) throw new Error(USAGE);
  return asDatabaseOwner(findOwner(process.env).url, async (database) => {
    const ringId = slug === undefined ? STAFF_RING : await registerOf(database, slug);
    await openRingRotations(database, ringId, purposes);
    if (values['no-wait']) return say('The keepers have been asked. jatakk keys shows how far they are.');
    await waitUntilDone(database, ringId);
    return say(
      'Done. Earlier versions are kept: they open older backups, and nothing that is in the database now.',
    );
  });
}

async function registerOf(database: DataSource, slug: string): Promise<string> {
  const rows = (await database.query('select id from jatakk.register where slug = $1', [slug])) as {
    id: string;
  }[];
  if (!rows[0]) throw new Error(`There is no register called ${slug}.`);
  return rows[0].id;
}

/** Says what is under way whenever that changes. */
async function waitUntilDone(database: DataSource, ringId: string): Promise<void> {
  let said = '';
  for (;;) {
    const open = (await openRotations(database)).filter((rotation) => rotation.ringId === ringId);
    if (open.length === 0) return;
    const line = open
      .map(({ purpose, begun }) => `${purpose} (${begun ? 'under way' : 'waits for a keeper'})`)
      .join(', ');
    if (line !== said) say(`  ${line}`);
    said = line;
    await setTimeout(LOOK_MS);
  }
}

function say(line: string): number {
  process.stdout.write(`${line}\n`);
  return 0;
}
