import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { ROTATED } from '../../src/registers/rotations.queries.js';
import { type Attempt, HostileSink } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { opens, rotationsDone, STAFF } from '../support/rotations.js';
import { signsFor, verdicts } from '../support/signing.js';
import { until } from '../support/until.js';

const PEOPLE = Array.from({ length: 240 }, (_, n) => `person${n}@example.org`);
const DOMAIN = 'fjellhallen.example';
const BODY = '# Hei {{fornavn|venn}}\n\nDette skjer.';
/** Of the register all, of the staff's the two that anything is under. */
const RINGS = (list: ListIds) =>
  [...ROTATED.map((purpose) => [list.registerId, purpose]), [STAFF, 'seal'], [STAFF, 'notice']] as const;
const THROUGH_EACH_TIME = 15;

let house: TestHouse;
let list: ListIds;
let relay: HostileSink;
let other: TestHouse['keeper'];

/** The relay says yes to so many more recipients, and lets all others wait. */
const turnstile = { open: 0, waiting: [] as (() => void)[] };
function letThrough(some: number): void {
  turnstile.open += some;
  while (turnstile.open > 0 && turnstile.waiting.length > 0) {
    turnstile.open -= 1;
    turnstile.waiting.shift()!();
  }
}
const turn = () =>
  new Promise<undefined>((resolve) => {
    turnstile.waiting.push(() => resolve(undefined));
    letThrough(0);
  });

const inDatabase = async (sql: string, values: unknown[] = []) =>
  (await house.database.owner.query(sql, values)).rows as Record<string, unknown>[];

/** Text and bytes of the mails that were taken, by whom they went to. */
async function mailsOf(taken: readonly Attempt[]): Promise<Map<string, { text: string; wire: Buffer }>> {
  const mails = await Promise.all(
    taken.map(async ({ rcptTo, wire }) => {
      const { text } = await simpleParser(wire, { skipTextToHtml: true });
      return [/<(.*?)>/.exec(rcptTo)![1]!, { text: text!, wire }] as const;
    }),
  );
  return new Map(mails);
}

/** What both keepers had in hand, opened under the old key, goes back; they take it anew. */
async function pausesAndResumes(campaign: string): Promise<void> {
  await house.presses('pause', list, campaign);
  letThrough(10_000);
  const inHand = `select 1 from jatakk.delivery where campaign_id = $1 and state in ('claimed', 'handed')`;
  await until('nothing is in hand', async () => (await inDatabase(inHand, [campaign])).length === 0);
  turnstile.open = 0;
  await house.presses('resume', list, campaign);
  letThrough(THROUGH_EACH_TIME);
}

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hovedlisten', 'Hovedlisten');
  const questions = `/staff/registers/${list.registerId}/lists/${list.listId}/questions`;
  const asked = { name: 'fornavn', label_nb: 'Fornavn', why_nb: 'Derfor.', label_en: 'Name', why_en: 'So.' };
  await house.staff.submit(questions, questions, asked);
  const form = `/lists/${list.slug}`;
  const [question] = /answer-[0-9a-f-]{36}/.exec(await house.visitor.page(form))!;
  for (let at = 0; at < PEOPLE.length; at += 40) {
    await Promise.all(
      PEOPLE.slice(at, at + 40).map(async (address) => {
        await house.visitor.submit(form, form, { address, [question]: address.split('@')[0]! });
        await house.confirms(await house.confirmationFor(address, list));
      }),
    );
  }
  relay = await new HostileSink().listen();
}, 240_000);
afterAll(async () => {
  letThrough(10_000);
  await other?.close();
  await house.close();
  await relay.close();
});

test('every key is rotated while a campaign is on its way: each gets it once, signed, with their answer, and every link leads out', async () => {
  const zone = await signsFor(house, DOMAIN);
  relay.answer = (stage) => (stage === 'rcpt' ? turn() : undefined);
  // Two: what one of them rotates the other must hear of.
  await keeperTo(house, relay);
  other = house.keeper;
  house.keeper = undefined;
  await keeperTo(house, relay);
  const campaign = await house.sends(list, 'Mens nøklene byttes', BODY);
  await until('it is on its way', () => turnstile.waiting.length > 0);

  for (const [ring, purpose] of RINGS(list)) {
    const before = relay.accepted.length;
    // Some pass while the key is being changed, others when it has been.
    letThrough(THROUGH_EACH_TIME);
    await opens(house, ring, [purpose]);
    await rotationsDone(house);
    if (purpose === 'rest') await pausesAndResumes(campaign);
    await until('some are through', () => relay.accepted.length >= before + THROUGH_EACH_TIME, 60_000);
  }
  expect(await house.campaignState(campaign)).toBe('sending');
  expect(
    await inDatabase(
      'select purpose, max(version) as version from vault.ring_key where ring_id = $1 group by 1',
      [list.registerId],
    ),
  ).toEqual(expect.arrayContaining(ROTATED.map((purpose) => ({ purpose, version: 2 }))));
  letThrough(10_000);
  await house.isSent(campaign, 90_000);

  expect(await house.deliveries(campaign)).toEqual({ accepted: PEOPLE.length });
  expect(
    await inDatabase(`select 1 from jatakk.delivery where campaign_id = $1 and state <> 'accepted'`, [
      campaign,
    ]),
  ).toEqual([]);
  expect(relay.attempts).toHaveLength(PEOPLE.length);
  const during = await mailsOf(relay.accepted);
  expect([...during.keys()].sort()).toEqual(PEOPLE.toSorted());
  for (const [address, { text, wire }] of during) {
    expect(text).toContain(`Hei ${address.split('@')[0]}`);
    expect(await verdicts(wire, zone)).toEqual(['pass', 'pass']);
  }

  await house.isSent(await house.sends(list, 'Etter byttet', BODY), 90_000);
  const after = await mailsOf(relay.accepted.slice(PEOPLE.length));
  expect([...after.keys()].sort()).toEqual(PEOPLE.toSorted());
  for (const [at, address] of PEOPLE.entries()) {
    const paths = [during, after].map((mails) => /\/u\/[\w-]{43}/.exec(mails.get(address)!.text)![0]);
    expect(paths[0]).not.toBe(paths[1]);
    const left = await house.visitor.post(paths[at % 2]!, { 'List-Unsubscribe': 'One-Click' });
    expect(left.status).toBe(200);
  }
  expect(
    await inDatabase(
      'select state, ended_reason, count(*)::integer as people from jatakk.subscription group by 1, 2',
    ),
  ).toEqual([{ state: 'ended', ended_reason: 'unsubscribed', people: PEOPLE.length }]);
}, 240_000);
