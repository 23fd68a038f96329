import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { rotated, rotationsDone, STAFF } from '../support/rotations.js';
import { until } from '../support/until.js';

let house: TestHouse;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  list = await house.makeList(register, 'hovedlisten', 'Hovedlisten');
});
afterAll(() => house.close());

const inDatabase = async (sql: string, values: unknown[] = []) =>
  (await house.database.owner.query(sql, values)).rows as Record<string, unknown>[];

/** Sends a campaign and returns who got it. */
async function recipients(subject: string): Promise<string[]> {
  await house.isSent(await house.sends(list, subject));
  return house.sink.mails
    .filter(({ parsed }) => parsed.subject === subject)
    .flatMap(({ to }) => to)
    .sort();
}

test('rest: everything at rest is under the new version, and opens', async () => {
  await house.joins(list, 'anna@example.org');
  await house.joins(list, 'bo@example.org');
  await rotated(house, list.registerId, ['rest']);
  expect(
    await inDatabase(
      `select distinct p.key_version, s.evidence_key_version from jatakk.subscriber p
         join jatakk.subscription s on s.register_id = p.register_id and s.subscriber_id = p.id`,
    ),
  ).toEqual([{ key_version: 2, evidence_key_version: 2 }]);
  expect(await recipients('Etter rest')).toEqual(['anna@example.org', 'bo@example.org']);
});

test('seal: forms sealed before are opened after, and new ones are sealed to the new key', async () => {
  await house.stopKeeper();
  await house.signsUpTo(list, 'cato@example.org');
  await house.startKeeper();
  await rotated(house, list.registerId, ['seal']);
  await house.confirms(await house.confirmationFor('cato@example.org', list));
  await house.joins(list, 'dina@example.org');
  expect(
    await inDatabase('select version from jatakk.sealing_key where ring_id = $1 order by 1', [
      list.registerId,
    ]),
  ).toEqual([{ version: 1 }, { version: 2 }]);
  expect(await inDatabase('select 1 from jatakk.intake')).toEqual([]);
});

test('index: whoever was here is found again, and nobody is here twice', async () => {
  const people = async () => (await inDatabase('select count(*)::integer as n from jatakk.subscriber'))[0]!.n;
  const before = await people();
  const hashes = await inDatabase('select blind_index from jatakk.subscriber');
  await rotated(house, list.registerId, ['index']);
  const after = await inDatabase('select blind_index, blind_index_next from jatakk.subscriber');
  const old = new Set(hashes.map(({ blind_index }) => (blind_index as Buffer).toString('hex')));
  expect(after.filter(({ blind_index }) => old.has((blind_index as Buffer).toString('hex')))).toEqual([]);
  expect(after.filter(({ blind_index_next }) => blind_index_next !== null)).toEqual([]);
  await house.signsUpTo(list, 'anna@example.org');
  await until(
    'the form is dealt with',
    async () => (await inDatabase('select 1 from jatakk.intake')).length === 0,
  );
  expect(await people()).toBe(before);
});

test('link: what was mailed before leads out, what is mailed after leads out, and neither is the other', async () => {
  const before = await house.joins(list, 'eva@example.org');
  await rotated(house, list.registerId, ['link']);
  await recipients('Etter link');
  const after = house.sink.to('eva@example.org').find(({ parsed }) => parsed.subject === 'Etter link')!;
  expect(leavePath(after)).not.toBe(leavePath(before));
  const status = async (path: string) => (await house.visitor.submit(path, path)).status;
  expect(await status(leavePath(before))).toBe(200);
  expect(
    await inDatabase(`select state from jatakk.subscription where ended_reason = 'unsubscribed'`),
  ).toEqual([{ state: 'ended' }]);
  const page = await house.visitor.get(leavePath(after));
  expect(await page.text()).toContain('Du er meldt av Hovedlisten');
});

test('link: rotated twice, the first mail still leads out', async () => {
  const first = await house.joins(list, 'frida@example.org');
  await rotated(house, list.registerId, ['link']);
  await rotated(house, list.registerId, ['link']);
  await house.visitor.submit(leavePath(first), leavePath(first));
  expect(await recipients('Uten Frida')).not.toContain('frida@example.org');
});

test('notice: a confirmation that waits is the same mail after the rotation, and its link confirms', async () => {
  await house.stopKeeper();
  await house.signsUpTo(list, 'gro@example.org');
  await house.database.owner.query(
    `create function pg_temp.later() returns trigger language plpgsql as $$
       begin new.not_before := clock_timestamp() + interval '1 hour'; return new; end $$`,
  );
  await house.database.owner.query(
    'create trigger later before insert on jatakk.notice for each row execute function pg_temp.later()',
  );
  await house.startKeeper();
  await until(
    'the confirmation waits',
    async () => (await inDatabase(`select 1 from jatakk.notice where state = 'queued'`)).length > 0,
  );
  await house.database.owner.query('drop trigger later on jatakk.notice');
  await rotated(house, list.registerId, ['notice', 'link']);
  await house.database.owner.query(
    `update jatakk.notice set not_before = clock_timestamp() where state = 'queued'`,
  );
  const mail = await house.confirmationFor('gro@example.org', list);
  expect((await house.confirms(mail)).status).toBe(200);
  expect(await recipients('Med Gro')).toContain('gro@example.org');
});

