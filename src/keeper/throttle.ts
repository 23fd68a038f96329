import { createHmac, hkdfSync, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { type EmailAddress, normaliseForIndex } from '../registers/email-address.js';

const CONFIRMATIONS_PER_ADDRESS_AND_DAY = 3;
const MARKER = Buffer.from('marker');

/**
 * Counts confirmations per address and day across all registers without joining them: HMAC under a key that exists
 * for that day only, in an UNLOGGED table that holds neither list nor register nor time.
 */
export class ConfirmationThrottle {
  #halvedOn: string | undefined;

  constructor(
    private readonly database: DataSource,
    private readonly keeperSecret: Buffer,
    private readonly perHour: number,
  ) {}

  /** Counts one confirmation to this address, in a transaction of its own. False when it is one too many today. */
  async allow(address: EmailAddress): Promise<boolean> {
    const key = createHmac('sha256', this.#dayKey()).update(normaliseForIndex(address)).digest();
    return (await this.#count(key)) <= CONFIRMATIONS_PER_ADDRESS_AND_DAY;
  }

  /** The breaker: counts one sign-up for the whole house. False when this hour has had its share; it then waits. */
  async withinHour(): Promise<boolean> {
    const hour = new Date().toISOString().slice(0, 13);
    const limit = this.#halvedOn === today() ? Math.floor(this.perHour / 2) : this.perHour;
    return (await this.#count(Buffer.from(`hour ${hour}`))) <= limit;
  }

  /**
   * Forgets earlier days, and finds out whether a database crash has emptied the table: an UNLOGGED table loses its
   * marker then, the installation remembers it. True when counts were lost, which halves the breaker for the day.
   */
  async lostItsCounts(): Promise<boolean> {
    await this.database.query('delete from jatakk.throttle where day < $1 and key <> $2', [today(), MARKER]);
    const rows = (await this.database.query(
      `select i.throttle_marker is not null as expected,
              exists (select 1 from jatakk.throttle t where t.key = $1) as present from jatakk.installation i`,
      [MARKER],
    )) as { expected: boolean; present: boolean }[];
    const { expected, present } = rows[0]!;
    if (present) return false;
    await this.database.query(
      `insert into jatakk.throttle (key, day, count) values ($1, $2, 0) on conflict (key) do nothing`,
      [MARKER, today()],
    );
    await this.database.query('update jatakk.installation set throttle_marker = $1', [randomUUID()]);
    if (expected) this.#halvedOn = today();
    return expected;
  }

  async #count(key: Buffer): Promise<number> {
    const rows = (await this.database.query(
      `insert into jatakk.throttle (key, day, count) values ($1, $2, 1)
       on conflict (key) do update set count = jatakk.throttle.count + 1 returning count`,
      [key, today()],
    )) as { count: number }[];
    return rows[0]!.count;
  }

  #dayKey(): Buffer {
    return Buffer.from(hkdfSync('sha256', this.keeperSecret, '', `jatakk throttle ${today()}`, 32));
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
