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

  /** As {@link allowEach}, for one. */
  async allow(address: EmailAddress): Promise<boolean> {
    return (await this.allowEach([address]))[0]!;
  }

  /**
   * Counts one confirmation to each address, in a transaction of its own. False for each that is one too many today.
   */
  async allowEach(addresses: readonly EmailAddress[]): Promise<boolean[]> {
    const dayKey = this.#dayKey();
    const keys = addresses.map((address) =>
      createHmac('sha256', dayKey).update(normaliseForIndex(address)).digest(),
    );
    const counts = await this.#count(keys);
    return counts.map((count) => count <= CONFIRMATIONS_PER_ADDRESS_AND_DAY);
  }

  /** The breaker: counts sign-ups for the whole house. How many of these this hour still has a share for. */
  async withinHour(forms = 1): Promise<number> {
    const hour = new Date().toISOString().slice(0, 13);
    const limit = this.#halved ? Math.floor(this.perHour / 2) : this.perHour;
    const counts = await this.#count(Array.from({ length: forms }, () => Buffer.from(`hour ${hour}`)));
    return counts.filter((count) => count <= limit).length;
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

  /** Adds one for each key, and returns for each how many that made: the same key twice counts twice. */
  async #count(keys: readonly Buffer[]): Promise<number[]> {
    const times = new Map<string, number>();
    for (const key of keys) times.set(key.toString('hex'), (times.get(key.toString('hex')) ?? 0) + 1);
    const rows = (await this.database.query(
      `with counted as (
         insert into jatakk.throttle (key, day, count)
         select decode(n.key, 'hex'), $1, n.times from unnest($2::text[], $3::integer[]) as n (key, times) order by n.key
         on conflict (key) do update set count = jatakk.throttle.count + excluded.count returning key, count)
       select encode(key, 'hex') as key, count from counted`,
      [today(), [...times.keys()], [...times.values()]],
    )) as { key: string; count: number }[];
    const before = new Map(rows.map(({ key, count }) => [key, count - times.get(key)!]));
    return keys.map((key) => {
      const count = before.get(key.toString('hex'))! + 1;
      before.set(key.toString('hex'), count);
      return count;
    });
  }

  #dayKey(): Buffer {
    return Buffer.from(hkdfSync('sha256', this.keeperSecret, '', `jatakk throttle ${today()}`, 32));
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
