import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { formats, TIME_ZONE } from '../../src/platform/i18n/formats.js';
import { translator } from '../../src/platform/i18n/messages.js';
import type { Role } from '../../src/staff/policy.js';
import { Frames } from '../../src/web/http/frames.service.js';
import { WhatWaits } from '../../src/web/staff/waiting/what-waits.service.js';
import { colleague } from '../support/colleague.js';
import { textOf } from '../support/html.js';
import type { HttpClient } from '../support/http-client.js';
import { type ListIds, TestHouse } from '../support/house.js';

const t = translator('nb');

let house: TestHouse;
let owner: pg.Client;
let list: ListIds;
let sibling: ListIds;
let elsewhere: ListIds;
const staff: Record<string, HttpClient> = {};

/** Who works here, each with one role, for the house or for the first list alone. */
const MEMBERS: Record<string, { role: Role; where: 'house' | 'list' | 'register' }> = {
  Redaktør: { role: 'editor', where: 'house' },
  Listeredaktør: { role: 'editor', where: 'list' },
  Godkjenner: { role: 'approver', where: 'house' },
  Listegodkjenner: { role: 'approver', where: 'list' },
  Registeradministrator: { role: 'administrator', where: 'register' },
  Personvernansvarlig: { role: 'privacy-officer', where: 'house' },
  Leser: { role: 'viewer', where: 'house' },
  Brevskriver: { role: 'correspondent', where: 'house' },
};

beforeAll(async () => {
  house = await TestHouse.open({ undoSeconds: 300 });
  owner = house.database.owner;
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev', 'Nyhetsbrev'), 'program', 'Programmet');
  sibling = await house.makeList(list.registerId, 'klubb', 'Klubben');
  elsewhere = await house.makeList(
    await house.makeRegister('billetter', 'Billettkjøpere'),
    'billetter',
    'Billetter',
  );
  staff.Kari = house.staff;
  for (const [name, { role, where }] of Object.entries(MEMBERS)) {
    staff[name] = await colleague(house, { name, roles: [role] });
    if (where === 'house') continue;
    await owner.query(
      `update jatakk.staff_grant set register_id = $2, list_id = $3
        where staff_id = (select id from jatakk.staff where name = $1)`,
      [name, list.registerId, where === 'list' ? list.listId : null],
    );
  }
}, 240_000);
afterAll(() => house.close());

beforeEach(async () => {
  await owner.query(
    'delete from jatakk.import; delete from jatakk.proposal; delete from jatakk.rights_request',
  );
  await owner.query(
    'delete from jatakk.register_deletion; delete from jatakk.delivery_tally; delete from jatakk.campaign',
  );
});

const idOf = async (name: string) =>
  (await owner.query<{ id: string }>('select id from jatakk.staff where name like $1', [`${name}%`])).rows[0]!
    .id;

/** A campaign as a row: its state is what this is about, not how it came there. */
async function campaign(of: ListIds, state: string, author = 'Redaktør'): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into jatakk.campaign (id, register_id, list_id, purpose_version, state, locale, subject, preheader, body,
                                  author_id, started_at, finished_at, held_reason)
     values (gen_random_uuid(), $1, $2, 1, $3, 'nb', 'Oktober', '', 'Hei.', $4,
             case when $3 <> 'approved' then now() end, case when $3 = 'sent' then now() end,
             case when $3 = 'held' then 'refused:5.7.26' end) returning id`,
    [of.registerId, of.listId, state, await idOf(author)],
  );
  return rows[0]!.id;
}

async function proposal(of: ListIds, kind: string, content: object, author = 'Kari'): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into jatakk.proposal (id, kind, register_id, list_id, content, digest, author_id, why)
     values (gen_random_uuid(), $1, $2, $3, $4, sha256('x'), $5, 'Fordi.') returning id`,
    [kind, of.registerId, of.listId, content, await idOf(author)],
  );
  return rows[0]!.id;
}

/** What waits on somebody's overview: sentence and link. */
async function waits(client: HttpClient): Promise<{ says: string; href: string }[]> {
  const page = await client.page('/staff');
  const [, part] = /<ul class="waits">([\s\S]*?)<\/ul>/.exec(page) ?? [];
  return [...(part ?? '').matchAll(/<p>([\s\S]*?)<\/p><a href="([^"]+)"/g)].map(([, says, href]) => ({
    says: textOf(says!),
    href: href!,
  }));
}

/** Who is told of it, of everybody who works here. */
async function told(href: string): Promise<string[]> {
  const names = [];
  for (const [name, client] of Object.entries(staff))
    if ((await waits(client)).some((one) => one.href === href)) names.push(name);
  return names.toSorted();
}

const pageOf = (of: ListIds) => `/staff/registers/${of.registerId}/lists/${of.listId}`;
const campaignPage = (of: ListIds, id: string) => `/staff/registers/${of.registerId}/campaigns/${id}`;

