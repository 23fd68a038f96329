import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { recordLeaf } from '../../src/consent/ledger/leaf-input.js';
import { KeepLedgers } from '../../src/keeper/ledger/keep-ledgers.service.js';
import { TestHouse } from './house.js';
import { until } from './until.js';

/** A house whose keeper notes heads in a folder of its own, with a register whose log has begun. */
export class LedgerHouse {
  private constructor(
    readonly house: TestHouse,
    readonly state: string,
    readonly registerId: string,
  ) {}

  static async open(): Promise<LedgerHouse> {
    const state = mkdtempSync(join(tmpdir(), 'jatakk-state-'));
    const house = await TestHouse.open({ env: { KEEPER_STATE: state } });
    await house.setUp();
    const ledger = new LedgerHouse(house, state, await house.makeRegister('nyhetsbrev'));
    await until('the log has begun', () => ledger.logId());
    return ledger;
  }

  async close(): Promise<void> {
    await this.house.close();
    rmSync(this.state, { recursive: true, force: true });
  }

  get owner(): pg.Client {
    return this.house.database.owner;
  }

  /** The open log. */
  async logId(registerId = this.registerId): Promise<string | undefined> {
    const { rows } = await this.owner.query<{ id: string }>(
      'select id from jatakk.ledger_log where register_id = $1 and not ended',
      [registerId],
    );
    return rows[0]?.id;
  }

  /** Leaves of records that wait to be sealed; returns their commitments. */
  async waits(count: number, registerId = this.registerId): Promise<Buffer[]> {
    const commitments = Array.from({ length: count }, () => randomBytes(32));
    await this.owner.query(
      'insert into jatakk.ledger_waiting (register_id, leaf) select $1, unnest($2::bytea[])',
      [registerId, commitments.map(recordLeaf)],
    );
    return commitments;
  }

  /** The next day comes, and its round is done. */
  async seals(): Promise<void> {
    await this.owner.query('update jatakk.ledger_log set sealed_on = sealed_on - 1 where not ended');
    await this.house.keeper!.get(KeepLedgers).sealDue();
  }

  /** Days of leaves, each sealed. Returns all commitments. */
  async sealsDays(...counts: number[]): Promise<Buffer[]> {
    const commitments: Buffer[] = [];
    for (const count of counts) {
      commitments.push(...(await this.waits(count)));
      await this.seals();
    }
    return commitments;
  }

  async sizes(logId: string): Promise<number[]> {
    const { rows } = await this.owner.query<{ size: number }>(
      'select size from jatakk.ledger_head where log_id = $1 order by size',
      [logId],
    );
    return rows.map(({ size }) => size);
  }
}
