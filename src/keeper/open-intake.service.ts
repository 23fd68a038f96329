import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { KeeperSettings } from '../platform/config/settings.js';
import { openSealedBox } from '../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { KeyRings } from '../registers/key-rings.service.js';
import {
  deleteIntake,
  type IntakeRow,
  quarantineIntake,
  takeIntake,
} from '../subscriptions/accept-sign-up.queries.js';
import { INTAKE_HANDLERS, type IntakeHandler } from './intake/intake-handler.js';
import { RestoreGuard } from './restore-guard.service.js';
import { ConfirmationThrottle } from './throttle.js';
import { KEEPER_SETTINGS } from './tokens.js';

/** Opens the sealed forms one by one, each in one transaction: either all of it has happened, or the form still waits. */
@Injectable()
export class OpenIntake {
  readonly #log = new Logger('intake');
  readonly #handlers: Map<string, IntakeHandler>;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly throttle: ConfirmationThrottle,
    private readonly guard: RestoreGuard,
    @Inject(INTAKE_HANDLERS) handlers: IntakeHandler[],
    @Inject(KEEPER_SETTINGS) private readonly settings: KeeperSettings,
  ) {
    this.#handlers = new Map(handlers.map((handler) => [handler.kind, handler]));
  }

  /** Opens everything that waits. Returns how many forms were dealt with. */
  async drain(): Promise<number> {
    if (!(await this.guard.look())) return 0;
    const { found, waits } = await this.throttle.lookForCrash();
    if (found) {
      this.#log.warn(
        'the throttle was emptied by a database crash: sign-ups wait a minute, the breaker is halved today',
      );
    }
    if (waits && !this.settings.SKIP_CRASH_WAIT) return 0;
    let opened = 0;
    while (await this.#openOne()) opened += 1;
    return opened;
  }

  async #openOne(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const row = await takeIntake(tx);
      if (!row) return false;
      if (!(await this.throttle.withinHour())) {
        this.#log.warn('more sign-ups this hour than the breaker lets through: the rest waits');
        return false;
      }
      await this.#dealWith(tx, row);
      return true;
    });
  }

  async #dealWith(tx: EntityManager, row: IntakeRow): Promise<void> {
    try {
      const ring = await this.rings.held(tx, row.ring_id);
      const place = { ringId: row.ring_id, rowId: row.id };
      const content = openSealedBox(ring.sealPair(row.key_version), place, row.sealed);
      const handler = this.#handlers.get(row.kind);
      if (!handler) throw new OpeningError('box-malformed');
      await handler.handle(tx, ring, content);
      await deleteIntake(tx, row.id);
    } catch (error) {
      // A ring under a secret that this keeper was not given: another keeper has it, or this one will.
      if (!(error instanceof OpeningError) || error.code === 'key-not-authentic') throw error;
      // Alarm without content: somebody changed a row, or sealed to a key that is not ours.
      this.#log.error(`a sealed form could not be opened (${error.code}) and was put aside`);
      await quarantineIntake(tx, row.id);
    }
  }
}