test('when there is nothing to do, that is what it says, to everybody, and no number stands in the menu', async () => {
  for (const client of Object.values(staff)) {
    const page = await client.page('/staff');
    expect(page).toContain(t('waits.none'));
    expect(page).not.toContain('class="count"');
  }
});

describe('is told to who may do something about it, and to nobody else', () => {
  test('a campaign that is held, with what holds it', async () => {
    const href = campaignPage(list, await campaign(list, 'held'));
    expect(await told(href)).toEqual([
      'Godkjenner',
      'Kari',
      'Listegodkjenner',
      'Listeredaktør',
      'Redaktør',
      'Registeradministrator',
    ]);
    const [first] = await waits(staff.Godkjenner!);
    expect(first!.says).toBe(`«Oktober» til Programmet står stille. ${t('held.refused.what')}`);
  });

  test('a campaign that is paused, or approved and not sent', async () => {
    const may = ['Kari', 'Listeredaktør', 'Redaktør', 'Registeradministrator'];
    for (const state of ['paused', 'approved'])
      expect(await told(campaignPage(list, await campaign(list, state)))).toEqual(may);
  });

  test('messages of which nobody knows whether they arrived, for a week', async () => {
    const id = await campaign(list, 'sent');
    const href = `${campaignPage(list, id)}/resend-unknown`;
    expect(await told(href)).toEqual([]);
    await owner.query(`insert into jatakk.delivery_tally values ($1, 'unknown', 5), ($1, 'unknown', -2)`, [
      id,
    ]);
    expect(await told(href)).toEqual(['Kari', 'Listeredaktør', 'Redaktør', 'Registeradministrator']);
    expect((await waits(staff.Redaktør!))[0]!.says).toContain('3 meldinger i «Oktober»');
    await owner.query(`update jatakk.campaign set finished_at = now() - interval '8 days' where id = $1`, [
      id,
    ]);
    expect(await told(href)).toEqual([]);
  });

  test('a campaign to be read before it is sent: not to whoever wrote it or in it', async () => {
    const id = await campaign(list, 'in-review');
    const made = await proposal(list, 'campaign', { campaign: id, subject: 'Oktober' });
    await owner.query('update jatakk.campaign set proposal_id = $2 where id = $1', [id, made]);
    const href = `${campaignPage(list, id)}/review`;
    expect(await told(href)).toEqual(['Godkjenner', 'Listegodkjenner']);
    await owner.query('update jatakk.campaign set editors = array[$1::uuid]', [
      await idOf('Listegodkjenner'),
    ]);
    expect(await told(href)).toEqual(['Godkjenner']);
    await owner.query('update jatakk.proposal set author_id = $1', [await idOf('Godkjenner')]);
    expect(await told(href)).toEqual(['Kari']);
  });

  test('new words, and whatever else takes a second person', async () => {
    const approvers = ['Godkjenner', 'Listegodkjenner'];
    for (const kind of ['purpose', 'eyes'])
      expect(await told(`${pageOf(list)}/${kind}/${await proposal(list, kind, {})}`)).toEqual(approvers);
    const { rows } = await owner.query<{ id: string }>(
      `insert into jatakk.proposal (id, kind, content, digest, author_id, why)
       values (gen_random_uuid(), 'relay', '{}', sha256('x'), $1, 'Fordi.') returning id`,
      [await idOf('Kari')],
    );
    expect(await told(`/staff/sending/proposals/${rows[0]!.id}`)).toEqual(['Godkjenner']);
    await proposal(list, 'something-new', {});
    expect(await told(pageOf(list))).toEqual(approvers);
    await owner.query(`update jatakk.proposal set state = 'withdrawn', decided_at = now()`);
    expect(await waits(staff.Godkjenner!)).toEqual([]);
  });

  test('an import: to be put before somebody, then to whoever may say yes to it', async () => {
    const { rows } = await owner.query<{ id: string }>(
      `insert into jatakk.import (id, register_id, list_id, tool, locale, state, author_id, usable)
       values (gen_random_uuid(), $1, $2, 'mailchimp', 'nb', 'read', $3, 10) returning id`,
      [list.registerId, list.listId, await idOf('Kari')],
    );
    const { id } = rows[0]!;
    const href = `${pageOf(list)}/imports/${id}`;
    expect(await told(href)).toEqual(['Kari', 'Registeradministrator']);
    const made = await proposal(list, 'import', { import: id });
    await owner.query(`update jatakk.import set state = 'proposed', proposal_id = $1`, [made]);
    expect(await told(href)).toEqual(['Godkjenner', 'Listegodkjenner']);
  });

  test('what people have asked for by their rights: late, then within a week, not before', async () => {
    const received = (days: number) =>
      owner.query(
        `insert into jatakk.rights_request (id, kind, received_on, note, noted_by)
         values (gen_random_uuid(), 'access', (current_date + $1::integer - interval '1 month')::date, '', $2)`,
        [days, staffId],
      );
    const staffId = await idOf('Kari');
    await received(14);
    expect(await told('/staff/privacy')).toEqual([]);
    await received(4);
    expect(await told('/staff/privacy')).toEqual(['Kari', 'Personvernansvarlig']);
    await received(-3);
    expect((await waits(staff.Personvernansvarlig!)).map(({ says }) => says)).toEqual([
      t('waits.rights-over', { count: 1 }),
      expect.stringMatching(/^Én henvendelse om rettigheter har frist /),
    ]);
    await owner.query(`update jatakk.rights_request set done_on = current_date, done_by = noted_by`);
    expect(await told('/staff/privacy')).toEqual([]);
  });

  test('a register that goes, while that can be called off', async () => {
    await owner.query(
      `insert into jatakk.register_deletion (register_id, name, ordered_by) values ($1, 'Nyhetsbrev', $2)`,
      [list.registerId, await idOf('Kari')],
    );
    const href = `/staff/registers/${list.registerId}`;
    expect(await told(href)).toEqual(['Kari', 'Registeradministrator']);
    await owner.query('update jatakk.register_deletion set keys_destroyed_at = now()');
    expect(await told(href)).toEqual([]);
  });
});

