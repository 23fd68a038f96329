import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { LedgerFault } from '../../consent/ledger/ledger-fault.js';
import { logsOf } from '../../consent/ledger/ledger.queries.js';
import { readInclusion } from '../../consent/ledger/read-inclusion.js';
import type { RecordDetail } from '../../consent/records/record-detail.js';
import { readHouse } from '../../registers/house.queries.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import type { Receipt } from '../../subscriptions/receipts/receipt.js';
import { CurrentRelay } from '../current-relay.service.js';
import { EnterRecords } from './enter-records.service.js';
import type { SealedRecord } from './record-store.queries.js';
import { publishedWords } from './published-words.queries.js';
import { openRecord } from './seal-record.js';

/** Makes receipts of sealed records, for whoever has shown that they are theirs. */
@Injectable()
export class ReadReceipts {
  readonly #log = new Logger('records');

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly relay: CurrentRelay,
    private readonly entering: EnterRecords,
  ) {}

  /**
   * Receipts of the records that `read` finds, oldest answer first; what has not been entered yet is entered first.
   * Undefined when that has to wait for what the relay says.
   */
  async of(read: () => Promise<SealedRecord[]>): Promise<Receipt[] | undefined> {
    let rows = await read();
    const waiting = rows.filter(({ detail }) => !detail).map(({ id }) => id);
    if (waiting.length > 0) {
      await this.entering.only(waiting);
      rows = await read();
    }
    if (rows.some(({ detail }) => !detail)) return undefined;
    const receipts = await Promise.all(rows.map((row) => this.#receipt(row)));
    return receipts.sort((a, b) => (a.record.enteredAt < b.record.enteredAt ? -1 : 1));
  }

  async #receipt(row: SealedRecord): Promise<Receipt> {
    const { record, salt, subjectSalt, promise } = openRecord(await this.rings.ring(row.register_id), row);
    const words = await publishedWords(this.database, { listId: row.list_id, ...record.purpose });
    const log = (await logsOf(this.database, row.register_id)).find(({ id }) => id === promise.logId);
    if (!words || !log) throw new Error('a record names words or a log that are not there');
    const { organisation } = await readHouse(this.database);
    const place = await this.#place(row.register_id, promise);
    return {
      format: 'jatakk receipt v1',
      organisation: organisation?.name ?? '',
      from: await this.relay.publicUrl(),
      record,
      salt,
      ...(subjectSalt !== undefined && { subjectSalt }),
      words,
      logKey: log.publicKey.toString('base64url'),
      promise,
      ...(place && { place }),
    };
  }

  async #place(registerId: string, { commitment }: RecordDetail['promise']): Promise<Receipt['place']> {
    try {
      return await readInclusion(this.database, registerId, Buffer.from(commitment, 'hex'));
    } catch (error) {
      if (!(error instanceof LedgerFault)) throw error;
      // The person still gets the promise: with it they can show that the ledger is at fault.
      this.#log.error(`the ledger does not prove what it holds (${error.code})`);
      return undefined;
    }
  }
}
