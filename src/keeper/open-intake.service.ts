import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { KeeperSettings } from '../platform/config/settings.js';
import { openSealedBox } from '../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { KeyRing } from '../registers/key-ring.js';
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

/** Forms that are opened together. */
const TOGETHER = 100;

/**
 * Opens the sealed forms, many in one transaction: either all of it has happened, or they still wait. Where one of them
 * cannot be stored, each is opened for itself.
 */
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
    /** So many of the next are opened each for itself. */
    let alone = 0;
    for (;;) {
      try {
        const { taken, more } = await this.#openSome(alone > 0 ? 1 : TOGETHER);
        opened += taken;
        alone = Math.max(0, alone - 1);
        if (!more) return opened;
      } catch (error) {
        if (alone > 0) throw error;
        // None of them has happened. Whichever it was must not hold up the others.
        alone = TOGETHER;
      }
    }
  }

  async #openSome(most: number): Promise<{ taken: number; more: boolean }> {
    return this.database.transaction(async (tx) => {
      const waiting = await takeIntake(tx, most);
      if (waiting.length === 0) return { taken: 0, more: false };
      const allowed = await this.throttle.withinHour(waiting.length);
      const more = allowed === waiting.length;
      if (!more) this.#log.warn('more sign-ups this hour than the breaker lets through: the rest waits');
      const rows = waiting.slice(0, allowed);
      for (const [ringId, ofRing] of groupedBy(rows, ({ ring_id }) => ring_id))
        await this.#dealWith(tx, ringId, ofRing);
      return { taken: rows.length, more };
    });
  }

  async #dealWith(tx: EntityManager, ringId: string, rows: readonly IntakeRow[]): Promise<void> {
    const ring = await this.rings.held(tx, ringId).catch((error: unknown) => error);
    const opened: { row: IntakeRow; content: unknown }[] = [];
    for (const row of rows) {
      await this.#orPutAside(tx, row, async () => {
        if (!(ring instanceof KeyRing)) throw ring;
        const place = { ringId, rowId: row.id };
        opened.push({ row, content: openSealedBox(ring.sealPair(row.key_version), place, row.sealed) });
      });
    }
    if (!(ring instanceof KeyRing)) return;
    const done: string[] = [];
    for (const [kind, forms] of groupedBy(opened, ({ row }) => row.kind)) {
      const handler = this.#handlers.get(kind);
      if (handler?.handleMany && (await this.#allAtOnce(tx, ring, handler, forms))) {
        done.push(...forms.map(({ row }) => row.id));
        continue;
      }
      for (const { row, content } of forms)
        await this.#orPutAside(tx, row, async () => {
          if (!handler) throw new OpeningError('box-malformed');
          await handler.handle(tx, ring, content);
          done.push(row.id);
        });
    }
    await deleteIntake(tx, done);
  }

  /** False when one of them is none of its kind: which, is found by handling each for itself. */
  async #allAtOnce(
    tx: EntityManager,
    ring: KeyRing,
    handler: IntakeHandler,
    forms: readonly { content: unknown }[],
  ): Promise<boolean> {
    try {
      await handler.handleMany!(
        tx,
        ring,
        forms.map(({ content }) => content),
      );
      return true;
    } catch (error) {
      if (error instanceof OpeningError && error.code === 'box-malformed') return false;
      throw error;
    }
  }

  async #orPutAside(tx: EntityManager, row: IntakeRow, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      // A ring under a secret that this keeper was not given: another keeper has it, or this one will.
      if (!(error instanceof OpeningError) || error.code === 'key-not-authentic') throw error;
      // Alarm without content: somebody changed a row, or sealed to a key that is not ours.
      this.#log.error(`a sealed form could not be opened (${error.code}) and was put aside`);
      await quarantineIntake(tx, row.id);
    }
  }
}

function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
