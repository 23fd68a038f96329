import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReturnedArrival } from '../../src/inbound/arrival.js';
import { readReturnToken } from '../../src/inbound/return-token.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { subscriptionOf } from '../promises/support/two-registers.js';
import { dealtWith, putDown } from '../support/arrivals.js';
import { type ListIds, TestHouse } from '../support/house.js';
import type { SunkMail } from '../support/sink.js';
import { until } from '../support/until.js';

const DOMAIN = 'returns.fjellhallen.example';

const HARD = { class: 'hard', wording: 'no-such-mailbox', status: '5.1.1', stillTrying: false } as const;
const COMPLAINT = { class: 'complaint', wording: 'reported-as-spam', stillTrying: false } as const;

let house: TestHouse;
let news: string;
let buyers: string;
let autumn: ListIds;
let family: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  await house.database.owner.query('update jatakk.installation set return_domain = $1', [DOMAIN]);
  news = await house.makeRegister('nyhetsbrev');
  buyers = await house.makeRegister('billettkjopere');
  autumn = await house.makeList(news, 'host');
  family = await house.makeList(news, 'familie');
});
afterAll(() => house.close());

/** What a token in an address of ours names, as only the keeper can read it. */
async function namedBy(register: string, address: string) {
  const [local, domain] = address.split('@');
  const ring = await house.keeper!.get(KeyRings).ring(register);
  return { domain, ...readReturnToken(ring.current('verp').key, register, local!) };
}

/** Somebody who joins lists and is sent a campaign to the first; and the one delivery of it that is theirs. */
async function isSent(address: string, ...lists: ListIds[]) {
  for (const list of lists) await house.joins(list, address);
  const list = lists[0]!;
  const subject = `Til ${address.split('@')[0]}`;
  const campaign = await house.sends(list, subject);
  await house.isSent(campaign);
  const mail = house.sink.to(address).findLast(({ parsed }) => parsed.subject === subject)!;
  const { id: deliveryId } = await namedBy(list.registerId, mail.from);
  return { campaign, mail, deliveryId: deliveryId! };
}

async function comesBack(
  content: Omit<ReturnedArrival, 'deliveryId'> & { deliveryId: string },
  register = news,
  sealedFor?: { ringId?: string; rowId?: string },
): Promise<'gone' | 'put aside'> {
  const row = { kind: 'returned' as const, registerId: register, content, ...(sealedFor && { sealedFor }) };
  return dealtWith(house.database, await putDown(house.database, row));
}

async function stands(list: ListIds, address: string): Promise<string> {
  const { id } = await subscriptionOf({ house }, list, address);
  const { rows } = await house.database.owner.query<{ stands: string }>(
    `select concat_ws(' ', state, ended_reason) as stands from jatakk.subscription where id = $1`,
    [id],
  );
  return rows[0]!.stands;
}

async function delivery(id: string): Promise<string> {
  const { rows } = await house.database.owner.query<{ became: string }>(
    `select concat_ws(' ', state, reply_class, came_back) as became from jatakk.delivery where id = $1`,
    [id],
  );
  return rows[0]!.became;
}

const listUnsubscribe = ({ raw }: SunkMail): string =>
  /^List-Unsubscribe: (.*(?:\r\n[ \t].*)*)/im.exec(raw.toString('latin1'))![1]!.replaceAll(/\r\n\s+/g, ' ');

describe('what leaves', () => {
  test('goes out with a return path that names its delivery, and nothing that anybody can read', async () => {
    const { mail, deliveryId, campaign } = await isSent('ida@example.org', autumn);
    expect(mail.from).toMatch(/^r-[a-z2-7]{55}@returns\.fjellhallen\.example$/);
    const { rows } = await house.database.owner.query(
      'select campaign_id from jatakk.delivery where id = $1',
      [deliveryId],
    );
    expect(rows).toEqual([{ campaign_id: campaign }]);
    expect((await namedBy(news, mail.from)).use).toBe('r');
    expect(mail.from).not.toContain(deliveryId.slice(0, 8));
  });

  test('has one link and one address to leave by, and the address names the subscription', async () => {
    const { mail } = await isSent('per@example.org', autumn);
    const [, url, address] = /^<(https?:[^<>]+)>, <mailto:([^<>?]+)\?subject=unsubscribe>$/.exec(
      listUnsubscribe(mail),
    )!;
    expect(url).toContain('/u/');
    const { id } = await subscriptionOf({ house }, autumn, 'per@example.org');
    expect(await namedBy(news, address!)).toMatchObject({ domain: DOMAIN, use: 'u', id });
  });

  test('confirmations come back as before: what cannot be told apart from a forgery has nothing to say', async () => {
    const mail = await house.joins(family, 'una@example.org');
    expect(mail.from).toBe('post@fjellhallen.example');
  });
});

