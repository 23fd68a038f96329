import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { sealAtRest } from '../../../src/platform/sealing/at-rest.js';
import { deriveToken, hashToken } from '../../../src/platform/sealing/link-token.js';
import type { KeyRing } from '../../../src/registers/key-ring.js';
import { Chance, idOf } from '../chance.js';
import { DAYS, monthBefore } from '../days.js';
import type { EmptyHouse } from '../empty-house.js';
import { personOf } from '../people.js';
import { LISTS, listId, type PlannedList, registerId, type RegisterKey, REGISTERS } from '../plan.js';
import { addressOf, withRings } from './keys.js';
import { NEW_WORDS } from './seed-house.js';
import { type Year, yearOf } from './year.js';

const BATCH = 4_000;
/** Of those on a register's second list, so many are on its first one too. */
const SHARED = 0.12;

interface Membership {
  person: number;
  list: PlannedList;
  state: 'confirmed' | 'paused' | 'ended';
  reason: string | null;
  since: string;
  ended: string | null;
  version: number;
}

/**
 * Everybody on the lists, and who has left them, by SQL. Addresses are really sealed, each under a row key of its own,
 * with the blind index, the suppression hash and the hash of the way out that a sign-up would have stored: so they can be
 * looked up, and mailed. They have no records of consent: those are made by an answer, and nobody here has given one.
 */
export async function seedPeople({ owner, ownerUrl, secrets }: EmptyHouse, scale: number): Promise<void> {
  // The rows are whole by construction: neither keys nor counts need be looked after one by one.
  await owner.query('set synchronous_commit = off; set session_replication_role = replica');
  await withRings(ownerUrl, secrets.keeper, async (rings) => {
    for (const { key } of REGISTERS) await seedRegister(owner, key, await rings.ring(registerId(key)), scale);
  });
  await owner.query('select jatakk.recount_subscriptions()');
  await owner.query('set session_replication_role = origin');
}

async function seedRegister(owner: pg.Client, key: RegisterKey, ring: KeyRing, scale: number): Promise<void> {
  const all: Membership[] = [];
  let people = 0;
  for (const list of LISTS.filter(({ register }) => register === key)) {
    const shared = people === 0 ? 0 : Math.round(Math.min(people, list.size * scale) * SHARED);
    const own = membershipsOf(list, yearOf(list), scale);
    own.forEach((one, n) => {
      // Those who are still there come first, so that whoever is on two lists is on both today.
      one.person = n < shared ? n : people + n - shared;
    });
    people += own.length - shared;
    all.push(...own);
  }
  for (let from = 0; from < people; from += BATCH)
    await insertPeople(owner, ring, key, from, Math.min(people, from + BATCH));
  for (let from = 0; from < all.length; from += BATCH)
    await insertMemberships(owner, ring, key, all.slice(from, from + BATCH));
}

/** One for each who was on the list at some time of the year. */
function membershipsOf(list: PlannedList, { days, before }: Year, scale: number): Membership[] {
  const chance = new Chance(`memberships of ${list.key}`);
  const some = (count: number) => Math.max(1, Math.round(count * scale));
  const joined = days.flatMap(({ ago, joined }) => Array.from({ length: joined }, () => ago));
  const left = days.flatMap((day) =>
    Object.entries(day.left).flatMap(([reason, count]) =>
      Array.from({ length: count }, () => ({ reason, ago: day.ago })),
    ),
  );
  const since = [...Array.from({ length: before }, () => DAYS), ...joined];
  const gone = left.slice(0, some(left.length));
  const here = since.slice(gone.length);
  const stays: Membership[] = Array.from({ length: some(list.size) }, (_, n) => {
    const ago = here[Math.floor((n * here.length) / some(list.size))] ?? DAYS;
    const older = list.key === 'familielordag' && ago > NEW_WORDS && chance.next() < 0.3;
    return {
      person: 0,
      list,
      state: chance.next() < 0.006 ? 'paused' : 'confirmed',
      reason: null,
      since: monthBefore(ago),
      ended: null,
      version: list.key === 'familielordag' && !older ? 2 : 1,
    };
  });
  const leavers: Membership[] = gone.map(({ reason, ago }) => ({
    person: 0,
    list,
    state: 'ended',
    reason,
    since: monthBefore(DAYS),
    ended: monthBefore(ago),
    version: 1,
  }));
  return [...stays, ...leavers];
}

const personId = (key: RegisterKey, person: number): string => idOf(`person ${key} ${person}`);

async function insertPeople(
  owner: pg.Client,
  ring: KeyRing,
  key: RegisterKey,
  from: number,
  to: number,
): Promise<void> {
  const { version: keyVersion, key: restKey } = ring.current('rest');
  const register = registerId(key);
  const made = Array.from({ length: to - from }, (_, n) => {
    const address = addressOf(personOf(key, from + n));
    const rowId = personId(key, from + n);
    const rowKey = randomBytes(16);
    const place = { purpose: 'address' as const, registerId: register, rowId, keyVersion };
    return {
      rowId,
      rowKey,
      index: ring.blindIndex(address),
      suppression: ring.suppressionHash(address),
      sealed: sealAtRest({ restKey, rowKey }, place, Buffer.from(address.asTyped, 'utf8')),
    };
  });
  await owner.query(
    `insert into jatakk.subscriber (register_id, id, blind_index, suppression_hash, address, key_version)
     select $1, p.id, p.blind, p.suppression, p.address, $6
       from unnest($2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[]) as p (id, blind, suppression, address)`,
    [
      register,
      made.map(({ rowId }) => rowId),
      made.map(({ index }) => index),
      made.map(({ suppression }) => suppression),
      made.map(({ sealed }) => sealed),
      keyVersion,
    ],
  );
  await owner.query(
    `insert into vault.row_key (register_id, row_id, key)
     select $1, k.id, k.key from unnest($2::uuid[], $3::bytea[]) as k (id, key)`,
    [register, made.map(({ rowId }) => rowId), made.map(({ rowKey }) => rowKey)],
  );
}

async function insertMemberships(
  owner: pg.Client,
  ring: KeyRing,
  key: RegisterKey,
  all: readonly Membership[],
): Promise<void> {
  const linkKey = ring.current('link').key;
  const ids = all.map(({ person, list }) => idOf(`subscription ${key} ${list.key} ${person}`));
  const values: unknown[][] = [
    ids,
    all.map(({ list }) => listId(list.key)),
    all.map(({ person }) => personId(key, person)),
    all.map(({ state }) => state),
    all.map(({ reason }) => reason),
    all.map(({ version }) => version),
    all.map(({ list }, n) => hashToken(deriveToken(linkKey, 'unsubscribe', ids[n]!, listId(list.key)))),
    all.map(({ since }) => since),
    all.map(({ ended }) => ended),
  ];
  await owner.query(
    `insert into jatakk.subscription (id, register_id, list_id, subscriber_id, state, ended_reason, purpose_version,
                                      locale, unsubscribe_hash, since_month, ended_month, paused_by)
     select m.id, $1, m.list, m.person, m.state, m.reason, m.version, 'nb', m.hash, m.since, m.ended,
            case m.state when 'paused' then 'self' end
       from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::integer[], $8::bytea[], $9::date[],
                   $10::date[]) as m (id, list, person, state, reason, version, hash, since, ended)`,
    [registerId(key), ...values],
  );
}
