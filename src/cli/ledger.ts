import { parseArgs } from 'node:util';
import { checkLedger, type KnownHead } from '../consent/ledger/check-ledger.js';
import { checkStoredLedgers } from '../consent/ledger/check-stored-ledgers.js';
import { isWhole, type LedgerFindings } from '../consent/ledger/ledger-findings.js';
import { asDatabaseOwner } from './as-owner.js';
import { findOwner } from './find-owner.js';
import { keeperNotes } from './keeper-notes.js';
import { readKnownHeads, readLedgerFiles } from './ledger-files.js';
import { ledgerLines } from './ledger-words.js';

const FLAGS = {
  file: { type: 'string', multiple: true },
  known: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

const USAGE = 'Usage: jatakk ledger verify [--file <file or folder> …] [--known <file or folder> …] [--json]';

/**
 * `jatakk ledger verify`: that nothing in the ledger was changed, dropped or put in another order since it was signed.
 * On the database; or with `--file`, for anybody and without us, on what was published. `--known`: heads that somebody
 * kept from before. Ends with 1 when something is wrong.
 */
export async function ledgerCommand([act, ...args]: string[]): Promise<number> {
  if (act !== 'verify') throw new Error(USAGE);
  const { values } = parseArgs({ args, options: FLAGS });
  const known = readKnownHeads(values.known ?? []);
  const found = values.file ? await inFiles(values.file, known) : await inDatabase(known);
  found.ledgers.push(...gone(found.ledgers, known));
  const ok = found.ledgers.every(isWhole);
  const lines = values.json ? [JSON.stringify({ ok, ...found })] : shown(found, ok);
  for (const line of lines) process.stdout.write(`${line}\n`);
  return ok ? 0 : 1;
}

interface Found {
  /** Whether what the keeper noted outside the database was compared; it is not published. */
  notes?: boolean;
  ledgers: LedgerFindings[];
}

async function inFiles(paths: string[], known: KnownHead[]): Promise<Found> {
  const { ledgers, leaves } = readLedgerFiles(paths);
  const found: LedgerFindings[] = [];
  for (const ledger of ledgers) found.push(await checkLedger(ledger, leaves, known));
  return { ledgers: found };
}

async function inDatabase(known: KnownHead[]): Promise<Found> {
  const notes = keeperNotes(process.env);
  return asDatabaseOwner(findOwner(process.env).url, async (database) => {
    return { notes: notes !== undefined, ledgers: await checkStoredLedgers(database, notes, known) };
  });
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

function shown({ notes, ledgers }: Found, ok: boolean): string[] {
  return [
    ...ledgers.flatMap(ledgerLines),
    ...(notes === false
      ? [
          'The notes that the keeper takes outside the database could not be read from here, so were not compared.',
        ]
      : []),
    ok ? 'The ledger is as it was signed.' : 'THE LEDGER IS NOT AS IT WAS SIGNED.',
  ];
}
