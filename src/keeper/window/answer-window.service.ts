import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { KeeperSettings } from '../../platform/config/settings.js';
import { DoorbellListener, WINDOW_CHANNEL } from '../../platform/database/doorbell.js';
import { faultCode } from '../../platform/fault-code.js';
import { openSealedBox } from '../../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import { sealReply } from '../../platform/sealing/seal-reply.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import { AtWork } from '../at-work.service.js';
import { RestoreGuard } from '../restore-guard.service.js';
import { DATABASE_URL, KEEPER_SETTINGS } from '../tokens.js';
import { WINDOW_ACTS, type ActAnswer, type WindowAct } from './window-act.js';

interface AskRow {
  id: string;
  act: string;
  ring_id: string;
  key_version: number;
  ask: Buffer;
  proof: Buffer;
  reply_key: Buffer;
}

/** Answers what web asks through the window, one question a transaction. It needs no queue: somebody is waiting. */
@Injectable()
export class AnswerWindow implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('window');
  readonly #acts: Map<string, WindowAct>;
  readonly #bell: DoorbellListener;
  #poll: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly guard: RestoreGuard,
    private readonly atWork: AtWork,
    @Inject(WINDOW_ACTS) acts: WindowAct[],
    @Inject(KEEPER_SETTINGS) private readonly settings: KeeperSettings,
    @Inject(DATABASE_URL) databaseUrl: string,
  ) {
    this.#acts = new Map(acts.map((act) => [act.act, act]));
    this.#bell = new DoorbellListener(databaseUrl, () => this.#soon(), undefined, WINDOW_CHANNEL);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#bell.open();
    this.#poll = setInterval(() => this.#soon(), this.settings.POLL_SECONDS * 1000);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#poll);
    await this.#bell.close();
  }

  #soon(): void {
    this.atWork
      .run('window', () => this.#drain())
      .catch((error: unknown) => this.#log.warn(`the window could not be answered (${faultCode(error)})`));
  }

  async #drain(): Promise<void> {
    if (!(await this.guard.look())) return;
    await this.database.query('delete from jatakk.window_ask where until < clock_timestamp()');
    while (await this.#answerOne());
  }

  async #answerOne(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const rows = (await tx.query(
        `select id, act, ring_id, key_version, ask, proof, reply_key from jatakk.window_ask
          where verdict is null and until >= clock_timestamp() limit 1 for update skip locked`,
      )) as AskRow[];
      const [row] = rows;
      if (!row) return false;
      // What a failing act has begun is taken back; that it failed is still told.
      const answer = await tx
        .transaction((inner) => this.#answer(inner, row))
        .catch((error: unknown): ActAnswer => {
          const code = error instanceof OpeningError ? error.code : faultCode(error);
          this.#log.error(`${row.act} failed at the window (${code})`);
          return { refused: 'failed' };
        });
      await tx.query('update jatakk.window_ask set verdict = $2, answer = $3 where id = $1', [
        row.id,
        'refused' in answer ? answer.refused : 'answered',
        'refused' in answer ? null : sealReply(row.reply_key, row.id, answer.answer),
      ]);
      return true;
    });
  }

  async #answer(tx: EntityManager, row: AskRow): Promise<ActAnswer> {
    const act = this.#acts.get(row.act);
    if (!act) return { refused: 'unknown-act' };
    const ring = await this.rings.held(tx, row.ring_id);
    const place = { ringId: row.ring_id, rowId: row.id };
    const content = openSealedBox(ring.sealPair(row.key_version), place, row.ask);
    return act.answer(tx, { ringId: row.ring_id, proof: row.proof, content });
  }
}
