import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ReadReceipts } from '../records/read-receipts.service.js';
import { recordsOfConfirmation } from '../records/record-store.queries.js';
import type { ActAnswer, OpenedAsk, WindowAct } from './window-act.js';

/** The receipts of what was said yes to by one confirmation's link, to whoever holds that link. */
@Injectable()
export class ReceiptAct implements WindowAct {
  readonly act = 'receipt';

  constructor(private readonly receipts: ReadReceipts) {}

  async answer(tx: EntityManager, { ringId, proof }: OpenedAsk): Promise<ActAnswer> {
    const receipts = await this.receipts.of(tx, async () => {
      const rows = await recordsOfConfirmation(tx, proof);
      return rows.filter(({ register_id }) => register_id === ringId);
    });
    if (!receipts) return { refused: 'not-yet' };
    return receipts.length === 0 ? { refused: 'unknown' } : { answer: receipts };
  }
}
