import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import {
  type Claim,
  claimDeliveries,
  finishCampaign,
  holdCampaign,
  isCancelled,
  markWaiting,
  openDeliveries,
  type OpenedDelivery,
  openFields,
  type SealedFields,
  renewLeases,
  skipCancelled,
  startCampaign,
} from '../deliveries/delivery.queries.js';
import { faultCode } from '../platform/fault-code.js';
import { Lanes } from '../platform/pace/lanes.js';
import { CampaignMessages, type CampaignMessage } from './campaign-messages.service.js';
import { CampaignTrouble } from './campaign-trouble.js';
import { CurrentRelay } from './current-relay.service.js';
import { RestoreGuard } from './restore-guard.service.js';
import { SendDelivery } from './send-delivery.service.js';

const BATCH = 200;
const RENEW_MS = 20_000;
/** An answer that takes longer than this is not waited for before looking for more work. */
const LATE_MS = 2000;
/** Then it is looked anew whether the sender's domain may still be signed for. */
const MESSAGE_GOOD_FOR_MS = 30_000;

/** One campaign's deliveries being sent, from start to nothing due. */
interface Run {
  campaignId: string;
  /** The last one claimed; undefined to begin from the first. */
  after: string | undefined;
  trouble: CampaignTrouble;
  /** Whether its text has places for what people answered. */
  hasPlaces: boolean;
}

/** A delivery in our hands, and what it takes to send it. */
interface Held {
  claim: Claim;
  delivery: OpenedDelivery;
  fields: SealedFields | undefined;
}

/** Sends campaigns: claims in batches and looks, while those of the batch before are on their way. */
@Injectable()
export class DispatchCampaign implements OnModuleDestroy {
  readonly #log = new Logger('campaigns');
  readonly #held = new Map<string, Claim>();
  readonly #renewal: NodeJS.Timeout;
  #stopping = false;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly relay: CurrentRelay,
    private readonly messages: CampaignMessages,
    private readonly sending: SendDelivery,
    private readonly guard: RestoreGuard,
  ) {
    this.#renewal = setInterval(() => void this.#renew(), RENEW_MS);
    this.#renewal.unref();
  }

  /** Does what one campaign has to do now, and returns when nothing more is due. Safe to run twice at once. */
  async dispatch(campaignId: string): Promise<void> {
    if (!(await this.guard.look())) return;
    await this.database.transaction((tx) => startCampaign(tx, campaignId));
    if (await isCancelled(this.database, campaignId)) {
      while (!this.#stopping && (await skipCancelled(this.database, campaignId)) > 0);
    } else if ((await this.relay.relay()) && (await this.sending.awayMs()) === 0) {
      await this.#sendAll(campaignId);
      await finishCampaign(this.database, campaignId);
    }
    await this.database.query('select jatakk.compact_tally($1)', [campaignId]);
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#renewal);
    // What is on a connection is finished: its outcome is worth more than a second of shutdown.
    const patience = Date.now() + 30_000;
    while (this.#held.size > 0 && Date.now() < patience) await setTimeout(50);
  }

  async #sendAll(campaignId: string): Promise<void> {
    let message = await this.#compile(campaignId);
    if (!message) return;
    let madeAt = performance.now();
    const { hasPlaces } = message;
    const run: Run = { campaignId, after: undefined, trouble: new CampaignTrouble(), hasPlaces };
    const { trouble } = run;
    const lanes = new Lanes(this.sending.atOnce);
    let next = this.#claim(run);
    let batch: Awaited<typeof next> = [];
    let begun = 0;
    try {
      for (batch = await next; batch.length > 0; batch = await next) {
        begun = 0;
        if (performance.now() - madeAt > MESSAGE_GOOD_FOR_MS) {
          message = (await this.#compile(campaignId)) ?? message;
          madeAt = performance.now();
        }
        next = this.#claim(run);
        // Should it fail while this batch is being sent, the loop's next turn says so.
        next.catch(() => undefined);
        for (const held of batch) {
          await lanes.begin(() => this.#sendOne(run, held, message!));
          begun += 1;
        }
      }
    } finally {
      // After a fault nobody sends these: renewed, they would be held for ever.
      this.#letGo(batch.slice(begun));
      next.then(
        (claimed) => this.#letGo(claimed),
        () => undefined,
      );
    }
    // Not for ever: one that is answered late must not keep waiting what has become due meanwhile.
    await Promise.race([lanes.idle(), setTimeout(LATE_MS, undefined, { ref: false })]);
    // Cleared where there was none: a campaign that moves again does not say that it waits.
    await markWaiting(this.database, campaignId, trouble.waits);
  }

  #letGo(batch: { claim: Claim }[]): void {
    // Another claim of the same delivery, made since, stays held.
    for (const { claim } of batch) if (this.#held.get(claim.id) === claim) this.#held.delete(claim.id);
  }

  /** Undefined, and the campaign held, when it cannot go out as things are. */
  async #compile(campaignId: string): Promise<CampaignMessage | undefined> {
    const message = await this.messages.compile(campaignId);
    if (message.outcome === 'ready') return message;
    await this.#hold(campaignId, message.why);
    return undefined;
  }

  /** The next deliveries that are due, with what it takes to send them; none when it is time to stop. */
  async #claim(run: Run): Promise<Held[]> {
    if (this.#stopping || run.trouble.stops || !this.guard.maySend()) return [];
    const claims = await claimDeliveries(this.database, run.campaignId, run.after, BATCH);
    if (claims.length === 0) {
      if (run.after === undefined) return [];
      // Once more from the start: what was put back meanwhile may be due.
      run.after = undefined;
      return this.#claim(run);
    }
    run.after = claims.reduce((last, { id }) => (id > last ? id : last), '');
    const opened = await openDeliveries(this.database, claims);
    const fields = run.hasPlaces ? await openFields(this.database, claims) : undefined;
    // Only now: what the look failed for must not be renewed, or it would be held for ever.
    for (const claim of claims) this.#held.set(claim.id, claim);
    const byId = new Map(opened.map((delivery) => [delivery.delivery_id, delivery]));
    return claims.map((claim) => ({ claim, delivery: byId.get(claim.id)!, fields: fields?.get(claim.id) }));
  }

  async #sendOne(
    { campaignId, trouble }: Run,
    { claim, delivery, fields }: Held,
    message: CampaignMessage,
  ): Promise<void> {
    try {
      const stops = this.#stopping || trouble.stops;
      const verdict = stops && delivery.verdict === 'go' ? 'paused' : delivery.verdict;
      if (verdict !== 'go') return await this.sending.withhold(claim, verdict);
      const outcome = await this.sending.send(claim, { ...delivery, fields }, message);
      if (outcome && trouble.tells(outcome)) await this.#hold(campaignId, trouble.holds!);
    } catch (error) {
      // The lease runs out and says what this was: claimed goes back, handed is unknown.
      this.#log.error(`a delivery met a fault (${faultCode(error)})`);
    } finally {
      this.#letGo([{ claim }]);
    }
  }

  async #hold(campaignId: string, why: string): Promise<void> {
    this.#log.warn(`a campaign is held until a person has looked (${why})`);
    await holdCampaign(this.database, campaignId, why);
  }

  async #renew(): Promise<void> {
    const claims = [...this.#held.values()];
    if (claims.length > 0) await renewLeases(this.database, claims).catch(() => undefined);
  }
}
