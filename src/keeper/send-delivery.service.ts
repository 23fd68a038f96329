import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Claim, OpenedDelivery, SealedFields, Settlement } from '../deliveries/delivery.queries.js';
import type { KeeperSettings } from '../platform/config/settings.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { SmtpPool } from '../platform/smtp/smtp-pool.js';
import type { SmtpOutcome } from '../platform/smtp/smtp-outcome.js';
import { type EmailAddress, forTheWire } from '../registers/email-address.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { type FieldAnswers, openAnswers } from '../subscriptions/field-answers.js';
import type { CampaignMessage } from './campaign-messages.service.js';
import { CurrentRelay } from './current-relay.service.js';
import { DeliveryWrites } from './delivery-writes.service.js';
import { openSubscriberAddress } from './open-address.js';
import { SendingPace, UNDER_WAY_PER_CONNECTION } from './sending-pace.service.js';
import { putBack, settlementOf } from './settlement.js';
import { KEEPER_SETTINGS } from './tokens.js';

/** Longer waits for a domain are spent in the queue, where they hold nobody up. */
const PATIENCE_MS = 1000;

/** One delivery: its address opened, its message filled in and signed, handed over through the gate. */
@Injectable()
export class SendDelivery implements OnModuleDestroy {
  readonly #log = new Logger('campaigns');
  readonly #pool: SmtpPool;
  /** How many may be under way at once. */
  readonly atOnce: number;

  constructor(
    private readonly rings: KeyRings,
    private readonly writes: DeliveryWrites,
    private readonly pace: SendingPace,
    relay: CurrentRelay,
    @Inject(KEEPER_SETTINGS) settings: KeeperSettings,
  ) {
    this.#pool = new SmtpPool(() => relay.connections(), {
      size: settings.RELAY_CONNECTIONS,
      perSecond: settings.RELAY_PER_SECOND || Infinity,
    });
    this.atOnce = settings.RELAY_CONNECTIONS * UNDER_WAY_PER_CONNECTION;
  }

  /** Milliseconds until a relay may be tried again; 0 when one may be now. */
  awayMs(): Promise<number> {
    return this.#pool.awayMs();
  }

  onModuleDestroy(): void {
    this.#pool.close();
  }

  /** Tries one delivery and writes what became of it. Undefined when no server was asked. */
  async send(
    claim: Claim,
    delivery: OpenedDelivery & { fields: SealedFields | undefined },
    message: CampaignMessage,
  ): Promise<SmtpOutcome | undefined> {
    const address = await this.#open(claim, delivery);
    if (!address) return undefined;
    const domain = this.pace.keyOf(address);
    for (let turn = this.pace.enter(domain); turn.outcome === 'wait'; turn = this.pace.enter(domain)) {
      if (turn.ms > PATIENCE_MS) {
        await this.writes.settle(putBack(claim, turn.ms / 1000));
        return undefined;
      }
      await setTimeout(turn.ms);
    }
    let outcome: SmtpOutcome | undefined;
    try {
      const to = forTheWire(address);
      const answers = delivery.fields && (await this.#answers(delivery, delivery.fields));
      const body = await message.make({
        to,
        deliveryId: claim.id,
        fence: claim.fence,
        subscriptionId: delivery.subscription_id,
        answers,
      });
      const envelope = {
        from: message.from(claim.id),
        to,
        needsSmtpUtf8: address.needsSmtpUtf8,
        returns: message.returns,
      };
      outcome = await this.#pool.deliver(envelope, body, () => this.writes.gate(claim));
    } finally {
      this.pace.leave(domain, outcome);
    }
    await this.#settle(settlementOf(claim, outcome));
    return outcome;
  }

  /** Writes why a delivery does not go; `paused` puts it back. */
  async withhold(claim: Claim, verdict: string): Promise<void> {
    await this.#settle(settlementOf(claim, { kind: 'withheld', verdict }));
  }

  /** Undefined when it cannot be opened and never will: its delivery is given up, and shown. */
  async #open(claim: Claim, delivery: OpenedDelivery): Promise<EmailAddress | undefined> {
    const { id, fence } = claim;
    const ring = await this.rings.having(delivery.register_id, 'rest', delivery.key_version);
    try {
      return openSubscriberAddress(ring, {
        registerId: delivery.register_id,
        subscriberId: delivery.subscriber_id,
        address: delivery.address,
        keyVersion: delivery.key_version,
        rowKey: delivery.row_key,
      });
    } catch (error) {
      if (!(error instanceof OpeningError)) throw error;
      this.#log.error(`an address could not be opened (${error.code}); its delivery is given up`);
      await this.#settle({ id, fence, state: 'dead', replyClass: error.code, inSeconds: 0, counts: true });
      return undefined;
    }
  }

  /** Undefined when they cannot be opened: the message then goes with the words for whoever has not answered. */
  async #answers(delivery: OpenedDelivery, sealed: SealedFields): Promise<FieldAnswers | undefined> {
    const { register_id: registerId, subscription_id: rowId } = delivery;
    const { fields, key_version: keyVersion, row_key: rowKey } = sealed;
    try {
      const ring = await this.rings.having(registerId, 'rest', keyVersion);
      return openAnswers(ring, { rowId, fields, keyVersion, rowKey });
    } catch (error) {
      if (!(error instanceof OpeningError)) throw error;
      this.#log.error(`somebody's answers could not be opened (${error.code}); the message goes without`);
      return undefined;
    }
  }

  async #settle(settlement: Settlement | undefined): Promise<void> {
    if (settlement) await this.writes.settle(settlement);
  }
}
