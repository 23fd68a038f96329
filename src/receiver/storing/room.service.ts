import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { ReceiverSettings } from '../../platform/config/receiver-settings.js';
import { RECEIVER_SETTINGS } from '../tokens.js';
import { readWaiting } from './room.queries.js';

/** What lies there is counted anew after this long; meanwhile what is put down here is added to it. */
const KEPT_MS = 5000;

/** Nothing is stored until a keeper has opened what waits. */
export class NoRoomError extends Error {
  override name = 'NoRoomError';
  readonly code = 'no-room';
}

/**
 * Whether more may come in. While no keeper opens it, mail lies in the database, and a full disk would stop the whole
 * house: whoever brings more is told to come later.
 */
@Injectable()
export class Room {
  readonly #log = new Logger('mail');
  readonly #most: number;
  #waiting = 0;
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;
  #isFull = false;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(RECEIVER_SETTINGS) settings: ReceiverSettings,
  ) {
    this.#most = settings.RECEIVER_WAITING_MB * 1024 * 1024;
  }

  /** Where it cannot be told there is: storing it says so itself. */
  async isLeft(): Promise<boolean> {
    if (performance.now() - this.#readAt >= KEPT_MS) {
      this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
      await this.#reading.catch(() => undefined);
    }
    this.#tell(this.#waiting >= this.#most);
    return !this.#isFull;
  }

  /** For so many more octets. False where there is none: then nothing is to be stored. */
  async take(octets: number): Promise<boolean> {
    if (!(await this.isLeft())) return false;
    // Those who were answered together come here one after the other.
    if (this.#waiting >= this.#most) return false;
    this.#waiting += octets;
    return true;
  }

  async #read(): Promise<void> {
    const before = this.#waiting;
    const read = await readWaiting(this.database);
    // What was put down meanwhile may be in it or not.
    this.#waiting = read + (this.#waiting - before);
    this.#readAt = performance.now();
  }

  #tell(isFull: boolean): void {
    if (isFull === this.#isFull) return;
    this.#isFull = isFull;
    if (isFull)
      this.#log.error(
        `${Math.round(this.#waiting / 1024 / 1024)} MB of mail wait for a keeper to open them (RECEIVER_WAITING_MB): no more is taken until then`,
      );
    else this.#log.warn('what waited has been opened: mail is taken again');
  }
}
