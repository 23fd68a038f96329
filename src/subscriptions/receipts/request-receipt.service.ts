import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Doorbell } from '../../platform/database/doorbell.js';

/** `waits`: one is on its way, or went less than an hour ago. */
export type ReceiptRequest = 'asked' | 'waits' | 'unknown';

/** Has the receipt sent by mail to whoever's confirmation it was. Nobody else's address can be given. */
@Injectable()
export class RequestReceipt {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  async request(tokenHash: Buffer): Promise<ReceiptRequest> {
    const rows = (await this.database.query('select jatakk.request_receipt($1) as outcome', [tokenHash])) as {
      outcome: ReceiptRequest;
    }[];
    this.doorbell.ring();
    return rows[0]!.outcome;
  }
}
