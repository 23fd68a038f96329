import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { hashToken, randomToken } from '../../src/platform/sealing/link-token.js';
import { openSubscriberAddress } from '../../src/keeper/open-address.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { leavePath } from '../support/house.js';
import { looksUp, pressesOn } from '../support/looked-up.js';
import { until } from '../support/until.js';
import { signInto } from './support/attempt.js';
import { claimFor, sendingCampaign } from './support/deliveries.js';
import { CANARY, openTwoRegisters, subscriptionOf, type TwoRegisters } from './support/two-registers.js';

const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' };

let people: TwoRegisters;
let owner: pg.Client;

beforeAll(async () => {
  people = await openTwoRegisters();
  owner = people.house.database.owner;
});
afterAll(() => people.house.close());

test('leave with one POST and nothing else, no cookie, no page opened, no sign-in: the subscription has ended', async () => {
  const { house, autumn } = people;
  const way = leavePath(await house.joins(autumn, 'kanari.ut@vigga-kanari.example'));
  const response = await fetch(house.url + way, { method: 'POST', body: new URLSearchParams(ONE_CLICK) });
  expect(response.status).toBe(200);
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(await standing(autumn, 'kanari.ut@vigga-kanari.example')).toEqual(['ended', 'unsubscribed']);
});

test('look at the link out with GET and HEAD, as a scanner does: nobody has left', async () => {
  const { house, autumn, ways } = people;
  for (const method of ['GET', 'HEAD']) await fetch(house.url + ways.autumn, { method });
  expect(await standing(autumn, CANARY.autumn)).toEqual(['confirmed', null]);
});

test('leave while the campaign’s message already waits at the mail server: that delivery is skipped', async () => {
  const { house, family } = people;
  const way = leavePath(await house.joins(family, 'kanari.sen@vigga-kanari.example'));
  house.sink.hold();
  const campaign = await house.sends(family, 'For sent');
  await until('both are at the server', () => house.sink.waiting === 2);
  expect((await house.visitor.post(way, ONE_CLICK)).status).toBe(200);
  house.sink.release();
  await house.isSent(campaign);
  expect(await house.deliveries(campaign)).toEqual({ accepted: 1, skipped: 1 });
  expect(house.sink.subjectsFor('kanari.sen@vigga-kanari.example')).not.toContain('For sent');
});

test('have staff end it while the campaign’s message already waits at the mail server: that delivery is skipped', async () => {
  const { house, family } = people;
  const address = 'kanari.bedt@vigga-kanari.example';
  await house.joins(family, address);
  const page = await (await looksUp(house.staff, family, address)).text();
  house.sink.hold();
  const campaign = await house.sends(family, 'Etter spørsmålet');
  await until('both are at the server', () => house.sink.waiting === 2);
  expect((await pressesOn(house.staff, page, 'end')).status).toBe(200);
  house.sink.release();
  await house.isSent(campaign);
  expect(await house.deliveries(campaign)).toEqual({ accepted: 1, skipped: 1 });
  expect(house.sink.subjectsFor(address)).not.toContain('Etter spørsmålet');
  expect(await standing(family, address)).toEqual(['ended', 'unsubscribed']);
});

test('have staff end it, and look before anybody has copied it: the line that outlives a restore is there', async () => {
  const { house, family } = people;
  const address = 'kanari.linje@vigga-kanari.example';
  await house.joins(family, address);
  await looksUp(house.staff, family, address);
  const { id } = await subscriptionOf(people, family, address);
  await owner.query('begin');
  const { rows } = await owner.query(
    `select jatakk.end_held(l.session_hash, l.register_id, l.handle_hash, p.blind_index, $1) as outcome
       from jatakk.looked_up l join jatakk.subscriber p on p.id = l.subscriber_id`,
    [id],
  );
  const { rows: lines } = await owner.query('select kind from jatakk.journal where row_id = $1', [id]);
  await owner.query('rollback');
  expect([rows, lines]).toEqual([[{ outcome: 'ended' }], [{ kind: 'left' }]]);
});

test('leave one register: the other, with the same address, still stands', async () => {
  const { house, autumn, tickets, ways } = people;
  await house.visitor.post(ways.both, ONE_CLICK);
  expect(await standing(autumn, CANARY.both)).toEqual(['ended', 'unsubscribed']);
  expect(await standing(tickets, CANARY.both)).toEqual(['confirmed', null]);
});

