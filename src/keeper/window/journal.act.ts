import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { openRecord } from '../../consent/records/open-record.js';
import { parseEmailAddress } from '../../registers/email-address.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import type { ConsentJournal } from '../../subscriptions/consent-journal.js';
import { publishedWords } from '../records/published-words.queries.js';
import { type LookedUp, lookUpRecords } from '../records/record-store.queries.js';
import type { ActAnswer, OpenedAsk, WindowAct } from './window-act.js';

const asked = z.object({ address: z.string().max(1000), reason: z.string().min(5).max(200) });

/** One person's consents, for the privacy work. The database checks who asks, counts it, and writes it down first. */
@Injectable()
export class JournalAct implements WindowAct {
  readonly act = 'consent-journal';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, { ringId, proof, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    const reading = question.success ? parseEmailAddress(question.data.address) : undefined;
    if (!question.success || !reading?.ok) return { refused: 'malformed' };
    const ring = await this.rings.held(tx, ringId);
    const rows = await lookUpRecords(tx, {
      sessionHash: proof,
      registerId: ringId,
      blindIndex: ring.blindIndex(reading.address),
      reason: question.data.reason,
    });
    const verdict = rows[0]?.verdict ?? 'nobody';
    if (verdict !== 'found') return { refused: verdict };
    const journal: ConsentJournal = [];
    for (const id of new Set(rows.map(({ of_subscription }) => of_subscription)))
      journal.push(
        await oneSubscription(
          tx,
          ring,
          rows.filter(({ of_subscription }) => of_subscription === id),
        ),
      );
    return { answer: journal };
  }
}

async function oneSubscription(
  tx: EntityManager,
  ring: KeyRing,
  rows: LookedUp[],
): Promise<ConsentJournal[number]> {
  const first = rows[0]!;
  const records: ConsentJournal[number]['records'] = [];
  for (const { id, list_id: listId, detail = null, detail_key_version, row_key } of rows) {
    if (id === null || !detail || !listId) continue;
    const sealed = {
      id,
      detail,
      detail_key_version: detail_key_version ?? null,
      row_key: row_key ?? null,
    };
    const { record } = openRecord(ring, sealed);
    const words = await publishedWords(tx, { listId, ...record.purpose });
    records.push({ record, words: words ?? { text: '', frequency: '' } });
  }
  return {
    list: first.list_name,
    state: first.state as ConsentJournal[number]['state'],
    endedReason: first.ended_reason,
    since: first.since_month,
    ended: first.ended_month,
    records: records.sort((a, b) => (a.record.enteredAt < b.record.enteredAt ? -1 : 1)),
    waiting: rows.filter(({ id, detail }) => id !== null && !detail).length,
  };
}
