import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { checkLedger, type KnownHead } from '../consent/ledger/check-ledger.js';
import { checkStoredLedgers } from '../consent/ledger/check-stored-ledgers.js';
import { isWhole, type LedgerFindings } from '../consent/ledger/ledger-findings.js';
import { checkRecords, type RecordFindings } from '../consent/records/check-records.js';
import { readHouseSettings } from '../platform/embedded/house-settings.js';
import { readTextIfThere } from '../platform/embedded/private-file.js';
import { KeeperSecrets } from '../registers/keeper-secrets.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { asDatabaseOwner } from './as-owner.js';
import { findOwner, projectRoot } from './find-owner.js';
import { keeperNotes } from './keeper-notes.js';
import { readKnownHeads, readLedgerFiles } from './ledger-files.js';
import { readKeeperSecrets } from './keeper-secret.js';
import { ledgerLines, recordLines } from './ledger-words.js';

const FLAGS = {
  file: { type: 'string', multiple: true },
  known: { type: 'string', multiple: true },
  records: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

const USAGE =
  'Usage: jatakk ledger verify [--file <file or folder> …] [--known <file or folder> …] [--records] [--json]';

/**
 * `jatakk ledger verify`: that nothing in the ledger was changed, dropped or put in another order since it was signed.
 * On the database; or with `--file`, for anybody and without us, on what was published. `--known`: heads that somebody
 * kept from before. `--records`: with the keeper secret, every record too. Ends with 1 when something is wrong.
 */
export async function ledgerCommand([act, ...args]: string[]): Promise<number> {
  if (act !== 'verify') throw new Error(USAGE);
  const { values } = parseArgs({ args, options: FLAGS });
  const known = readKnownHeads(values.known ?? []);
  if (values.file && values.records)
    throw new Error('The records are not published: --records goes without --file.');
  const found = values.file
    ? await inFiles(values.file, known)
    : await inDatabase(known, values.records ?? false);
  found.ledgers.push(...gone(found.ledgers, known));
  const ok = found.ledgers.every(isWhole) && (found.records ?? []).every(({ faults }) => faults.length === 0);
  const lines = values.json ? [JSON.stringify({ ok, ...found })] : shown(found, ok);
  for (const line of lines) process.stdout.write(`${line}\n`);
  return ok ? 0 : 1;
}

interface Found {
  /** Whether what the keeper noted outside the database was compared; it is not published. */
  notes?: boolean;
  ledgers: LedgerFindings[];
  records?: RecordFindings[];
}

async function inFiles(paths: string[], known: KnownHead[]): Promise<Found> {
  const { ledgers, leaves } = readLedgerFiles(paths);
  const found: LedgerFindings[] = [];
  for (const ledger of ledgers) found.push(await checkLedger(ledger, leaves, known));
  return { ledgers: found };
}

async function inDatabase(known: KnownHead[], withRecords: boolean): Promise<Found> {
  const notes = keeperNotes(process.env);
  return asDatabaseOwner(findOwner(process.env).url, async (database) => ({
    notes: notes !== undefined,
    ledgers: await checkStoredLedgers(database, notes, known),
    ...(withRecords && { records: await everyRecord(database) }),
  }));
}

async function everyRecord(database: DataSource): Promise<RecordFindings[]> {
  const { dataPath } = readHouseSettings(process.env, projectRoot);
  const secrets = readKeeperSecrets(process.env, readTextIfThere(join(dataPath, 'id')));
  const rings = new KeyRings(database, new KeeperSecrets(secrets.toReversed()));
  const found: RecordFindings[] = [];
  for (const { id, slug } of await database.manager.query<{ id: string; slug: string }[]>(
    'select id, slug from jatakk.register order by slug',
  ))
    found.push(await checkRecords(database, await rings.ring(id), slug));
  return found;
}

/** A register that was published and is no longer here. */
function gone(found: readonly LedgerFindings[], known: readonly KnownHead[]): LedgerFindings[] {
  const here = new Set(found.map(({ register }) => register));
  const names = new Set(known.map(({ register }) => register).filter((register) => !here.has(register)));
  return [...names].map((register) => {
    const last = known.findLast((one) => one.register === register)!;
    return { register, logs: [], faults: [{ what: 'known-head-missing', head: last.head.size }] };
  });
}

function shown({ notes, ledgers, records = [] }: Found, ok: boolean): string[] {
  return [
    ...ledgers.flatMap(ledgerLines),
    ...records.flatMap(recordLines),
    ...(notes === false
      ? [
          'The notes that the keeper takes outside the database could not be read from here, so were not compared.',
        ]
      : []),
    ok ? 'The ledger is as it was signed.' : 'THE LEDGER IS NOT AS IT WAS SIGNED.',
  ];
}
