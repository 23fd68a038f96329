import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { LedgerFault } from '../../consent/ledger/ledger-fault.js';
import { currentLog, hasHead, type LedgerLog, newestHead } from '../../consent/ledger/ledger.queries.js';
import { verifyHead } from '../../consent/ledger/log-head.js';
import { openLog } from '../../consent/ledger/log-key.js';
import { type HeadNote, NotedHeads } from '../../consent/ledger/noted-heads.js';
import type { KeeperSettings } from '../../platform/config/settings.js';
import { faultCode } from '../../platform/fault-code.js';
import { readHouse } from '../../registers/house.queries.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import { RestoreGuard } from '../restore-guard.service.js';
import { KEEPER_SETTINGS } from '../tokens.js';
import { beginLog } from './begin-log.js';
import { openLogs, registersWithoutLog } from './seal.queries.js';
import { sealLog } from './seal-log.js';

const TEN_MINUTES_MS = 600_000;

/** Keeps each register's log: begins it, seals it once a day, and notes its newest head outside the database. */
@Injectable()
export class KeepLedgers {
  readonly #log = new Logger('ledger');
  readonly #notes: NotedHeads | undefined;
  readonly #told = new Map<string, string>();
  #sealing: Promise<void> | undefined;
  #next = 0;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly restores: RestoreGuard,
    @Inject(KEEPER_SETTINGS) settings: KeeperSettings,
  ) {
    this.#notes = settings.KEEPER_STATE ? new NotedHeads(settings.KEEPER_STATE) : undefined;
  }

  /** A log for every register that has none open. Not while it is asked whether the database was put back. */
  async beginMissing(): Promise<void> {
    for (const registerId of await registersWithoutLog(this.database)) {
      await this.#telling(registerId, async () => {
        await beginLog(
          this.database,
          await this.rings.ring(registerId),
          (await this.#noted(registerId))?.head,
        );
        await this.#note(registerId);
      });
    }
  }

  /** At a keeper's start, and every ten minutes that it looks for work: the queue may be away or have forgotten. */
  async sealWithoutQueue(): Promise<void> {
    if (performance.now() < this.#next) return;
    this.#next = performance.now() + TEN_MINUTES_MS;
    await this.sealDue().catch((error: unknown) => {
      this.#log.warn(`the ledgers could not be looked at (${faultCode(error)})`);
    });
  }

  /** The rounds that are due. Each is one transaction, and whoever comes second finds it done. */
  sealDue(): Promise<void> {
    this.#sealing ??= this.#sealDue().finally(() => (this.#sealing = undefined));
    return this.#sealing;
  }

  async #sealDue(): Promise<void> {
    if (!(await this.restores.look())) return;
    for (const { registerId, due } of await openLogs(this.database)) {
      await this.#telling(registerId, async () => {
        await this.#compare(registerId);
        const ring = await this.rings.ring(registerId);
        if (due) await this.#round(ring);
        await this.#note(registerId);
      });
    }
  }

  async #round(ring: KeyRing): Promise<void> {
    let more = true;
    while (more) more = await sealLog(this.database, ring);
  }

  /** What was noted must still be there, or be what this log began with. */
  async #compare(registerId: string): Promise<void> {
    const noted = (await this.#noted(registerId))?.head;
    if (!noted || (await hasHead(this.database, registerId, noted))) return;
    const previous = (await currentLog(this.database, registerId))?.previous;
    if (previous?.logId !== noted.logId || previous.size > noted.size)
      throw new LedgerFault('noted-head-missing');
  }

  /** The newest head of the open log, once it has proved itself, unless it is noted already. */
  async #note(registerId: string): Promise<void> {
    const log = await currentLog(this.database, registerId);
    const head = log && (await newestHead(this.database, log.id));
    if (!this.#notes || !head) return;
    const { signer } = openLog(await this.rings.ring(registerId), log satisfies LedgerLog);
    if (!verifyHead(signer.publicKey, head)) throw new LedgerFault('head-not-signed');
    const noted = (await this.#noted(registerId))?.head;
    if (noted?.logId === head.logId && noted.size >= head.size) return;
    const { mode } = await readHouse(this.database);
    this.#notes.write(registerId, mode, { ...head, publicKey: signer.publicKey.toString('base64url') });
  }

  /** What a trial had noted says nothing of a live house. */
  async #noted(registerId: string): Promise<HeadNote | undefined> {
    const note = this.#notes?.read(registerId);
    if (!note) return undefined;
    const { mode } = await readHouse(this.database);
    return note.mode === 'trial' && mode === 'live' ? undefined : note;
  }

  /** One register's fault stops no other's round, and is told once, not each minute. */
  async #telling(registerId: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.#told.delete(registerId);
    } catch (error) {
      const code = error instanceof LedgerFault ? error.code : faultCode(error);
      if (this.#told.get(registerId) === code) return;
      this.#told.set(registerId, code);
      this.#log.error(
        `the ledger of register ${registerId} is not sealed (${code}): see jatakk ledger verify`,
      );
    }
  }
}
