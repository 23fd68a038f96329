import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LedgerFault } from '../../consent/ledger/ledger-fault.js';
import { logsOf } from '../../consent/ledger/ledger.queries.js';
import { readInclusion } from '../../consent/ledger/read-inclusion.js';
import { openRecord } from '../../consent/records/open-record.js';
import type { RecordDetail } from '../../consent/records/record-detail.js';
import { readHouse } from '../../registers/house.queries.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import type { Receipt } from '../../subscriptions/receipts/receipt.js';
import { CurrentRelay } from '../current-relay.service.js';
import { EnterRecords } from './enter-records.service.js';
import type { SealedRecord } from './record-store.queries.js';
import { publishedWords } from './published-words.queries.js';

/** Makes receipts of sealed records, for whoever has shown that they are theirs. */
@Injectable()
export class ReadReceipts {
  readonly #log = new Logger('records');

  constructor(
    private readonly rings: KeyRings,
    private readonly relay: CurrentRelay,
    private readonly entering: EnterRecords,
  ) {}

  /**
   * Receipts of the records that `read` finds, oldest answer first; what has not been entered yet is entered first.
   * Undefined when that has to wait for what the relay says.
   */
  async of(
    tx: EntityManager,
    read: (tx: EntityManager) => Promise<SealedRecord[]>,
  ): Promise<Receipt[] | undefined> {
    let rows = await read(tx);
    const waiting = rows.filter(({ detail }) => !detail).map(({ id }) => id);
    if (waiting.length > 0) {
      await this.entering.only(tx, waiting);
      rows = await read(tx);
    }
    if (rows.some(({ detail }) => !detail)) return undefined;
    const receipts: Receipt[] = [];
    for (const row of rows) receipts.push(await this.#receipt(tx, row));
    return receipts.sort((a, b) => (a.record.enteredAt < b.record.enteredAt ? -1 : 1));
  }

  async #receipt(tx: EntityManager, row: SealedRecord): Promise<Receipt> {
    const { record, salt, subjectSalt, promise } = openRecord(
      await this.rings.held(tx, row.register_id),
      row,
    );
    const words = await publishedWords(tx, { listId: row.list_id, ...record.purpose });
    const log = (await logsOf(tx, row.register_id)).find(({ id }) => id === promise.logId);
    if (!words || !log) throw new Error('a record names words or a log that are not there');
    const { organisation } = await readHouse(tx);
    const place = await this.#place(tx, row.register_id, promise);
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

  async #place(
    tx: EntityManager,
    registerId: string,
    { commitment }: RecordDetail['promise'],
  ): Promise<Receipt['place']> {
    try {
      return await readInclusion(tx, registerId, Buffer.from(commitment, 'hex'));
    } catch (error) {
      if (!(error instanceof LedgerFault)) throw error;
      // The person still gets the promise: with it they can show that the ledger is at fault.
      this.#log.error(`the ledger does not prove what it holds (${error.code})`);
      return undefined;
    }
  }
}
