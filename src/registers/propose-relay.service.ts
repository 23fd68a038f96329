import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Relay } from '../platform/smtp/relay.js';
import { sealRelayPassword } from './go-live.js';
import type { RelayPosition } from './relays.queries.js';

/** `nobody`: there is none who could decide, so it is the operator's to do (`jatakk relay`). */
export type ProposeRelayAnswer =
  | { outcome: 'waits'; proposalId: string }
  | {
      outcome:
        'not-yours' | 'on-trial' | 'another-waits' | 'nobody' | 'no-reason' | 'no-second' | 'same-as-other';
    };

/** Another way out for the mail of a live house, put before a second person. Nothing changes by it. */
@Injectable()
export class ProposeRelay {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** The password is sealed to the keeper and lies apart from what is shown. @throws NoSealingKeyError */
  async set(
    session: Buffer,
    position: RelayPosition,
    relay: Relay,
    why: string,
  ): Promise<ProposeRelayAnswer> {
    const { host, port, security, user } = relay;
    const sealed = await sealRelayPassword(this.database, relay);
    return this.#propose([session, 'set', position, host, port, security, user ?? null, sealed, why]);
  }

  async removeSecond(session: Buffer, why: string): Promise<ProposeRelayAnswer> {
    return this.#propose([session, 'remove', 2, null, null, null, null, null, why]);
  }

  async #propose(parameters: unknown[]): Promise<ProposeRelayAnswer> {
    const rows = (await this.database.query(
      `select outcome, proposal_id as "proposalId"
         from jatakk.propose_relay($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      parameters,
    )) as ProposeRelayAnswer[];
    return rows[0]!;
  }
}
