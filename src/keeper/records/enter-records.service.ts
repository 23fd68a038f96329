import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { currentLog } from '../../consent/ledger/ledger.queries.js';
import { openLog, type OpenLog } from '../../consent/ledger/log-key.js';
import { readHouse } from '../../registers/house.queries.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import { RestoreGuard } from '../restore-guard.service.js';
import { makeRecord } from './make-record.js';
import { enterRecord, takeRecords, type WaitingRecord } from './record-store.queries.js';
import { sealRecord } from './seal-record.js';

/** Few enough that whoever leaves meanwhile waits for a moment only. */
const BATCH = 50;

/**
 * Enters every yes and no: opens what is known of it, seals it as one record, and commits to it before the ledger. A
 * batch is one transaction: either all of it has happened, or the answers still wait.
 */
@Injectable()
export class EnterRecords {
  readonly #log = new Logger('records');

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly guard: RestoreGuard,
  ) {}

  /** Enters all that waits. Returns how many. */
  async drain(): Promise<number> {
    if (!(await this.guard.look())) return 0;
    let entered = 0;
    for (let batch = BATCH; batch === BATCH; entered += batch)
      batch = await this.database.transaction((tx) => this.#enter(tx));
    return entered;
  }

  /** Enters these now: somebody waits for their receipt. */
  async only(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await this.#enter(tx, ids);
  }

  async #enter(tx: EntityManager, only?: readonly string[]): Promise<number> {
    const { organisation } = await readHouse(tx);
    const rows = await takeRecords(tx, { atMost: BATCH, ...(only && { only }) });
    const logs = new Map<string, OpenLog | undefined>();
    for (const row of rows) {
      const { register_id: registerId } = row;
      if (!logs.has(registerId)) logs.set(registerId, await this.#openLog(tx, registerId));
      const log = logs.get(registerId);
      if (log) await this.#enterOne(tx, log, row, organisation?.email ?? '');
    }
    // What waits for its log to begin must not be asked for again at once.
    return [...logs.values()].includes(undefined) ? 0 : rows.length;
  }

  async #enterOne(tx: EntityManager, log: OpenLog, row: WaitingRecord, from: string): Promise<void> {
    const ring = await this.rings.held(tx, row.register_id);
    const { content, commitment, unreadable } = makeRecord(ring, log, row, from);
    // Alarm without content: somebody changed a row, or sealed to a key that is not ours.
    if (unreadable) this.#log.error('evidence of an answer could not be opened: it was entered without');
    const { rowKey, detail, keyVersion } = sealRecord(ring, row.id, content);
    await enterRecord(tx, {
      registerId: row.register_id,
      id: row.id,
      rowKey,
      detail,
      keyVersion,
      commitment,
    });
  }

  async #openLog(tx: EntityManager, registerId: string): Promise<OpenLog | undefined> {
    const log = await currentLog(tx, registerId);
    return log && openLog(await this.rings.held(tx, registerId), log);
  }
}
