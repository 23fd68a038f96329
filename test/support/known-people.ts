import { hashToken } from '../../src/platform/sealing/link-token.js';
import { leavePath, type ListIds, type TestHouse } from './house.js';

const AT_ONCE = 10;

/** Everybody of these local parts joins a list. Returns each one's subscription: the rows tell nobody's address. */
export async function knownPeople(
  house: TestHouse,
  list: ListIds,
  names: readonly string[],
): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = names.slice(at, at + AT_ONCE);
    const mails = await Promise.all(some.map((name) => house.joins(list, `${name}@example.org`)));
    for (const [index, mail] of mails.entries()) {
      const { rows } = await house.database.owner.query(
        'select id from jatakk.subscription where unsubscribe_hash = $1',
        [hashToken(leavePath(mail).split('/').at(-1)!)],
      );
      known.set(some[index]!, (rows[0] as { id: string }).id);
    }
  }
  return known;
}

/** Turns the clock: whatever of a campaign waits for its next try has waited long enough. */
export async function waitedLongEnough(house: TestHouse, campaign: string): Promise<void> {
  await house.database.owner.query(
    `update jatakk.delivery set not_before = clock_timestamp() - interval '1 second'
      where campaign_id = $1 and state = 'queued'`,
    [campaign],
  );
}
