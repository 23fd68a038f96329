import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { ReceiverSettings, TlsFiles } from '../../platform/config/receiver-settings.js';
import { faultCode } from '../../platform/fault-code.js';
import { KnownPlaces } from '../known-places.service.js';
import { Room } from '../storing/room.service.js';
import { TakeIn } from '../take-in.service.js';
import { RECEIVER_SETTINGS, TLS_FILES } from '../tokens.js';
import { noRoom, notNow, notOurs, tooManyOfYours, tooManyUnknown } from './answers.js';
import { gather } from './gather.js';
import { MemoryBudget } from './memory-budget.js';
import { Sessions } from './sessions.js';

const MOST_IN_MEMORY = 128 * 1024 * 1024;
const MOST_RECIPIENTS = 50;
/** One message, and one connection with all its messages. Milliseconds. */
const MESSAGE_PATIENCE = 300_000;
const SESSION_PATIENCE = 1_800_000;
const SWEEP_MS = 5000;
const CLOSE_MS = 3000;

/** Says why mail cannot be taken in at its port. */
export class CannotListenError extends Error {}

/**
 * Takes mail in by SMTP (RFC 5321): for return paths of ours and addresses that we send from, and for nobody else. It
 * says 250 when the message is stored. It relays nothing, lets nobody sign in and tells nobody whom it knows.
 */
@Injectable()
export class ReceiveSmtp implements OnModuleDestroy {
  readonly #log = new Logger('smtp');
  readonly #budget = new MemoryBudget(MOST_IN_MEMORY);
  readonly #sessions: Sessions;
  readonly #since = new Map<string, { session: number; message: number | undefined }>();
  readonly #server: SMTPServer;
  #sweep: NodeJS.Timeout | undefined;

  constructor(
    private readonly places: KnownPlaces,
    private readonly takeIn: TakeIn,
    private readonly room: Room,
    @Inject(RECEIVER_SETTINGS) private readonly settings: ReceiverSettings,
    @Inject(TLS_FILES) tls: TlsFiles | undefined,
  ) {
    this.#sessions = new Sessions(settings.RECEIVER_PER_CLIENT);
    this.#server = new SMTPServer({
      ...tls,
      name: settings.RECEIVER_NAME ?? new URL(settings.PUBLIC_URL).hostname,
      size: Math.floor(settings.RECEIVER_SIZE_MB * 1024 * 1024),
      rejectOversized: true,
      maxClients: settings.RECEIVER_CONNECTIONS,
      maxRecipients: MOST_RECIPIENTS,
      maxCommandLength: 2048,
      socketTimeout: settings.RECEIVER_IDLE_SECONDS * 1000,
      closeTimeout: CLOSE_MS,
      authOptional: true,
      disabledCommands: ['AUTH', 'VRFY', 'HELP', 'XCLIENT', 'XFORWARD', ...(tls ? [] : ['STARTTLS'])],
      hideENHANCEDSTATUSCODES: false,
      heloResponse: '%s',
      disableReverseLookup: true,
      // It would repeat every address.
      logger: false,
      onConnect: (session, callback) => callback(this.#begin(session)),
      onClose: (session) => this.#end(session),
      onMailFrom: (_address, session, callback) => {
        this.#sessions.beginMessage(session);
        void this.room.isLeft().then((isLeft) => callback(isLeft ? undefined : noRoom()));
      },
      onRcptTo: ({ address }, session, callback) => {
        this.#judge(address, session).then(callback, (error: unknown) => {
          this.#tell('whether an address is ours could not be told', error);
          callback(notNow());
        });
      },
      onData: (stream, session, callback) => {
        this.#receive(stream, session).then(callback, (error: unknown) => {
          this.#tell('a message could not be stored, and was not taken', error);
          callback(notNow());
        });
      },
    });
    // A client that breaks off is its own affair.
    this.#server.on('error', () => undefined);
  }

  /** Begins to listen. @throws CannotListenError */
  async open(): Promise<void> {
    const { RECEIVER_PORT, RECEIVER_HOST } = this.settings;
    const listener = this.#server.listen(RECEIVER_PORT, RECEIVER_HOST);
    try {
      await once(listener, 'listening');
    } catch (error) {
      throw new CannotListenError(
        faultCode(error) === 'EADDRINUSE'
          ? `port ${RECEIVER_PORT} is taken by another program. RECEIVER_PORT chooses another one.`
          : `it cannot listen on ${RECEIVER_HOST}, port ${RECEIVER_PORT} (${faultCode(error)}).`,
      );
    }
    this.#sweep = setInterval(() => this.#cutOff(), SWEEP_MS);
    this.#log.log(`takes mail in on ${RECEIVER_HOST}, port ${this.port}`);
  }

  /** Where it listens. */
  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#sweep);
    if (this.#server.server.listening)
      await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #begin(session: SMTPServerSession): Error | undefined {
    if (!this.#sessions.begin(session)) return tooManyOfYours();
    this.#since.set(session.id, { session: performance.now(), message: undefined });
    return undefined;
  }

  #end(session: SMTPServerSession): void {
    this.#sessions.end(session);
    this.#since.delete(session.id);
  }

  async #judge(address: string, session: SMTPServerSession): Promise<Error | undefined> {
    const recipient = await this.places.find(address);
    if (!recipient) return this.#sessions.countUnknown(session) ? notOurs() : tooManyUnknown();
    this.#sessions.take(session, address, recipient);
    return undefined;
  }

  async #receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | undefined> {
    const since = this.#since.get(session.id);
    if (since) since.message = performance.now();
    const { mailFrom, rcptTo } = session.envelope;
    const recipients = this.#sessions.recipientsOf(
      session,
      rcptTo.map(({ address }) => address),
    );
    const { message, letGo } = await gather(stream, this.#budget);
    if (since) since.message = undefined;
    if (!message) return noRoom();
    try {
      await this.takeIn.take({ message, sender: mailFrom ? mailFrom.address : '', recipients });
      return undefined;
    } finally {
      letGo();
    }
  }

  /** Whoever sends an octet a minute is never idle, and holds a place all the same. */
  #cutOff(): void {
    const now = performance.now();
    for (const connection of this.#server.connections) {
      const since = this.#since.get(connection.session.id);
      if (!since) continue;
      const late =
        now - since.session > SESSION_PATIENCE ||
        (since.message !== undefined && now - since.message > MESSAGE_PATIENCE);
      if (late) connection.send(421, 'This takes too long');
    }
  }

  #tell(what: string, error: unknown): void {
    this.#log.warn(`${what} (${faultCode(error)})`);
  }
}
