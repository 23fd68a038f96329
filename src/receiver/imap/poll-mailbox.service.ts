import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Mailbox, ReceiverSettings } from '../../platform/config/receiver-settings.js';
import { isDatabaseAway } from '../../platform/database/is-database-away.js';
import { faultCode } from '../../platform/fault-code.js';
import { KnownPlaces } from '../known-places.service.js';
import type { Recipient } from '../recipient.js';
import { Room } from '../storing/room.service.js';
import { TakeIn } from '../take-in.service.js';
import { MAILBOX, RECEIVER_SETTINGS } from '../tokens.js';
import { envelopeOf } from './envelope-of.js';
import { OpenMailbox, type WaitingMessage } from './open-mailbox.js';

/** Messages of one round. */
const AT_ONCE = 200;
const MOST_ROUNDS = 50;
/** After a fault: doubled each time. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 300_000;

/**
 * Fetches mail from a mailbox, for those who have no server that hands it over. What is for one of us is stored like any
 * other mail and then leaves the mailbox; what is not is left where it is.
 */
@Injectable()
export class PollMailbox implements OnModuleDestroy {
  readonly #log = new Logger('imap');
  /** Messages that could not be stored or put away, and when each is tried again. */
  readonly #failed = new Map<number, { again: number; wait: number }>();
  #stopping = false;
  #hasNews = false;
  #wake: () => void = () => undefined;
  #working: Promise<void> = Promise.resolve();

  constructor(
    private readonly places: KnownPlaces,
    private readonly takeIn: TakeIn,
    private readonly room: Room,
    @Inject(RECEIVER_SETTINGS) private readonly settings: ReceiverSettings,
    @Inject(MAILBOX) private readonly mailbox: Mailbox | undefined,
  ) {}

  begin(): void {
    if (this.mailbox) this.#working = this.#work(this.mailbox);
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#working;
  }

  async #work(mailbox: Mailbox): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!this.#stopping) {
      try {
        const open = await OpenMailbox.open(mailbox, () => this.#hear());
        // Its numbers may have been given anew.
        this.#failed.clear();
        try {
          while (!this.#stopping && open.isOpen) {
            this.#hasNews = false;
            await this.#round(open);
            wait = FIRST_WAIT_MS;
            if (!this.#hasNews) await this.#rest(this.settings.IMAP_POLL_SECONDS * 1000);
          }
        } finally {
          await open.close();
        }
      } catch (error) {
        this.#log.warn(`the mailbox cannot be read now (${faultCode(error)})`);
        await this.#rest(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
    }
  }

  async #round(open: OpenMailbox): Promise<void> {
    const left = { 'for nobody here': 0, 'too large': 0 };
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const waiting = (await open.waiting(AT_ONCE + this.#failed.size)).filter(({ uid }) => this.#isDue(uid));
      for (const message of waiting) {
        // What there is no room for stays as it is, and nobody has looked at it.
        if (this.#stopping || !(await this.room.isLeft())) return;
        const why = await this.#one(open, message);
        if (why) left[why] += 1;
      }
      if (waiting.length < AT_ONCE) break;
    }
    for (const [why, count] of Object.entries(left))
      if (count > 0)
        this.#log.warn(`${count} messages in the mailbox are ${why}: left there, and marked as seen`);
  }

  /** Why it is left; undefined where it was taken, or is tried again later. */
  async #one(
    open: OpenMailbox,
    { uid, bytes }: WaitingMessage,
  ): Promise<'for nobody here' | 'too large' | undefined> {
    const most = this.settings.RECEIVER_SIZE_MB * 1024 * 1024;
    if (bytes > most) {
      await open.leave(uid);
      return 'too large';
    }
    const message = await open.fetch(uid, most);
    if (!message) return undefined;
    try {
      const { sender, delivered, addressed } = envelopeOf(message);
      const found = await this.#oursOf(delivered);
      const recipients = found.length > 0 ? found : await this.#oursOf(addressed);
      if (recipients.length === 0) {
        await open.leave(uid);
        return 'for nobody here';
      }
      await this.takeIn.take({ message, sender, recipients });
    } catch (error) {
      if (isDatabaseAway(error) || !open.isOpen) throw error;
      this.#putOff(uid, `stored (${faultCode(error)})`);
      return undefined;
    }
    // What is taken again is not stored again.
    if (await open.putAway(uid)) this.#failed.delete(uid);
    else this.#putOff(uid, 'put away');
    return undefined;
  }

  async #oursOf(addresses: readonly string[]): Promise<Recipient[]> {
    const found = await Promise.all(addresses.map((address) => this.places.find(address)));
    return found.filter((recipient) => recipient !== undefined);
  }

  #isDue(uid: number): boolean {
    const failed = this.#failed.get(uid);
    return failed === undefined || performance.now() >= failed.again;
  }

  /** The rest goes on without it. */
  #putOff(uid: number, what: string): void {
    const wait = Math.min((this.#failed.get(uid)?.wait ?? FIRST_WAIT_MS / 2) * 2, LONGEST_WAIT_MS);
    this.#failed.set(uid, { again: performance.now() + wait, wait });
    this.#log.warn(`a message in the mailbox could not be ${what}; it is tried again`);
  }

  #hear(): void {
    this.#hasNews = true;
    this.#wake();
  }

  #rest(milliseconds: number): Promise<void> {
    if (this.#stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
