import type { SMTPServerSession } from 'smtp-server';
import type { Recipient } from '../recipient.js';

/** After so many recipients that are none of ours nobody is listened to any more. */
const MOST_UNKNOWN = 20;

interface Known {
  client: string;
  unknown: number;
  /** Of the message under way: whom each address that was taken is for. */
  recipients: Map<string, Recipient>;
}

/** Who is connected, and how often from one place. */
export class Sessions {
  readonly #known = new Map<string, Known>();
  readonly #perClient = new Map<string, number>();

  constructor(private readonly mostPerClient: number) {}

  /** False where that one has enough connections. */
  begin({ id, remoteAddress }: SMTPServerSession): boolean {
    const client = networkOf(remoteAddress);
    const count = this.#perClient.get(client) ?? 0;
    if (count >= this.mostPerClient) return false;
    this.#perClient.set(client, count + 1);
    this.#known.set(id, { client, unknown: 0, recipients: new Map() });
    return true;
  }

  end({ id }: SMTPServerSession): void {
    const session = this.#known.get(id);
    if (!session) return;
    this.#known.delete(id);
    const count = this.#perClient.get(session.client)! - 1;
    if (count === 0) this.#perClient.delete(session.client);
    else this.#perClient.set(session.client, count);
  }

  beginMessage({ id }: SMTPServerSession): void {
    this.#known.get(id)?.recipients.clear();
  }

  take({ id }: SMTPServerSession, address: string, recipient: Recipient): void {
    this.#known.get(id)?.recipients.set(address, recipient);
  }

  /** False once there were too many. */
  countUnknown({ id }: SMTPServerSession): boolean {
    const session = this.#known.get(id);
    if (session) session.unknown += 1;
    return (session?.unknown ?? 0) < MOST_UNKNOWN;
  }

  recipientsOf({ id }: SMTPServerSession, addresses: readonly string[]): Recipient[] {
    const { recipients } = this.#known.get(id) ?? {};
    return addresses.flatMap((address) => recipients?.get(address) ?? []);
  }
}

/** An address, or the /64 of IPv6: whoever has one of those has all. */
function networkOf(address: string): string {
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address;
}
