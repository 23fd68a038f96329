import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { campaignsWithWork, recoverDeliveries } from '../deliveries/delivery.queries.js';
import type { KeeperSettings } from '../platform/config/settings.js';
import { DoorbellListener } from '../platform/database/doorbell.js';
import { faultCode } from '../platform/fault-code.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { TransferImports } from './moving-in/transfer-imports.service.js';
import { AtWork } from './at-work.service.js';
import { CurrentRelay } from './current-relay.service.js';
import { EndLists } from './end-lists.service.js';
import { type KeeperJob, KeeperJobs } from './keeper-jobs.service.js';
import { KeepLedgers } from './ledger/keep-ledgers.service.js';
import { LookAfterKeys } from './keys/look-after-keys.service.js';
import { LookAfterReceivers } from './keys/look-after-receivers.service.js';
import { RestoreGuard } from './restore-guard.service.js';
import { LookAfterSurveys } from './surveys/look-after-surveys.service.js';
import { DATABASE_URL, KEEPER_SETTINGS } from './tokens.js';

const GATHER_MS = 20;

/** Work that still waits after this long is not waited for any more: the queue may be gone, or its worker busy. */
const PATIENCE_MS = 1000;

/**
 * Turns what the rows say into jobs: when the bell rings, when a campaign is due, and on every poll. What the queue does
 * not bring within a second, and nobody here is at work on, this keeper does at once: losing the whole queue loses
 * nothing, and a campaign that another keeper is sending is joined. The poll is a timer of its own, since the queue's
 * scheduler would be gone with the queue.
 */
@Injectable()
export class FindWork implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('work');
  readonly #bell: DoorbellListener;
  /** Since when each piece of work has been seen waiting. */
  readonly #waiting = new Map<string, number>();
  #gathering: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #due: NodeJS.Timeout | undefined;
  #follow: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly relay: CurrentRelay,
    private readonly restores: RestoreGuard,
    private readonly ledgers: KeepLedgers,
    private readonly imports: TransferImports,
    private readonly atWork: AtWork,
    private readonly jobs: KeeperJobs,
    private readonly keys: LookAfterKeys,
    private readonly receivers: LookAfterReceivers,
    private readonly lists: EndLists,
    private readonly surveys: LookAfterSurveys,
    @Inject(KEEPER_SETTINGS) private readonly settings: KeeperSettings,
    @Inject(DATABASE_URL) databaseUrl: string,
  ) {
    this.#bell = new DoorbellListener(databaseUrl, () => this.#soon());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#bell.open();
    this.#poll = setInterval(() => this.#soon(), this.settings.POLL_SECONDS * 1000);
    this.#soon();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#poll);
    clearTimeout(this.#gathering);
    clearTimeout(this.#due);
    clearTimeout(this.#follow);
    await this.#bell.close();
  }

  async find(): Promise<void> {
    this.relay.forget();
    // A house that went live from a shell is noticed here at the latest.
    await this.relay.relay();
    await this.rings.makeMissing();
    // What comes back is taken in also while nothing is sent.
    await this.receivers.look();
    if (!(await this.restores.look())) return;
    await this.keys.look();
    this.surveys.look();
    await this.ledgers.beginMissing();
    void this.ledgers.sealWithoutQueue();
    // Of every campaign: one that is paused, held or cancelled has no job that would do it.
    await recoverDeliveries(this.database);
    if (await this.#some(`jatakk.import where state = 'approved'`)) this.imports.soon();
    if (await this.#some(ENDED_LISTS)) this.lists.begin();
    const found: KeeperJob[] = [];
    if (await this.#some('jatakk.intake where not quarantined')) found.push({ work: 'intake' });
    if (await this.#some(NOTICE_WORK)) found.push({ work: 'notices' });
    for (const campaignId of await campaignsWithWork(this.database))
      found.push({ work: `campaign ${campaignId}`, campaignId });
    if (await this.#some('jatakk.arrival where not quarantined')) void this.jobs.doHere({ work: 'arrivals' });
    if (await this.#some('jatakk.records_wait() waits where waits'))
      void this.jobs.doHere({ work: 'records' });
    this.#handOut(found);
    await this.#wakeWhenDue();
  }

  #handOut(found: KeeperJob[]): void {
    const now = performance.now();
    const names = new Set<string>(found.map(({ work }) => work));
    for (const work of this.#waiting.keys()) if (!names.has(work)) this.#waiting.delete(work);
    for (const job of found) {
      const { work } = job;
      if (this.atWork.isOn(work)) {
        this.#waiting.delete(work);
        void this.jobs.doHere(job);
        continue;
      }
      const since = this.#waiting.get(work);
      if (since === undefined) this.#waiting.set(work, now);
      if (since !== undefined && now - since > PATIENCE_MS) {
        this.#waiting.delete(work);
        void this.jobs.doHere(job);
      } else this.jobs.enqueue(job);
    }
    // A look of its own, or what the queue does not bring would wait for the next poll.
    if (this.#waiting.size > 0) this.#follow ??= setTimeout(() => this.#followUp(), PATIENCE_MS + GATHER_MS);
  }

  #followUp(): void {
    this.#follow = undefined;
    this.#soon();
  }

  /** A campaign starts when its undo time is over, not at the poll after it. */
  async #wakeWhenDue(): Promise<void> {
    clearTimeout(this.#due);
    const rows = (await this.database.query(
      `select extract(epoch from min(starts_at) - clock_timestamp())::float8 as seconds
         from jatakk.campaign where state = 'scheduled'`,
    )) as { seconds: number | null }[];
    const seconds = rows[0]!.seconds;
    if (seconds !== null && seconds > 0 && seconds < this.settings.POLL_SECONDS)
      this.#due = setTimeout(() => this.#soon(), seconds * 1000);
  }

  #soon(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.find().catch((error: unknown) => {
        this.#log.warn(`could not look for work (${faultCode(error)}): looking again at the next poll`);
      });
    }, GATHER_MS);
  }

  async #some(from: string): Promise<boolean> {
    const rows = (await this.database.query(`select exists (select 1 from ${from}) as some`)) as {
      some: boolean;
    }[];
    return rows[0]!.some;
  }
}

const ENDED_LISTS = `jatakk.list l where l.state = 'deleting' or (l.state = 'closed' and exists (
  select 1 from jatakk.subscription s where s.list_id = l.id and s.state in ('pending', 'confirmed', 'paused')))`;

const NOTICE_WORK = `jatakk.notice where (state = 'queued' and not_before <= clock_timestamp())
  or (state in ('claimed', 'handed') and lease_until < clock_timestamp())
  or (state = 'unknown' and not repeated and kind not in ('welcome', 'left', 'answer', 'auto-reply')
    and handed_at < clock_timestamp() - interval '2 minutes')`;
