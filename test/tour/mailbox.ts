import { type MailboxMessage, readMailbox, readMessage } from '../../src/platform/embedded/mailbox-reader.js';
import { until } from '../support/until.js';

const PATIENCE_MS = 60_000;

/** The mailbox of the house, read from its folder. */
export class TourMailbox {
  constructor(private readonly folder: string) {}

  /** The newest message to this address whose subject says so, once it has come. */
  async to(address: string, subject: RegExp): Promise<MailboxMessage> {
    return until(
      `mail to ${address} about ${String(subject)}`,
      async () => {
        const found = readMailbox(this.folder).find(
          (entry) => entry.to.includes(address) && subject.test(entry.subject),
        );
        return found && (await readMessage(this.folder, found.id));
      },
      PATIENCE_MS,
    );
  }

  /** The path of a link in the newest message of which the subject says so, whoever it was to. */
  async linkToAny(subject: RegExp, path: RegExp): Promise<string> {
    const [entry] = await until(`mail about ${String(subject)}`, () => this.of(subject), PATIENCE_MS);
    return this.linkTo(entry!.to[0]!, subject, path);
  }

  /** The path of a link in such a message. */
  async linkTo(address: string, subject: RegExp, path: RegExp): Promise<string> {
    const { text } = await this.to(address, subject);
    const found = path.exec(text ?? '')?.[0];
    if (found === undefined) throw new Error(`no ${String(path)} in the mail about ${String(subject)}`);
    return found;
  }

  all() {
    return readMailbox(this.folder);
  }

  /** Those of which the subject says so, the newest first; undefined while there is none. */
  of(subject: RegExp) {
    const found = this.all().filter((entry) => subject.test(entry.subject));
    return found.length === 0 ? undefined : found;
  }

  async open(id: string): Promise<MailboxMessage> {
    const message = await readMessage(this.folder, id);
    if (!message) throw new Error(`no mail ${id}`);
    return message;
  }
}
