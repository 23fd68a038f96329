import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { ReadReceipts } from '../records/read-receipts.service.js';
import { recordsOfConfirmation } from '../records/record-store.queries.js';
import type { ActAnswer, OpenedAsk, WindowAct } from './window-act.js';

/** The receipts of what was said yes to by one confirmation's link, to whoever holds that link. */
@Injectable()
export class ReceiptAct implements WindowAct {
  readonly act = 'receipt';

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly receipts: ReadReceipts,
  ) {}

  async answer(_: EntityManager, { ringId, proof }: OpenedAsk): Promise<ActAnswer> {
    // Not in the window's transaction: what is entered for this stays entered.
    const receipts = await this.receipts.of(async () => {
      const rows = await recordsOfConfirmation(this.database, proof);
      return rows.filter(({ register_id }) => register_id === ringId);
    });
    if (!receipts) return { refused: 'not-yet' };
    return receipts.length === 0 ? { refused: 'unknown' } : { answer: receipts };
  }
}