test('bring somebody back who has left: by the old confirmation, another’s undo, or a late undo: still gone', async () => {
  const { house, autumn } = people;
  const address = 'kanari.vekk@vigga-kanari.example';
  const confirmation = await house.joins(autumn, address);
  const way = leavePath(confirmation);
  const page = await (await house.visitor.submit(way, way)).text();
  const undo = /name="undo" value="([\w-]{43})"/.exec(page)![1]!;
  const gone = ['ended', 'unsubscribed'];

  const confirm = /\/confirm\/[\w-]{43}/.exec(confirmation.parsed.text!)![0];
  await house.visitor.post(confirm, { yes: '1' });
  expect(await standing(autumn, address)).toEqual(gone);

  await house.visitor.post('/u/undo', { undo: randomToken() });
  await house.visitor.post('/u/undo', { undo: way.split('/').at(-1)! });
  expect(await standing(autumn, address)).toEqual(gone);

  await owner.query(`update jatakk.leave_undo set until = now() - interval '1 second' where hash = $1`, [
    hashToken(undo),
  ]);
  await house.visitor.post('/u/undo', { undo });
  expect(await standing(autumn, address)).toEqual(gone);
});

test('undo within fifteen minutes with the answer’s own token, twice: once it works, once it does not', async () => {
  const { house, autumn } = people;
  const address = 'kanari.angrer@vigga-kanari.example';
  const way = leavePath(await house.joins(autumn, address));
  const leave = async () => {
    const page = await (await house.visitor.submit(way, way)).text();
    return /name="undo" value="([\w-]{43})"/.exec(page)![1]!;
  };
  const undo = await leave();
  const { rows } = await owner.query<{ seconds: number }>(
    `select extract(epoch from until - clock_timestamp())::float as seconds from jatakk.leave_undo where hash = $1`,
    [hashToken(undo)],
  );
  expect(rows[0]!.seconds).toBeGreaterThan(14 * 60);
  expect(rows[0]!.seconds).toBeLessThanOrEqual(15 * 60);
  await house.visitor.post('/u/undo', { undo });
  expect(await standing(autumn, address)).toEqual(['confirmed', null]);
  await leave();
  await house.visitor.post('/u/undo', { undo });
  expect(await standing(autumn, address)).toEqual(['ended', 'unsubscribed']);
});

test('join again after leaving: only through a new confirmation', async () => {
  const { house, autumn } = people;
  const address = 'kanari.igjen@vigga-kanari.example';
  const way = leavePath(await house.joins(autumn, address));
  await house.visitor.post(way, ONE_CLICK);
  const before = house.sink.to(address).length;
  await house.signsUpTo(autumn, address);
  await until('a second confirmation', () => house.sink.to(address).length > before);
  const { rows } = await owner.query<{ state: string }>(
    `select s.state from jatakk.subscription s where s.subscriber_id = $1 order by 1`,
    [(await subscriptionOf(people, autumn, address)).subscriberId],
  );
  expect(rows.map(({ state }) => state)).toEqual(['ended', 'pending']);
});

test('open an address whose row key was destroyed, with everything else the keeper has: it stays shut', async () => {
  const { house, autumn } = people;
  const { id, subscriberId } = await subscriptionOf(people, autumn, CANARY.autumn);
  const ring = await house.keeper!.get(KeyRings).ring(autumn.registerId);
  await house.stopKeeper();
  const held = await claimFor(people, await sendingCampaign(people, autumn, 'Slettet'), id);
  const keeper = await signInto(house.database.keeperUrl);
  const look = async () => {
    const { rows } = await keeper.query<{ address: Buffer; key_version: number; row_key: Buffer | null }>(
      'select address, key_version, row_key from jatakk.open_deliveries(array[$1]::uuid[], array[$2]::bigint[])',
      [held.id, held.fence],
    );
    return rows[0]!;
  };
  const open = (
    { address, key_version: keyVersion }: { address: Buffer; key_version: number },
    rowKey: Buffer,
  ) =>
    openSubscriberAddress(ring, { registerId: autumn.registerId, subscriberId, address, keyVersion, rowKey });

  const before = await look();
  expect(open(before, before.row_key!).asTyped).toBe(CANARY.autumn);
  await owner.query('delete from vault.row_key where row_id = $1', [subscriberId]);
  const after = await look();
  await keeper.end();
  expect(after.row_key).toBeNull();
  const { rows } = await owner.query<{ key: Buffer }>('select key from vault.row_key');
  for (const rowKey of [
    Buffer.alloc(16),
    Buffer.from(randomUUID().replaceAll('-', ''), 'hex'),
    ...rows.map(({ key }) => key),
  ])
    expect(() => open(before, rowKey)).toThrow('rest-not-authentic');
});

async function standing(list: TwoRegisters['autumn'], address: string): Promise<[string, string | null]> {
  const { id } = await subscriptionOf(people, list, address);
  const { rows } = await owner.query<{ state: string; why: string | null }>(
    'select state, ended_reason as why from jatakk.subscription where id = $1',
    [id],
  );
  return [rows[0]!.state, rows[0]!.why];
}
