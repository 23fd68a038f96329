import pg from 'pg';
import type { DataSource } from 'typeorm';

const CHANNEL = 'jatakk_bell';

/** Rung at once, since somebody waits for the answer. */
export const WINDOW_CHANNEL = 'jatakk_window';

/**
 * Rings the keeper: an empty notification, at most one every 100 ms per process. Any role may listen, so it never
 * says what for. A lost ring costs a wait of one poll and nothing else.
 */
export class Doorbell {
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: DataSource) {}

  ring(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.database.query(`select pg_notify('${CHANNEL}', '')`).catch(() => undefined);
    }, RING_EVERY_MS);
  }

  /** Lets a waiting ring out before the process ends. */
  async close(): Promise<void> {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.database.query(`select pg_notify('${CHANNEL}', '')`).catch(() => undefined);
  }
}

const RING_EVERY_MS = 100;

/** Hears the bell on a connection of its own, and comes back by itself when that is lost. */
export class DoorbellListener {
  #client: pg.Client | undefined;
  #reopening: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly url: string,
    private readonly onRing: () => void,
    private readonly reopenAfterMs = 1000,
    private readonly channel = CHANNEL,
  ) {}

  async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: this.channel.replace('_', '-'),
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client.on('notification', () => this.onRing());
    client.on('error', () => undefined);
    client.on('end', () => this.#reopenSoon());
    this.#client = client;
    await client.connect();
    await client.query(`listen ${this.channel}`);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.end().catch(() => undefined);
  }

  /** A failed attempt is told twice, by its promise and by its connection's end: one new attempt answers both. */
  #reopenSoon(): void {
    if (this.#closed || this.#reopening) return;
    this.#reopening = setTimeout(() => {
      this.#reopening = undefined;
      if (this.#closed) return;
      this.open().then(this.onRing, () => this.#reopenSoon());
    }, this.reopenAfterMs).unref();
  }
}
