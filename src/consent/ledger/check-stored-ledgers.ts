import type { DataSource } from 'typeorm';
import { readHouse } from '../../registers/house.queries.js';
import { checkLedger, type KnownHead } from './check-ledger.js';
import type { LedgerFindings } from './ledger-findings.js';
import { NotedHeads } from './noted-heads.js';
import { storedLeaves, storedLedger } from './stored-ledger.queries.js';

/**
 * Checks the ledger of every register in a database, in one snapshot: a round that is sealed meanwhile is no fault.
 * @param notes the folder where a keeper notes heads, if it can be read from here
 */
export async function checkStoredLedgers(
  database: DataSource,
  notes: string | undefined,
  known: readonly KnownHead[] = [],
): Promise<LedgerFindings[]> {
  return database.transaction('REPEATABLE READ', async (tx) => {
    const { mode } = await readHouse(tx);
    const registers = (await tx.query('select id, slug from jatakk.register order by slug')) as Named[];
    const found: LedgerFindings[] = [];
    for (const register of registers) {
      const ledger = await storedLedger(tx, register);
      const all = [...notedHead(notes, register, mode), ...known];
      found.push(await checkLedger(ledger, (logId) => storedLeaves(tx, logId), all));
    }
    return found;
  });
}

interface Named {
  id: string;
  slug: string;
}

/** The head that the keeper has noted of a register; a trial's says nothing of a live house. */
function notedHead(notes: string | undefined, { id, slug }: Named, mode: 'trial' | 'live'): KnownHead[] {
  const note = notes === undefined ? undefined : new NotedHeads(notes).read(id);
  if (!note || (note.mode === 'trial' && mode === 'live')) return [];
  return [{ register: slug, head: note.head, from: 'noted' }];
}
