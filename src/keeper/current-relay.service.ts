import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { openWithAny } from '../platform/sealing/open-sealed-box.js';
import type { Target } from '../platform/smtp/carrier.js';
import { connectionOptions, parseRelayUrl, type Relay } from '../platform/smtp/relay.js';
import { RELAY_PASSWORD_ROW } from '../registers/house.queries.js';
import { STAFF_RING } from '../registers/staff-ring.js';
import { KeyRings } from '../registers/key-rings.service.js';
import type { KeeperSettings } from '../platform/config/settings.js';
import { KEEPER_SETTINGS, ON_LIVE, TRIAL_RELAY } from './tokens.js';

/** One for each relay; one with nulls where there is none. */
type HouseRow = { mode: 'trial' | 'live'; public_url: string | null } & (RelayRow | { host: null });

interface RelayRow {
  host: string;
  port: number;
  security: Relay['security'];
  username: string | null;
  password_sealed: Buffer | null;
}

/** Where mail goes now: on trial the local mailbox, live the relays that the operator gave, and nothing else. */
@Injectable()
export class CurrentRelay {
  #toldLive = false;
  #read: { relays: Relay[]; targets: Target[]; publicUrl: string; until: number } | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    @Inject(KEEPER_SETTINGS) private readonly settings: KeeperSettings,
    @Inject(TRIAL_RELAY) private readonly trialRelay: string | undefined,
    @Inject(ON_LIVE) private readonly onLive: () => void,
  ) {}

  /** In the order in which they are tried. None: then nothing is sent and everything waits. */
  async relays(): Promise<Relay[]> {
    return (await this.#current()).relays;
  }

  /** The first of {@link relays}. */
  async relay(): Promise<Relay | undefined> {
    return (await this.relays())[0];
  }

  /** Whatever has just changed is read anew: a house that goes live sends nothing more to the trial's mailbox. */
  forget(): void {
    this.#read = undefined;
  }

  /** The only source of links. */
  async publicUrl(): Promise<string> {
    return (await this.#current()).publicUrl;
  }

  /** Each of {@link relays} with nodemailer's options for it. The same array for as long as nothing has been read anew. */
  async connections(): Promise<Target[]> {
    return (await this.#current()).targets;
  }

  async #current() {
    if (this.#read && this.#read.until > Date.now()) return this.#read;
    const rows = (await this.database.query(
      `select i.mode, i.public_url, r.host, r.port, r.security, r.username, r.password_sealed
         from jatakk.installation i left join jatakk.relay r on true order by r.position`,
    )) as HouseRow[];
    const { mode, public_url: publicUrl } = rows[0]!;
    if (mode === 'live' && !this.#toldLive) {
      this.#toldLive = true;
      this.onLive();
    }
    const given = rows.flatMap((row) => (row.host === null ? [] : [row]));
    const relays =
      mode === 'live'
        ? await Promise.all(given.map((row) => this.#liveRelay(row)))
        : this.#trialRelayOrNone();
    const url = publicUrl ?? this.settings.PUBLIC_URL;
    const name = new URL(url).hostname;
    const targets = relays.map((relay) => ({ relay, options: connectionOptions(relay, name) }));
    this.#read = { relays, targets, publicUrl: url, until: Date.now() + 2000 };
    return this.#read;
  }

  #trialRelayOrNone(): Relay[] {
    if (this.trialRelay === undefined) return [];
    const relay = parseRelayUrl(this.trialRelay);
    // On trial no mail leaves the machine: an unencrypted relay is refused anywhere else, and no other is taken.
    return relay.security === 'plain' ? [relay] : [];
  }

  async #liveRelay(row: RelayRow): Promise<Relay> {
    const { host, port, security, username, password_sealed: sealed } = row;
    return {
      host,
      port,
      security,
      user: username ?? undefined,
      password: sealed ? await this.#password(sealed) : undefined,
    };
  }

  async #password(sealed: Buffer): Promise<string> {
    const place = { ringId: STAFF_RING, rowId: RELAY_PASSWORD_ROW };
    const open = async () =>
      z.string().parse(openWithAny((await this.rings.ring(STAFF_RING)).sealPairs(), place, sealed));
    return open().catch((error: unknown) => {
      if (!(error instanceof OpeningError)) throw error;
      // Sealed to a version that came a moment ago.
      this.rings.forget(STAFF_RING);
      return open();
    });
  }
}
