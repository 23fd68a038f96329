import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { type ArrivalKind, leaveArrival, mailArrival, returnedArrival } from '../../inbound/arrival.js';
import { faultCode } from '../../platform/fault-code.js';
import { openSealedBox } from '../../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import { RestoreGuard } from '../restore-guard.service.js';
import { ARRIVAL_HANDLERS, type ArrivalHandler, type OpenedArrival } from './arrival-handler.js';
import { type ArrivalRow, deleteArrivals, quarantineArrivals, takeArrivals } from './arrival.queries.js';

/** What each kind is, and how many are opened together: mails may be of four megabytes. What ends something comes first. */
const KINDS = [
  { kind: 'returned', form: returnedArrival, together: 100 },
  { kind: 'leave', form: leaveArrival, together: 100 },
  { kind: 'mail', form: mailArrival, together: 10 },
] as const;
type Kind = (typeof KINDS)[number];

/** One that met a fault is left alone for so long. */
const REST_MS = 60_000;

/**
 * Opens what has come, many of one kind and register in a transaction: either all of it has happened, or it still waits.
 * Where one of them meets a fault each is taken for itself, and that one is left for later.
 */
@Injectable()
export class OpenArrivals {
  readonly #log = new Logger('arrivals');
  readonly #handlers: Map<string, ArrivalHandler>;
  /** Those that met a fault, and until when they are left alone. */
  readonly #resting = new Map<string, number>();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly guard: RestoreGuard,
    @Inject(ARRIVAL_HANDLERS) handlers: ArrivalHandler[],
  ) {
    this.#handlers = new Map(handlers.map((handler) => [handler.kind, handler]));
  }

  /** Opens everything that waits. Returns how many were dealt with. */
  async drain(): Promise<number> {
    if (!(await this.guard.look())) return 0;
    let dealt = 0;
    for (const kind of KINDS) {
      const handler = this.#handlers.get(kind.kind);
      if (handler) dealt += await this.#drainKind(kind, handler);
    }
    return dealt;
  }

  async #drainKind(kind: Kind, handler: ArrivalHandler): Promise<number> {
    let dealt = 0;
    /** So many of the next are taken each for itself. */
    let alone = 0;
    for (;;) {
      const taken: string[] = [];
      try {
        const most = alone > 0 ? 1 : kind.together;
        await this.database.transaction((tx) => this.#openSome(tx, kind, handler, most, taken));
        if (taken.length === 0) return dealt;
        dealt += taken.length;
        alone = Math.max(0, alone - 1);
      } catch (error) {
        // Nothing is known to be in the way of one of them: the database itself is.
        if (taken.length === 0) throw error;
        if (taken.length > 1) alone = kind.together;
        else this.#rest(taken[0]!, kind.kind, error);
      }
    }
  }

  async #openSome(
    tx: EntityManager,
    { kind, form, together }: Kind,
    handler: ArrivalHandler,
    most: number,
    taken: string[],
  ): Promise<void> {
    const rows = await takeArrivals(tx, kind, Math.min(most, together), this.#left());
    taken.push(...rows.map(({ id }) => id));
    if (rows.length === 0) return;
    const ring = await this.rings.held(tx, rows[0]!.register_id);
    const opened: OpenedArrival[] = [];
    const shut: string[] = [];
    for (const row of rows) {
      try {
        opened.push({ content: open(ring, row, form), arrival: { id: row.id, registerId: row.register_id } });
      } catch (error) {
        if (!(error instanceof OpeningError)) throw error;
        // Alarm without content: somebody changed a row, or sealed to a key or for a place that is not its own.
        this.#log.error(`something that has come could not be opened (${error.code}) and was put aside`);
        shut.push(row.id);
      }
    }
    if (shut.length > 0) await quarantineArrivals(tx, shut);
    if (handler.handleMany) await handler.handleMany(tx, ring, opened);
    else for (const { content, arrival } of opened) await handler.handle(tx, ring, content, arrival);
    await deleteArrivals(
      tx,
      opened.map(({ arrival }) => arrival.id),
    );
  }

  #rest(id: string, kind: ArrivalKind, error: unknown): void {
    this.#log.error(`a ${kind} arrival met a fault (${faultCode(error)}): it is tried again in a minute`);
    this.#resting.set(id, performance.now() + REST_MS);
  }

  #left(): string[] {
    const now = performance.now();
    for (const [id, until] of this.#resting) if (until < now) this.#resting.delete(id);
    return [...this.#resting.keys()];
  }
}

/** @throws OpeningError also for content that is none of its kind */
function open(ring: KeyRing, row: ArrivalRow, form: Kind['form']): OpenedArrival['content'] {
  const place = { ringId: row.register_id, rowId: row.id };
  const content = form.safeParse(openSealedBox(ring.sealPair(row.key_version), place, row.sealed));
  if (!content.success) throw new OpeningError('box-malformed');
  return content.data;
}
