import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { hashToken } from '../../src/platform/sealing/link-token.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { exceptions, outcomeOf, signInto } from './support/attempt.js';
import { claimFor, type Held } from './support/deliveries.js';

let house: TestHouse;
let list: ListIds;
let owner: pg.Client;
let web: pg.Client;
let keeper: pg.Client;
/** A confirmed subscription to version 1, of a list that publishes version 2. */
let old: { id: string; leaveHash: Buffer };

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  const mail = await house.joins(list, 'gammel@example.org');
  const path = `/staff/registers/${list.registerId}/lists/${list.listId}/purpose`;
  // Alone in the house: material, and published at once.
  await house.staff.submit(path, path, {
    purpose_nb: 'Alt mulig.',
    frequency_nb: 'Ofte.',
    purpose_en: 'Anything.',
    frequency_en: 'Often.',
    says: 'material',
    why: 'Vi vil sende mer.',
  });
  await house.stopKeeper();
  owner = house.database.owner;
  web = await signInto(house.database.webUrl);
  keeper = await signInto(house.database.keeperUrl);
  const { rows } = await owner.query<{ id: string }>('select id from jatakk.subscription');
  old = {
    id: rows[0]!.id,
    leaveHash: hashToken(/\/u\/([\w-]{43})/.exec(mail.parsed.text!)![1]!),
  };
});
afterAll(async () => {
  await web.end();
  await keeper.end();
  await house.close();
});

const versionOf = async () =>
  (
    await owner.query<{ version: number }>(
      'select purpose_version as version from jatakk.subscription where id = $1',
      [old.id],
    )
  ).rows[0]!.version;

async function campaignOf(kind: string, version: number): Promise<string> {
  const id = await house.writes(list, kind);
  await owner.query(
    `update jatakk.campaign set kind = $2, purpose_version = $3, state = 'sending' where id = $1`,
    [id, kind, version],
  );
  return id;
}

async function gateOf(held: Held): Promise<string> {
  const { rows } = await keeper.query<{ verdict: string }>('select verdict from jatakk.gate($1, $2)', [
    [held.id],
    [held.fence],
  ]);
  return rows[0]!.verdict;
}

const claim = async (campaign: string) =>
  claimFor({ house }, { id: campaign, registerId: list.registerId }, old.id);

test('send under new words to somebody who said yes to the old ones: skip:other-purpose', async () => {
  expect(await gateOf(await claim(await campaignOf('regular', 2)))).toBe('skip:other-purpose');
});

test('send a correction of what somebody never got: skip:no-mistake', async () => {
  const mistake = await campaignOf('regular', 1);
  const correction = await house.writes(list, 'Rettelse');
  await owner.query(
    `update jatakk.campaign set kind = 'correction', corrects = $2, purpose_version = 1, state = 'sending' where id = $1`,
    [correction, mistake],
  );
  expect(await gateOf(await claim(correction))).toBe('skip:no-mistake');
});

test('say yes to new words with the link out, a guess, or the hash of an id: unknown, and nothing is written', async () => {
  const { rows } = await owner.query<{ n: number }>(
    'select count(*)::integer as n from jatakk.consent_record',
  );
  for (const hash of [old.leaveHash, randomBytes(32), hashToken(old.id)]) {
    const answer = await web.query<{ word: string }>(
      'select jatakk.answer_reconsent($1, true, 1, null, null, null) as word',
      [hash],
    );
    expect(answer.rows).toEqual([{ word: 'unknown' }]);
  }
  const after = await owner.query<{ n: number }>('select count(*)::integer as n from jatakk.consent_record');
  expect([await versionOf(), after.rows]).toEqual([1, rows]);
});

test('make a question, its link or its answer up, as web or keeper: permission denied', async () => {
  const forgeries = [
    `insert into jatakk.reconsent_ask (hash) values ('\\x00')`,
    `update jatakk.reconsent_ask set answer = 'yes'`,
    `select * from jatakk.reconsent_ask`,
    `update jatakk.subscription set purpose_version = 2`,
    `update jatakk.campaign set kind = 'farewell'`,
    `update jatakk.list set state = 'open'`,
  ];
  expect(await exceptions(web, forgeries, 'permission denied')).toEqual([]);
  expect(await exceptions(keeper, forgeries, 'permission denied')).toEqual([]);
  const insert = `insert into jatakk.campaign (id, register_id, list_id, purpose_version, locale, subject, preheader, body, author_id, kind)
    select gen_random_uuid(), l.register_id, l.id, 2, 'nb', 'x', '', 'x', s.id, 'reconsent' from jatakk.list l, jatakk.staff s`;
  expect(await outcomeOf(web, insert)).toBe('permission denied');
  expect(await outcomeOf(keeper, `select jatakk.answer_reconsent('\\x00', true, 1, null, null, null)`)).toBe(
    'permission denied',
  );
});

test('write a link down for a delivery that is another worker’s, or of an ordinary campaign: no row, no link', async () => {
  const question = await claim(await campaignOf('reconsent', 2));
  const ordinary = await claim(await campaignOf('regular', 1));
  for (const [id, fence] of [
    [question.id, '6'],
    [ordinary.id, ordinary.fence],
  ])
    expect(
      (await keeper.query('select * from jatakk.ask_anew($1, $2, $3)', [id, fence, randomBytes(32)]))
        .rowCount,
    ).toBe(0);
  expect((await owner.query('select 1 from jatakk.reconsent_ask')).rowCount).toBe(0);
  // The one who holds it is told the words that were said yes to.
  const { rows } = await keeper.query('select * from jatakk.ask_anew($1, $2, $3)', [
    question.id,
    question.fence,
    hashToken('spørsmål'),
  ]);
  expect(rows).toEqual([{ locale: 'nb', version: 1, revision: 1 }]);
});

test('answer with words that were never published: superseded; press yes from two places at once: one record', async () => {
  const hash = hashToken('spørsmål');
  const answer = (client: pg.Client, revision: number) =>
    client.query<{ word: string }>('select jatakk.answer_reconsent($1, true, $2, null, null, null) as word', [
      hash,
      revision,
    ]);
  expect((await answer(web, 7)).rows).toEqual([{ word: 'superseded' }]);
  expect(await versionOf()).toBe(1);
  const other = await signInto(house.database.webUrl);
  const words = await Promise.all([answer(web, 1), answer(other, 1)]);
  await other.end();
  expect(words.map(({ rows }) => rows[0]!.word).sort()).toEqual(['already', 'yes']);
  const { rows } = await owner.query(
    `select answer, purpose_version from jatakk.consent_record where method = 'reconsent'`,
  );
  expect([await versionOf(), rows]).toEqual([2, [{ answer: 'yes', purpose_version: 2 }]]);
});

test('ask once more who has answered: skip:other-purpose; draft a second question about the same words: refused', async () => {
  expect(await gateOf(await claim(await campaignOf('regular', 2)))).toBe('go');
  await expect(campaignOf('reconsent', 2)).rejects.toThrow('campaign_one_reconsent');
});
