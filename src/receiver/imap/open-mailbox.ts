import { ImapFlow } from 'imapflow';
import type { Mailbox } from '../../platform/config/receiver-settings.js';

const PATIENCE_MS = 30_000;

/** A message in the mailbox. */
export interface WaitingMessage {
  uid: number;
  bytes: number;
}

/** A mailbox that is open. Everything it throws is a fault of the connection or the server. */
export class OpenMailbox {
  private constructor(
    private readonly client: ImapFlow,
    private readonly keepFolder: string | undefined,
  ) {}

  /** Signs in by TLS; without it only on this machine. @param onNews called when something may have come */
  static async open(mailbox: Mailbox, onNews: () => void): Promise<OpenMailbox> {
    const { host, port, secure, onThisMachine, user, password, folder, keepFolder } = mailbox;
    const client = new ImapFlow({
      host,
      port,
      secure,
      doSTARTTLS: secure ? undefined : !onThisMachine,
      auth: { user, pass: password },
      // It would repeat every address, and the password.
      logger: false,
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: 10 * PATIENCE_MS,
    });
    client.on('error', () => undefined);
    client.on('exists', onNews);
    client.on('close', onNews);
    try {
      await client.connect();
      await client.mailboxOpen(folder);
    } catch (error) {
      client.close();
      throw error;
    }
    return new OpenMailbox(client, keepFolder);
  }

  /** What nobody has looked at, the oldest first, at most so many. */
  async waiting(atMost: number): Promise<WaitingMessage[]> {
    const uids = (await this.client.search({ seen: false, deleted: false }, { uid: true })) || [];
    if (uids.length === 0) return [];
    const some = uids.sort((a, b) => a - b).slice(0, atMost);
    const found = await this.client.fetchAll(some.join(','), { uid: true, size: true }, { uid: true });
    return found.map(({ uid, size = Infinity }) => ({ uid, bytes: size })).sort((a, b) => a.uid - b.uid);
  }

  /** As it lies there; undefined where it is gone. */
  async fetch(uid: number, atMost: number): Promise<Buffer | undefined> {
    const found = await this.client.fetchOne(
      String(uid),
      { uid: true, source: { start: 0, maxLength: atMost } },
      { uid: true },
    );
    return found ? found.source : undefined;
  }

  /** It is stored with us: it leaves the mailbox, or goes where such mail is kept. False where the server does not let it. */
  async putAway(uid: number): Promise<boolean> {
    const done = this.keepFolder
      ? await this.client.messageMove(String(uid), this.keepFolder, { uid: true })
      : await this.client.messageDelete(String(uid), { uid: true });
    return done !== false;
  }

  /** It is none of ours: it stays, and is not looked at again. */
  async leave(uid: number): Promise<void> {
    await this.client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
  }

  get isOpen(): boolean {
    return this.client.usable;
  }

  async close(): Promise<void> {
    await this.client.logout().catch(() => this.client.close());
  }
}
