import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { openSealedBox } from '../platform/sealing/open-sealed-box.js';
import { connectionOptions, parseRelayUrl, type Relay } from '../platform/smtp/relay.js';
import { RELAY_PASSWORD_ROW } from '../registers/house.queries.js';
import { STAFF_RING } from '../registers/staff-ring.js';
import { KeyRings } from '../registers/key-rings.service.js';
import type { KeeperSettings } from '../platform/config/settings.js';
import { KEEPER_SETTINGS, ON_LIVE, TRIAL_RELAY } from './tokens.js';

interface RelayRow {
  mode: 'trial' | 'live';
  public_url: string | null;
  relay_host: string | null;
  relay_port: number | null;
  relay_security: Relay['security'] | null;
  relay_user: string | null;
  relay_password_sealed: Buffer | null;
}

/** Where mail goes now: on trial the local mailbox, live the relay that was given at go-live, and nothing else. */
@Injectable()
export class CurrentRelay {
  #toldLive = false;
  #read: { relay: Relay | undefined; publicUrl: string; until: number } | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    @Inject(KEEPER_SETTINGS) private readonly settings: KeeperSettings,
    @Inject(TRIAL_RELAY) private readonly trialRelay: string | undefined,
    @Inject(ON_LIVE) private readonly onLive: () => void,
  ) {}

  /** Undefined while there is none: then nothing is sent and everything waits. */
  async relay(): Promise<Relay | undefined> {
    return (await this.#current()).relay;
  }

  /** Whatever has just changed is read anew: a house that goes live sends nothing more to the trial's mailbox. */
  forget(): void {
    this.#read = undefined;
  }

  /** The only source of links. */
  async publicUrl(): Promise<string> {
    return (await this.#current()).publicUrl;
  }

  /** nodemailer's options for the relay of now, or undefined. */
  async connection() {
    const { relay, publicUrl } = await this.#current();
    return relay && { relay, options: connectionOptions(relay, new URL(publicUrl).hostname) };
  }

  async #current() {
    if (this.#read && this.#read.until > Date.now()) return this.#read;
    const rows = (await this.database.query(
      `select mode, public_url, relay_host, relay_port, relay_security, relay_user, relay_password_sealed
         from jatakk.installation`,
    )) as RelayRow[];
    const row = rows[0]!;
    if (row.mode === 'live' && !this.#toldLive) {
      this.#toldLive = true;
      this.onLive();
    }
    const relay = row.mode === 'live' ? await this.#liveRelay(row) : this.#trialRelayOrNone();
    this.#read = { relay, publicUrl: row.public_url ?? this.settings.PUBLIC_URL, until: Date.now() + 2000 };
    return this.#read;
  }

  #trialRelayOrNone(): Relay | undefined {
    if (this.trialRelay === undefined) return undefined;
    const relay = parseRelayUrl(this.trialRelay);
    // On trial no mail leaves the machine: an unencrypted relay is refused anywhere else, and no other is taken.
    return relay.security === 'plain' ? relay : undefined;
  }

  async #liveRelay(row: RelayRow): Promise<Relay> {
    return {
      host: row.relay_host!,
      port: row.relay_port!,
      security: row.relay_security!,
      user: row.relay_user ?? undefined,
      password: row.relay_password_sealed ? await this.#password(row.relay_password_sealed) : undefined,
    };
  }

  async #password(sealed: Buffer): Promise<string> {
    const ring = await this.rings.ring(STAFF_RING);
    const place = { ringId: STAFF_RING, rowId: RELAY_PASSWORD_ROW };
    return z.string().parse(openSealedBox(ring.sealPair(1), place, sealed));
  }
}
