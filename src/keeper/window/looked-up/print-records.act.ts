import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { openRecord } from '../../../consent/records/open-record.js';
import type { KeyRing } from '../../../registers/key-ring.js';
import { KeyRings } from '../../../registers/key-rings.service.js';
import type { ConsentJournal } from '../../../subscriptions/consent-journal.js';
import { publishedWords } from '../../records/published-words.queries.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window-act.js';
import { type HeldRecord, recordsOfHeld } from './look-up.queries.js';
import { readPress } from './read-press.js';

/** The consents of whoever was looked up, opened one by one, for a page to be printed. */
@Injectable()
export class PrintRecordsAct implements WindowAct {
  readonly act = 'print-records';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, ask: OpenedAsk): Promise<ActAnswer> {
    const ring = await this.rings.held(tx, ask.ringId);
    const press = readPress(ring, ask);
    const rows = press ? await recordsOfHeld(tx, press.by) : [];
    if (rows.length === 0) return { refused: 'over' };
    const journal: ConsentJournal = [];
    for (const id of new Set(rows.map(({ of_subscription }) => of_subscription))) {
      const mine = rows.filter(({ of_subscription }) => of_subscription === id);
      if (id !== null) journal.push(await oneSubscription(tx, ring, mine));
    }
    return { answer: journal };
  }
}

async function oneSubscription(
  tx: EntityManager,
  ring: KeyRing,
  rows: HeldRecord[],
): Promise<ConsentJournal[number]> {
  const first = rows[0]!;
  const records: ConsentJournal[number]['records'] = [];
  for (const { id, list_id: listId, detail, detail_key_version, row_key } of rows) {
    if (id === null || !detail) continue;
    const { record } = openRecord(ring, { id, detail, detail_key_version, row_key });
    const words = await publishedWords(tx, { listId, ...record.purpose });
    records.push({ record, words: words ?? { text: '', frequency: '' } });
  }
  return {
    list: first.list_name,
    state: first.state,
    endedReason: first.ended_reason,
    since: first.since_month,
    ended: first.ended_month,
    records: records.sort((a, b) => (a.record.enteredAt < b.record.enteredAt ? -1 : 1)),
    waiting: rows.filter(({ id, detail }) => id !== null && !detail).length,
  };
}
