import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { faultCode } from '../platform/fault-code.js';
import { Places, type Place } from './places.js';
import {
  readReceiving,
  readReturnKeys,
  type ReceivingRow,
  type ReturnKeyRow,
  sayHere,
} from './places.queries.js';
import { ReceiverKeys } from './receiver-keys.js';
import type { Recipient } from './recipient.js';
import { RECEIVER_KEYS } from './tokens.js';

/** What is known is read anew after this long. */
const KEPT_MS = 3000;
/** Nobody is refused by what is older than this. */
const KEPT_BEFORE_REFUSING_MS = 500;
/** How often this receiver says that it is still here. */
const SAY_MS = 600_000;

/** Knows where mail may come to: a few seconds old at most, or as it was while the database is away. */
@Injectable()
export class KnownPlaces implements OnModuleDestroy {
  readonly #log = new Logger('places');
  readonly #opened = new Map<string, { sealed: Buffer; key: Buffer }>();
  #known: { places: Places; at: number } | undefined;
  #loading: Promise<Places> | undefined;
  #sayAgain = 0;
  #saying: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(RECEIVER_KEYS) private readonly keys: ReceiverKeys,
  ) {}

  /** Says that this receiver is here, so that it has its keys before the first message, and that it still is. */
  begin(): void {
    const look = () => void this.#within(0).catch(() => undefined);
    look();
    this.#saying = setInterval(look, SAY_MS);
  }

  onModuleDestroy(): void {
    clearInterval(this.#saying);
  }

  /**
   * Undefined for whatever is not ours, as it was half a second ago at most: a key is given to every receiver twenty seconds
   * before anything is made with it. @throws NotKnownYetError; what the database throws, where it had to be asked
   */
  async find(address: string): Promise<Recipient | undefined> {
    const places = await this.#within(KEPT_MS);
    const found = places.find(address, new Date());
    if (found) return found;
    const newer = await this.#newer();
    return newer === places ? undefined : newer.find(address, new Date());
  }

  /** Whose mail is answered, of the registers that send from an address; undefined where that cannot be told. */
  async answered(address: string, references: readonly string[]): Promise<string | undefined> {
    return (await this.#within(KEPT_MS)).answered(address, references);
  }

  /** What a token of ours names; undefined for any other. @throws NotKnownYetError */
  async findToken(token: string): Promise<Recipient | undefined> {
    const { returnDomain } = await this.#within(KEPT_MS);
    return returnDomain === undefined ? undefined : this.find(`${token}@${returnDomain}`);
  }

  /** However many ask: they are told by one look at the database. */
  async #newer(): Promise<Places> {
    if (this.#known && performance.now() - this.#known.at < KEPT_BEFORE_REFUSING_MS)
      return this.#known.places;
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #within(age: number): Promise<Places> {
    if (this.#known && performance.now() - this.#known.at < age) return this.#known.places;
    try {
      return await this.#newer();
    } catch (error) {
      if (!this.#known) throw error;
      this.#log.warn(`where mail may come to could not be read (${faultCode(error)}): as it was before`);
      return this.#known.places;
    }
  }

  async #load(): Promise<Places> {
    const at = performance.now();
    const keyRows = await readReturnKeys(this.database, this.keys.publicKey);
    if (keyRows.length === 0 || performance.now() >= this.#sayAgain) {
      await sayHere(this.database, this.keys.publicKey);
      this.#sayAgain = performance.now() + SAY_MS / 2;
    }
    const rows = await readReceiving(this.database);
    const places = new Places(this.#placesOf(rows, keyRows), rows[0]?.returnDomain ?? undefined);
    this.#known = { places, at };
    return places;
  }

  #placesOf(rows: readonly ReceivingRow[], keyRows: readonly ReturnKeyRow[]): Place[] {
    const registers = [...new Set(rows.map(({ registerId }) => registerId))];
    return registers.map((registerId) => ({
      registerId,
      addresses: rows.flatMap((row) => (row.registerId === registerId && row.address ? [row.address] : [])),
      returnKeys: keyRows
        .filter(({ ringId }) => ringId === registerId)
        .flatMap((row) => this.#open(row) ?? []),
    }));
  }

  /** The same object each time: what is derived of it is kept beside it. */
  #open({ ringId, version, sealed }: ReturnKeyRow): Buffer | undefined {
    const name = `${ringId}|${version}`;
    const opened = this.#opened.get(name);
    if (opened?.sealed.equals(sealed)) return opened.key;
    try {
      const key = this.keys.openReturnKey(ringId, version, sealed);
      this.#opened.set(name, { sealed, key });
      return key;
    } catch (error) {
      this.#log.error(`a return path's key could not be opened (${faultCode(error)})`);
      return undefined;
    }
  }
}