test('suppression: who must never be written to is not, under either version', async () => {
  const others = (await inDatabase('select id from jatakk.subscriber')).map(({ id }) => id);
  await house.joins(list, 'hanna@example.org');
  await house.database.owner.query(
    `insert into jatakk.suppression (register_id, hash, kind)
     select register_id, suppression_hash, 'objection' from jatakk.subscriber where id <> all ($1)`,
    [others],
  );
  const before = await recipients('Før sperren');
  expect(before).not.toContain('hanna@example.org');
  await rotated(house, list.registerId, ['suppression']);
  expect(await recipients('Etter sperren')).toEqual(before);
  // Once the person is gone, only the hash remains, and cannot be rolled any further.
  await house.database.owner.query(`delete from jatakk.delivery`);
  await house.database.owner.query(
    `select jatakk.drop_subscriber(register_id, id) from jatakk.subscriber where id <> all ($1)`,
    [others],
  );
  await rotated(house, list.registerId, ['suppression']);
  const mails = house.sink.to('hanna@example.org').length;
  await house.signsUpTo(list, 'hanna@example.org');
  await until(
    'the form is dealt with',
    async () => (await inDatabase('select 1 from jatakk.intake')).length === 0,
  );
  await house.joins(list, 'ida@example.org');
  // Mails go out side by side: Ida's may be here before one that was asked for earlier.
  await until(
    'no mail is left to be written',
    async () =>
      (await inDatabase(`select 1 from jatakk.notice where state in ('queued', 'claimed', 'handed')`))
        .length === 0,
  );
  expect(house.sink.to('hanna@example.org')).toHaveLength(mails);
});

test('staff: addresses, relay password and signing keys are sealed to the new key, and open', async () => {
  await rotated(house, STAFF, ['seal', 'notice']);
  expect(await inDatabase('select distinct address_key_version from jatakk.staff')).toEqual([
    { address_key_version: 2 },
  ]);
  const response = await house.staff.submit('/staff/members', '/staff/members', {
    name: 'Ola',
    address: 'ola@fjellhallen.example',
    role: 'editor',
  });
  expect(response.status).toBe(303);
  await until('the invitation', () => house.sink.to('ola@fjellhallen.example').length > 0);
});

test('restored from before the rotations, with the newest vault: rolled once more, found again, and every link leads out', async () => {
  const old = await house.joins(list, 'kim@example.org');
  const { owner } = house.database;
  for (const table of ['subscriber', 'subscription', 'suppression', 'rotation'])
    await owner.query(`create temp table was_${table} as select * from jatakk.${table}`);
  await rotated(house, list.registerId, ['index', 'suppression', 'link']);
  await recipients('Etter kopien');
  const newer = house.sink.to('kim@example.org').find(({ parsed }) => parsed.subject === 'Etter kopien')!;
  expect(leavePath(newer)).not.toBe(leavePath(old));
  await house.stopKeeper();
  await owner.query(`
    update jatakk.subscriber p set blind_index = w.blind_index, suppression_hash = w.suppression_hash
      from was_subscriber w where w.id = p.id;
    update jatakk.subscription s set further_hashes = w.further_hashes, link_rolled_to = w.link_rolled_to
      from was_subscription w where w.id = s.id;
    delete from jatakk.suppression;
    insert into jatakk.suppression select * from was_suppression;
    delete from jatakk.rotation;
    insert into jatakk.rotation select * from was_rotation`);
  expect(await inDatabase('select jatakk.roll_restored() as rings')).toEqual([{ rings: 3 }]);
  await house.startKeeper();
  await rotationsDone(house);
  const people = async () => (await inDatabase('select count(*)::integer as n from jatakk.subscriber'))[0]!.n;
  const before = await people();
  await house.signsUpTo(list, 'kim@example.org');
  await until(
    'the form is dealt with',
    async () => (await inDatabase('select 1 from jatakk.intake')).length === 0,
  );
  expect(await people()).toBe(before);
  for (const mail of [newer, old]) {
    const page = await house.visitor.get(leavePath(mail));
    expect(page.status).toBe(200);
  }
  await house.visitor.submit(leavePath(newer), leavePath(newer));
  expect(await recipients('Uten Kim')).not.toContain('kim@example.org');
});
