import { createHmac, hkdfSync } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { type EmailAddress, normaliseForIndex } from '../registers/email-address.js';

const CONFIRMATIONS_PER_ADDRESS_AND_DAY = 3;
const MARKER = Buffer.from('marker');

/**
 * Counts confirmations per address and day across all registers without joining them: HMAC under a key that exists
 * for that day only, in an UNLOGGED table that holds neither list nor register nor time.
 */
export class ConfirmationThrottle {
  #halved = false;

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
    const limit = this.#halved ? Math.floor(this.perHour / 2) : this.perHour;
    return (await this.#count(Buffer.from(`hour ${hour}`))) <= limit;
  }

  /**
   * Forgets earlier days, and finds out whether a database crash has emptied the table: an UNLOGGED table loses its
   * marker then. The installation remembers when, so that every keeper, restarted or not, waits out the same minute
   * (`waits`) and halves the breaker for the rest of that day. `found` is true for the one call that noticed.
   */
  async lookForCrash(): Promise<{ found: boolean; waits: boolean }> {
    await this.database.query('delete from jatakk.throttle where day < $1 and key <> $2', [today(), MARKER]);
    const [noticed] = (await this.database.query(
      `with marked as (insert into jatakk.throttle (key, day, count) values ($1, $2, 0)
                       on conflict (key) do nothing returning key)
       update jatakk.installation i
          set throttle_emptied_at = case when i.throttle_emptied_at is null then '-infinity' else clock_timestamp() end
        where exists (select 1 from marked) returning i.throttle_emptied_at > '-infinity' as found`,
      [MARKER, today()],
    )) as [{ found: boolean }[], number];
    const rows = (await this.database.query(
      `select throttle_emptied_at > clock_timestamp() - interval '1 minute' as waits,
              throttle_emptied_at >= date_trunc('day', clock_timestamp()) as halved from jatakk.installation`,
    )) as { waits: boolean; halved: boolean }[];
    const { waits, halved } = rows[0]!;
    this.#halved = halved;
    return { found: noticed[0]?.found ?? false, waits };
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