describe('what comes back', () => {
  test('a mailbox that is not there: the delivery, the person, the page and the journal say so', async () => {
    const { campaign, deliveryId } = await isSent('kari@example.org', autumn, family);
    expect(await comesBack({ ...HARD, deliveryId })).toBe('gone');
    expect(await delivery(deliveryId)).toBe('bounced hard:5.1.1 no-such-mailbox');
    expect(await stands(autumn, 'kari@example.org')).toBe('ended bounced');
    expect(await stands(family, 'kari@example.org')).toBe('ended bounced');
    const page = await (await house.staff.get(`/staff/registers/${news}/campaigns/${campaign}`)).text();
    expect(page).toContain('Kom i retur');
    expect(page).toContain('Adressen finnes ikke hos mottakerens leverandør');
  });

  test('a complaint: unsubscribed at once, and it is entered as a no', async () => {
    const { deliveryId } = await isSent('ola@example.org', autumn, family);
    await comesBack({ ...COMPLAINT, deliveryId });
    expect(await stands(autumn, 'ola@example.org')).toBe('ended complained');
    await house.answersEntered();
    const { id } = await subscriptionOf({ house }, autumn, 'ola@example.org');
    const { rows } = await house.database.owner.query(
      `select answer, method, detail is not null as entered from jatakk.consent_record
        where subscription_id = $1 and answer = 'no'`,
      [id],
    );
    expect(rows).toEqual([{ answer: 'no', method: 'complaint', entered: true }]);
  });

  test.each([
    ['a server that goes on trying', { ...HARD, stillTrying: true }],
    ['a vacation', { class: 'auto-reply', wording: 'away', stillTrying: false }],
    ['a report that it was delivered', { class: 'none', wording: 'delivered', stillTrying: false }],
    ['a person who answers', { class: 'none', wording: 'no-notice', stillTrying: false }],
  ] as const)('%s: nothing', async (_, content) => {
    const address = `ingenting.${randomUUID()}@example.org`;
    const { deliveryId } = await isSent(address, autumn);
    expect(await comesBack({ ...content, deliveryId })).toBe('gone');
    expect([await delivery(deliveryId), await stands(autumn, address)]).toEqual(['accepted', 'confirmed']);
  });

  test('somebody has another address by now: what the old mailbox sends back is not about them', async () => {
    const { deliveryId } = await isSent('gammel@example.org', autumn);
    await house.database.owner.query(
      `update jatakk.delivery set came_back = 'address-changed' where id = $1`,
      [deliveryId],
    );
    await comesBack({ ...HARD, deliveryId });
    expect(await stands(autumn, 'gammel@example.org')).toBe('confirmed');
  });
});

describe('forged', () => {
  test.each([
    ['sealed for another register', { ringId: randomUUID() }],
    ['sealed for another row', { rowId: randomUUID() }],
  ])('%s: put aside, and nothing changes', async (_, place) => {
    const address = `forfalsket.${randomUUID()}@example.org`;
    const { deliveryId } = await isSent(address, autumn);
    expect(await comesBack({ ...HARD, deliveryId }, news, place)).toBe('put aside');
    expect([await delivery(deliveryId), await stands(autumn, address)]).toEqual(['accepted', 'confirmed']);
  });

  test('about a delivery of another register: nothing changes', async () => {
    const { deliveryId } = await isSent('annen@example.org', autumn);
    expect(await comesBack({ ...HARD, deliveryId }, buyers)).toBe('gone');
    expect(await delivery(deliveryId)).toBe('accepted');
  });

  test('one that cannot be opened holds up nobody behind it', async () => {
    const { deliveryId } = await isSent('bak@example.org', autumn);
    const place = { rowId: randomUUID() };
    const rows = await Promise.all([
      putDown(house.database, {
        kind: 'returned',
        registerId: news,
        content: { ...HARD, deliveryId: randomUUID() },
        sealedFor: place,
      }),
      putDown(house.database, { kind: 'returned', registerId: news, content: { ...HARD, deliveryId } }),
    ]);
    expect(await Promise.all(rows.map((row) => dealtWith(house.database, row)))).toEqual([
      'put aside',
      'gone',
    ]);
    expect(await delivery(deliveryId)).toBe('bounced hard:5.1.1 no-such-mailbox');
  });
});

