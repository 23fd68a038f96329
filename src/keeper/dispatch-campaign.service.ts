import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import {
  type Claim,
  claimDeliveries,
  finishCampaign,
  holdCampaign,
  openDeliveries,
  type OpenedDelivery,
  renewLeases,
  type Settlement,
  skipCancelled,
  startCampaign,
} from '../deliveries/delivery.queries.js';
import { faultCode } from '../platform/fault-code.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { SmtpPool } from '../platform/smtp/smtp-pool.js';
import { forTheWire } from '../registers/email-address.js';
import { KeyRings } from '../registers/key-rings.service.js';
import type { KeeperSettings } from '../platform/config/settings.js';
import { CampaignMessages, type CampaignMessage } from './campaign-messages.service.js';
import { CurrentRelay } from './current-relay.service.js';
import { DeliveryWrites } from './delivery-writes.service.js';
import { openSubscriberAddress } from './open-address.js';
import { isOurFault, settlementOf } from './settlement.js';
import { KEEPER_SETTINGS } from './tokens.js';

const BATCH = 100;
const RENEW_MS = 20_000;

/** Sends campaigns: claims in batches, looks, sends each message through the gate, writes the outcomes in batches. */
@Injectable()
export class DispatchCampaign implements OnModuleDestroy {
  readonly #log = new Logger('campaigns');
  readonly #pool: SmtpPool;
  readonly #held = new Map<string, Claim>();
  readonly #renewal: NodeJS.Timeout;
  #stopping = false;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly relay: CurrentRelay,
    private readonly messages: CampaignMessages,
    private readonly writes: DeliveryWrites,
    @Inject(KEEPER_SETTINGS) settings: KeeperSettings,
  ) {
    this.#pool = new SmtpPool(() => this.relay.connection(), settings.RELAY_CONNECTIONS);
    this.#renewal = setInterval(() => void this.#renew(), RENEW_MS);
    this.#renewal.unref();
  }

  /** Does what one campaign has to do now, and returns when nothing more is due. Safe to run twice at once. */
  async dispatch(campaignId: string): Promise<void> {
    await this.database.transaction((tx) => startCampaign(tx, campaignId));
    if (await this.#isCancelled(campaignId))
      while (!this.#stopping && (await skipCancelled(this.database, campaignId)) > 0);
    if (!(await this.relay.relay())) return;
    const message = await this.messages.compile(campaignId);
    if (message) await this.#sendAll(campaignId, message);
    await finishCampaign(this.database, campaignId);
    await this.database.query('select jatakk.compact_tally($1)', [campaignId]);
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#renewal);
    // What is on a connection is finished: its outcome is worth more than a second of shutdown.
    const patience = Date.now() + 30_000;
    while (this.#held.size > 0 && Date.now() < patience)
      await new Promise((resolve) => setTimeout(resolve, 50));
    this.#pool.close();
  }

  async #sendAll(campaignId: string, message: CampaignMessage): Promise<void> {
    const running = new Set<Promise<void>>();
    const atOnce = this.#pool.size * 2;
    for (;;) {
      const claims = this.#stopping ? [] : await claimDeliveries(this.database, campaignId, BATCH);
      if (claims.length === 0) break;
      const opened = await openDeliveries(this.database, claims);
      // Only now: what the look failed for must not be renewed, or it would be held for ever.
      for (const claim of claims) this.#held.set(claim.id, claim);
      const byId = new Map(claims.map((claim) => [claim.id, claim]));
      for (const delivery of opened) {
        const claim = byId.get(delivery.delivery_id)!;
        while (running.size >= atOnce) await Promise.race(running);
        const sending = this.#sendOne(campaignId, claim, delivery, message).finally(() => {
          this.#held.delete(claim.id);
          running.delete(sending);
        });
        running.add(sending);
      }
    }
    await Promise.all(running);
  }

  async #sendOne(campaignId: string, claim: Claim, delivery: OpenedDelivery, message: CampaignMessage) {
    try {
      const settlement = await this.#attempt(campaignId, claim, delivery, message);
      if (settlement) await this.writes.settle(settlement);
    } catch (error) {
      // The lease runs out and says what this was: claimed goes back, handed is unknown.
      this.#log.error(`a delivery met a fault (${faultCode(error)})`);
    }
  }

  async #attempt(
    campaignId: string,
    claim: Claim,
    delivery: OpenedDelivery,
    message: CampaignMessage,
  ): Promise<Settlement | undefined> {
    const verdict = this.#stopping && delivery.verdict === 'go' ? 'paused' : delivery.verdict;
    if (verdict !== 'go') return settlementOf(claim, { kind: 'withheld', verdict });
    const ring = await this.rings.ring(delivery.register_id);
    let address;
    try {
      address = openSubscriberAddress(ring, {
        registerId: delivery.register_id,
        subscriberId: delivery.subscriber_id,
        address: delivery.address,
        keyVersion: delivery.key_version,
        rowKey: delivery.row_key,
      });
    } catch (error) {
      if (!(error instanceof OpeningError)) throw error;
      this.#log.error(`an address could not be opened (${error.code}); its delivery is given up`);
      return {
        id: claim.id,
        fence: claim.fence,
        state: 'dead',
        replyClass: error.code,
        inSeconds: 0,
        counts: true,
      };
    }
    const to = forTheWire(address);
    const body = message.render({ to, deliveryId: claim.id, subscriptionId: delivery.subscription_id });
    const outcome = await this.#pool.deliver(
      { from: message.from, to, needsSmtpUtf8: address.needsSmtpUtf8 },
      body,
      () => this.writes.gate(claim),
    );
    if (isOurFault(outcome)) {
      this.#log.warn('the relay refuses us, not a recipient: the campaign is held');
      await holdCampaign(this.database, campaignId);
    }
    return settlementOf(claim, outcome);
  }

  async #isCancelled(campaignId: string): Promise<boolean> {
    const rows = (await this.database.query(
      `select 1 from jatakk.campaign where id = $1 and state = 'cancelled'`,
      [campaignId],
    )) as unknown[];
    return rows.length > 0;
  }

  async #renew(): Promise<void> {
    const claims = [...this.#held.values()];
    if (claims.length > 0) await renewLeases(this.database, claims).catch(() => undefined);
  }
}
