import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { ArrivalContents, ArrivalKind } from '../inbound/arrival.js';
import type { TokenUse } from '../inbound/return-token.js';
import { KnownPlaces } from './known-places.service.js';
import type { Reading } from './reading/reading.js';
import { ReadingThreads } from './reading/reading-threads.js';
import { unreadable } from './reading/unreadable.js';
import type { ReceiverKeys } from './receiver-keys.js';
import { type Recipient, recipientKey } from './recipient.js';
import { type Arrival, PutDown } from './storing/put-down.service.js';
import { RECEIVER_KEYS } from './tokens.js';

/** A message and its envelope, however it came. */
export interface Incoming {
  /** As received, RFC 5322. */
  message: Buffer;
  /** Empty for a notice; undefined where it is not known. */
  sender: string | undefined;
  recipients: readonly Recipient[];
}

const READING = { threads: 2, deadlineMs: 8000 };

/** From a message with recipients to what lies sealed in the database: read once, put down for each of them. */
@Injectable()
export class TakeIn implements OnModuleDestroy {
  readonly #log = new Logger('mail');
  readonly #threads = new ReadingThreads(READING);

  constructor(
    private readonly places: KnownPlaces,
    private readonly putDown: PutDown,
    @Inject(RECEIVER_KEYS) private readonly keys: ReceiverKeys,
  ) {}

  /** Answers once it is stored for everybody; one that has come before is. @throws where it is not, to be tried again */
  async take(incoming: Incoming): Promise<void> {
    const digest = createHash('sha256').update(incoming.message).digest();
    const reading = await this.#read(incoming);
    await Promise.all(
      incoming.recipients.map(async (recipient) => {
        const arrival = await this.#arrivalOf(recipient, reading);
        const fingerprint = this.keys.fingerprint(recipientKey(recipient), digest);
        await this.putDown.put({ ...arrival, fingerprint });
      }),
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.#threads.close();
  }

  async #read({ message, sender, recipients }: Incoming): Promise<Reading> {
    const asMail = recipients.some(({ kind }) => kind === 'mail');
    // Whoever writes to the address that only takes people off says enough by that.
    if (!asMail && !recipients.some(({ kind }) => kind === 'returned')) return unreadable(message, false);
    const reading = await this.#threads.read({ message, sender, asMail });
    if (reading) return reading;
    this.#log.warn('a message could not be read within its bounds: what could be had of it is kept');
    return unreadable(message, asMail);
  }

  async #arrivalOf(recipient: Recipient, reading: Reading): Promise<Omit<Arrival, 'fingerprint'>> {
    const { registerId } = recipient;
    switch (recipient.kind) {
      case 'leave':
        return leaving(registerId, recipient.subscriptionId);
      case 'returned':
        // A person wrote it: they are answered, and nothing is counted.
        if (reading.mail && isLetter(reading)) return mailFrom(registerId, recipient.address, reading.mail);
        return returnedFor(registerId, recipient.deliveryId, reading);
      case 'mail':
        return (await this.#complaint(reading)) ?? this.#letter(recipient, reading.mail!);
    }
  }

  /** Two registers may send from one address: what answers the mail of one is no business of the other's. */
  async #letter(
    { registerId, address }: Extract<Recipient, { kind: 'mail' }>,
    mail: NonNullable<Reading['mail']>,
  ): Promise<Omit<Arrival, 'fingerprint'>> {
    const answered = await this.places.answered(address, mail.content.references);
    return mailFrom(answered ?? registerId, address, mail);
  }

  /** A feedback report that came to one address for all, and names a token that is ours. */
  async #complaint(reading: Reading): Promise<Omit<Arrival, 'fingerprint'> | undefined> {
    for (const use of ['r', 'u'] satisfies TokenUse[]) {
      for (const token of reading.tokens.filter((each) => each.startsWith(use))) {
        const about = await this.places.findToken(token);
        if (about?.kind === 'returned') return returnedFor(about.registerId, about.deliveryId, reading);
        if (about?.kind === 'leave') return leaving(about.registerId, about.subscriptionId);
      }
    }
    return undefined;
  }
}

/** Whether a person wrote it, as far as can be told, and no program. */
function isLetter({ returned, mail }: Reading): boolean {
  return returned.class === 'none' && returned.wording === 'no-notice' && mail?.content.automatic === false;
}

function leaving(registerId: string, subscriptionId: string): Omit<Arrival, 'fingerprint'> {
  return put('leave', registerId, { subscriptionId });
}

function returnedFor(
  registerId: string,
  deliveryId: string,
  { returned }: Reading,
): Omit<Arrival, 'fingerprint'> {
  return put('returned', registerId, { deliveryId, ...returned });
}

function mailFrom(
  registerId: string,
  to: string,
  mail: NonNullable<Reading['mail']>,
): Omit<Arrival, 'fingerprint'> {
  return { ...put('mail', registerId, { to, ...mail.content }), parts: mail.parts };
}

function put<K extends ArrivalKind>(
  kind: K,
  registerId: string,
  content: ArrivalContents[K],
): Omit<Arrival, 'fingerprint'> {
  return { registerId, kind, content, parts: [] };
}
