import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { KeepLedgers } from '../../src/keeper/ledger/keep-ledgers.service.js';
import { NightlyRewrite } from '../../src/keeper/nightly-rewrite.service.js';
import { TellOfAnswer } from '../../src/consent/tell-of-answer.service.js';
import { hashToken } from '../../src/platform/sealing/link-token.js';
import { parseEmailAddress } from '../../src/registers/email-address.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { AnswerConfirmation } from '../../src/subscriptions/answer-confirmation.service.js';
import { ReceiveForm } from '../../src/subscriptions/receive-form.service.js';
import { confirmPath, type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';
import { dumpAll } from './support/dump.js';
import { linkRegisters, peopleOf } from './support/link-registers.js';

/** People who are in both registers, all of one month, one language and one state: their cohort. */
const COHORT = 120;

let house: TestHouse;
let owner: pg.Client;
let news: ListIds;
let tickets: ListIds;
let same: Map<string, string>;

const addressOf = (number: number) => `leser.${number}@post-${number % 7}.example`;

beforeAll(async () => {
  house = await TestHouse.open();
  owner = house.database.owner;
  await house.setUp();
  news = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
  tickets = await house.makeList(await house.makeRegister('billettkjopere'), 'billetter');
  await joinBoth(0, COHORT);
  same = await pairs(COHORT);
}, 240_000);
afterAll(() => house.close());

/** One after the other, each in both registers in the same moment, through web's and the keeper's own code. */
async function joinBoth(from: number, to: number): Promise<void> {
  const forms = house.web.get(ReceiveForm, { strict: false });
  const answers = house.web.get(AnswerConfirmation, { strict: false });
  const telling = house.web.get(TellOfAnswer, { strict: false });
  for (let number = from; number < to; number += 1) {
    const address = addressOf(number);
    for (const { registerId, listId } of [news, tickets])
      await forms.receive(registerId, 'sign-up', {
        address,
        locale: 'nb',
        lists: [{ listId, purposeVersion: 1 }],
      });
  }
  for (let number = from; number < to; number += 1) {
    const mails = await until('both confirmations', () => {
      const found = house.sink.to(addressOf(number));
      return found.length === 2 && found;
    });
    for (const { parsed, ...mail } of mails) {
      const { registerId } = parsed.subject!.includes(news.name) ? news : tickets;
      const told = await telling.tell(registerId, { at: new Date().toISOString(), page: '/confirm' });
      const hash = hashToken(
        confirmPath({ ...mail, parsed })
          .split('/')
          .at(-1)!,
      );
      expect(await answers.confirm(hash, told)).toBe('confirmed');
    }
  }
  await house.answersEntered();
}

/** The truth that the attack is measured by: who in the one register is who in the other. */
async function pairs(many: number): Promise<Map<string, string>> {
  const idsIn = async ({ registerId }: ListIds) => {
    const ring = await house.keeper!.get(KeyRings).ring(registerId);
    const { rows } = await owner.query<{ id: string; index: string }>(
      `select id, encode(blind_index, 'hex') as index from jatakk.subscriber where register_id = $1`,
      [registerId],
    );
    const byIndex = new Map(rows.map(({ id, index }) => [index, id]));
    return Array.from({ length: many }, (_, number) => {
      const reading = parseEmailAddress(addressOf(number));
      if (!reading.ok) throw new Error('not an address');
      return byIndex.get(ring.blindIndex(reading.address).toString('hex'))!;
    });
  };
  const [ones, others] = [await idsIn(news), await idsIn(tickets)];
  return new Map(ones.map((id, at) => [id, others[at]!]));
}

async function attack() {
  const dump = await dumpAll(owner);
  const [ones, others] = [peopleOf(dump, news.registerId), peopleOf(dump, tickets.registerId)];
  expect([ones.length, others.length]).toEqual([same.size, same.size]);
  return linkRegisters(ones, others, same);
}

/** The rows become those of yesterday, and the night comes. */
async function nextNight(): Promise<number> {
  await owner.query(`update jatakk.notice set not_before = not_before - interval '1 day',
    handed_at = handed_at - interval '1 day', accepted_at = accepted_at - interval '1 day'
    where accepted_at > current_date or handed_at > current_date`);
  await owner.query('update jatakk.ledger_log set sealed_on = current_date - 1');
  await house.keeper!.get(KeepLedgers).sealDue();
  await owner.query('update jatakk.rewrite set done_on = current_date - 1');
  return house.keeper!.get(NightlyRewrite).rewrite();
}

const told: string[] = [];
afterAll(() => console.log(told.join('\n')));

test('match the same people across two registers in a full dump of today’s rows: this thief finds them, by times and transactions', async () => {
  const { found, best, clues } = await attack();
  told.push(`today's rows: ${percent(found)} found, best by ${best} of ${clues} clues`);
  expect(found).toBeGreaterThan(COHORT / 2);
  expect(clues).toBeGreaterThan(50);
});

test('the same thief after the night, with ids, times, lengths, xmin, ctid and order: no better than one in the cohort', async () => {
  const before = await shapeOfRows();
  expect(await nextNight()).toBe(2 * COHORT);
  expect(await shapeOfRows()).toEqual(before);
  const { found, clues, best } = await attack();
  told.push(
    `after the night: ${percent(found)} found, by guessing ${percent(1)}, best by ${best} of ${clues} clues`,
  );
  // Guessing finds one on average, and seven or more once in ten thousand runs.
  expect(found).toBeLessThan(7);
});

test('tell those of one day from those of another day of the same month: by no transaction, after the second night', async () => {
  await joinBoth(COHORT, COHORT + 10);
  same = await pairs(COHORT + 10);
  // All who look alike are rewritten with them; a night in which nothing came rewrites nobody.
  expect(await nextNight()).toBe(2 * (COHORT + 10));
  for (const table of [
    'jatakk.subscriber',
    'jatakk.subscription',
    'jatakk.consent_record',
    'vault.row_key',
  ]) {
    const { rows } = await owner.query<{ transactions: number }>(
      `select count(distinct xmin::text)::integer as transactions from ${table} group by register_id`,
    );
    expect([table, rows.map(({ transactions }) => transactions)]).toEqual([table, [1, 1]]);
  }
  await owner.query('update jatakk.rewrite set done_on = current_date - 1');
  expect(await house.keeper!.get(NightlyRewrite).rewrite()).toBe(0);
});

test('read when a confirmed person’s mail was sent, after the night: the month, and no more', async () => {
  const { rows } = await owner.query<{ fine: boolean }>(
    `select bool_and(not_before = date_trunc('month', not_before) and handed_at = date_trunc('month', handed_at)
                     and accepted_at = date_trunc('month', accepted_at)) as fine from jatakk.notice where kind = 'confirmation'`,
  );
  expect(rows).toEqual([{ fine: true }]);
});

/** How many rows each table of people has, and a sum over all that they say: the night changes neither. */
async function shapeOfRows(): Promise<string[]> {
  const sums: string[] = [];
  for (const [table, left = ''] of [
    ['jatakk.subscriber'],
    ['jatakk.subscription'],
    ['jatakk.consent_record'],
    ['vault.row_key'],
    ['jatakk.notice_subscription'],
    ['jatakk.suppression'],
    ['jatakk.notice', ` - 'handed_at' - 'accepted_at' - 'not_before'`],
  ]) {
    const { rows } = await owner.query<{ sum: string }>(
      `select count(*) || ' ' || md5(string_agg(x, '' order by x)) as sum from (select (to_jsonb(t)${left})::text as x from ${table} t) y`,
    );
    sums.push(`${table} ${rows[0]!.sum}`);
  }
  return sums;
}

/** As a share of the cohort. */
function percent(found: number): string {
  return `${((100 * found) / COHORT).toFixed(1)} %`;
}