test('one that meets a fault holds up nobody, and is done once the fault is gone', async () => {
  const { owner } = house.database;
  const bad = await isSent('feil@example.org', autumn);
  const good = await isSent('ikke.feil@example.org', autumn);
  await owner.query(`
    create function jatakk.fails() returns trigger language plpgsql as
      $$ begin raise exception 'a fault of the database'; end $$;
    revoke execute on function jatakk.fails() from public;
    create trigger fails before update on jatakk.delivery
      for each row when (new.id = '${bad.deliveryId}') execute function jatakk.fails()`);
  await house.stopKeeper();
  const [waits, goes] = await Promise.all(
    [bad, good].map(({ deliveryId }) =>
      putDown(house.database, { kind: 'returned', registerId: news, content: { ...HARD, deliveryId } }),
    ),
  );
  await house.startKeeper();
  expect(await dealtWith(house.database, goes!)).toBe('gone');
  expect([await delivery(good.deliveryId), await delivery(bad.deliveryId)]).toEqual([
    'bounced hard:5.1.1 no-such-mailbox',
    'accepted',
  ]);
  await owner.query('drop function jatakk.fails() cascade');
  // It rests for a minute; a keeper that starts knows of none that do.
  await house.stopKeeper();
  await house.startKeeper();
  expect(await dealtWith(house.database, waits!)).toBe('gone');
  expect(await stands(autumn, 'feil@example.org')).toBe('ended bounced');
});

describe('leaving by mail', () => {
  const leaves = async (subscriptionId: string, register = news) =>
    dealtWith(
      house.database,
      await putDown(house.database, { kind: 'leave', registerId: register, content: { subscriptionId } }),
    );

  const toldAbout = (address: string) =>
    until('the mail about it', () =>
      house.sink.to(address).find(({ parsed }) => parsed.subject === 'Du er meldt av host'),
    );

  test('ends that subscription and no other, with a record of it and one short answer that is a machine’s', async () => {
    const address = 'ut@example.org';
    await house.joins(autumn, address);
    await house.joins(family, address);
    const { id } = await subscriptionOf({ house }, autumn, address);
    await leaves(id);
    await leaves(id);
    expect([await stands(autumn, address), await stands(family, address)]).toEqual([
      'ended unsubscribed',
      'confirmed',
    ]);
    const mail = await toldAbout(address);
    expect(mail.from).toBe('');
    expect(mail.parsed.headers.get('auto-submitted')).toBe('auto-replied');
    await house.noticesAccepted();
    expect(
      house.sink.subjectsFor(address).filter((subject) => subject === 'Du er meldt av host'),
    ).toHaveLength(1);
    const { rows } = await house.database.owner.query(
      `select method from jatakk.consent_record where subscription_id = $1 and answer = 'no'`,
      [id],
    );
    expect(rows).toEqual([{ method: 'mail' }]);
  });

  test('is taken back by the button behind the mail’s link; looking changes nothing', async () => {
    const address = 'angrer@example.org';
    await house.joins(autumn, address);
    await leaves((await subscriptionOf({ house }, autumn, address)).id);
    const path = /\/u\/undo\/[\w-]{43}/.exec((await toldAbout(address)).parsed.text!)![0];
    const page = await house.visitor.get(path);
    expect(page.status).toBe(200);
    expect(await stands(autumn, address)).toBe('ended unsubscribed');
    const token = path.split('/').at(-1)!;
    expect((await house.visitor.post('/u/undo', { undo: token })).status).toBe(200);
    expect(await stands(autumn, address)).toBe('confirmed');
    expect(await (await house.visitor.get(path)).text()).toContain('Du er med på host igjen');
  });

  test('of a subscription of another register: nothing', async () => {
    const address = 'blir@example.org';
    await house.joins(autumn, address);
    await leaves((await subscriptionOf({ house }, autumn, address)).id, buyers);
    expect(await stands(autumn, address)).toBe('confirmed');
  });
});