test('of other lists and registers nobody is told more than of their own', async () => {
  const [near, far] = [await campaign(sibling, 'held'), await campaign(elsewhere, 'held')];
  expect(await told(campaignPage(sibling, near))).toEqual([
    'Godkjenner',
    'Kari',
    'Redaktør',
    'Registeradministrator',
  ]);
  expect(await told(campaignPage(elsewhere, far))).toEqual(['Godkjenner', 'Kari', 'Redaktør']);
});

test('the most urgent stands first: what stands still, what is late, what others ask, what takes one press', async () => {
  const kari = await idOf('Kari');
  await campaign(list, 'approved');
  await campaign(list, 'held');
  await proposal(list, 'purpose', {}, 'Redaktør');
  await owner.query(
    `insert into jatakk.rights_request (id, kind, received_on, note, noted_by)
     values (gen_random_uuid(), 'access', current_date - 40, '', $1)`,
    [kari],
  );
  expect((await waits(staff.Kari!)).map(({ says }) => says)).toEqual([
    expect.stringContaining('står stille'),
    t('waits.rights-over', { count: 1 }),
    expect.stringContaining('har foreslått nye ord'),
    expect.stringContaining('er godkjent og kan sendes'),
  ]);
});

test('the number stands in the menu on every page, and is said in words', async () => {
  await campaign(list, 'held');
  await campaign(list, 'paused');
  for (const path of ['/staff', '/staff/members', pageOf(list)]) {
    const page = await staff.Redaktør!.page(path);
    expect([...page.matchAll(/class="count"[^>]*>(\d+)</g)].map(([, count]) => count)).toEqual([
      '2',
      '2',
      '2',
    ]);
    expect(page).toContain(t('waits.count', { count: 2 }));
  }
});

test('no subject, name or list of what waits is markup', async () => {
  await campaign(list, 'held');
  await owner.query(`update jatakk.campaign set state = 'draft'`);
  await owner.query(`update jatakk.campaign set subject = '<b>{count}</b>'`);
  await owner.query(`update jatakk.campaign set state = 'held'`);
  expect(await staff.Redaktør!.page('/staff')).toContain('«&lt;b>{count}&lt;/b>» til Programmet');
});

test('when nothing may be sent since a backup came back, it is said to whoever looks after the sending', async () => {
  const frames = house.web.get(Frames, { strict: false });
  await owner.query(
    `insert into jatakk.restore_question (id, kind, highest) values (gen_random_uuid(), 'restored', 1)`,
  );
  frames.forgetHouse();
  expect(await told('/staff/sending')).toEqual(['Kari']);
  await owner.query('delete from jatakk.restore_question');
  frames.forgetHouse();
});

test('once live, that nobody carries the mail and that it cannot be signed is said to the same', async () => {
  const waiting = house.web.get(WhatWaits, { strict: false });
  const live = (role: Role) =>
    waiting.of(
      { id: 'x', grants: [{ role, registerId: null, listId: null }] },
      { mode: 'live', restore: null },
      formats('nb', TIME_ZONE),
    );
  expect((await live('administrator')).map(({ says }) => says)).toEqual([
    { key: 'waits.no-relay' },
    { key: 'waits.unsigned', params: { domain: 'fjellhallen.example' } },
  ]);
  for (const role of ['editor', 'approver', 'privacy-officer', 'viewer'] as const)
    expect(await live(role)).toEqual([]);
});
