import { askInSurvey, INVITATION } from './ask-in-survey.js';
import { Browser } from './browser.js';
import { ThrowAwayHouse } from './house.js';
import { type Received, Sink } from './sink.js';
import { DEVICES, readVisits, SITE, VIEWS, VISITS, visitSite } from './visit-site.js';
import {
  confirm,
  confirmationOf,
  confirmedOn,
  copyCampaign,
  leaveWithOneClick,
  makeList,
  makeRegister,
  send,
  sentNumbers,
  setUp,
  signUp,
  until,
  wayOut,
  writeCampaign,
} from './steps.js';
import { LETTER, type WhatCameBack, whatComesBack } from './what-comes-back.js';

/** What the demo found. A duplicate is the same delivery twice. */
export interface DemoResult extends WhatCameBack {
  confirmed: number;
  sent1: number;
  skipped1: number;
  sent2: number;
  twoRegisters: number;
  wrongRecipients: number;
  duplicates: number;
  unsubscribed: number;
  answered: number;
  answeredTwice: number;
  visits: number;
  views: number;
  devices: number;
  toldInPublic: number;
  seconds: number;
}

export interface DemoOutcome {
  result: DemoResult;
  asExpected: boolean;
}

const EXPECTED: Omit<DemoResult, 'seconds'> = {
  confirmed: 27,
  sent1: 16,
  skipped1: 1,
  sent2: 13,
  twoRegisters: 5,
  wrongRecipients: 0,
  duplicates: 0,
  unsubscribed: 4,
  answered: 40,
  answeredTwice: 0,
  visits: VISITS,
  views: VIEWS,
  devices: DEVICES,
  toldInPublic: 3,
  stillThere: 2,
  bounced: 1,
  softly: 1,
  complained: 1,
  leftByMail: 1,
  toldOfLeaving: 1,
  read: 1,
  replied: 1,
};

const FIRST = 'Uke 40';
const SECOND = 'Uke 41';

const person = (number: number) => `person-${String(number).padStart(2, '0')}@example.org`;
const people = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => person(from + index));

/**
 * The whole main job, by itself, in a throw-away data folder, through HTTP and SMTP: two lists, thirty sign-ups, two
 * campaigns with people leaving before and between, the same campaign to a second register, a survey of forty answers, five
 * mails that come back each in another way, and a day of visits to a site.
 * @param told what came of it, while the house still stands
 */
export async function runDemo(
  say: (line: string) => void,
  told: (outcome: DemoOutcome, url: string) => Promise<void>,
): Promise<DemoOutcome> {
  const started = performance.now();
  const sink = new Sink();
  const house = await ThrowAwayHouse.start(await sink.listen());
  let failed = true;
  try {
    const result = await play(house, sink, (text) =>
      say(`${seconds(started).toFixed(1).padStart(6)} s  ${text}`),
    );
    const complete = { ...result, seconds: Math.round(seconds(started) * 10) / 10 };
    const asExpected = Object.entries(EXPECTED).every(
      ([key, value]) => result[key as keyof typeof EXPECTED] === value,
    );
    failed = !asExpected || sink.oddHeaders > 0;
    const outcome = { result: complete, asExpected: !failed };
    await told(outcome, house.url);
    return outcome;
  } finally {
    sink.release();
    const folder = await house.stop({ keepFolder: failed });
    if (failed) say(`What it left is in ${folder}`);
    await sink.close();
  }
}

export function expectedOf(key: keyof typeof EXPECTED): number {
  return EXPECTED[key];
}

async function play(
  house: ThrowAwayHouse,
  sink: Sink,
  step: (text: string) => void,
): Promise<Omit<DemoResult, 'seconds'>> {
  const staff = new Browser(house.url);
  const visitor = new Browser(house.url);
  const campaignMails = () => sink.received.filter(({ unsubscribeUrl }) => unsubscribeUrl !== undefined);
  step(`Jatakk runs at ${house.url}, with a database of its own`);

  await setUp(staff, house.setupPath);
  const readers = await makeRegister(staff, 'Nyhetsbrev', 'nyhetsbrev');
  const listA = await makeList(staff, readers, 'Liste A', 'liste-a');
  const listB = await makeList(staff, readers, 'Liste B', 'liste-b');
  step('set up: an organisation, an administrator, a register with the lists A and B');
  await visitSite(house, staff);
  step(`${VISITS} visits to ${SITE}, and ${DEVICES} devices that said yes to being counted`);

  const onA = people(1, 20);
  const onB = people(16, 25);
  for (const address of onA) await signUp(visitor, 'liste-a', address);
  for (const address of onB) await signUp(visitor, 'liste-b', address);
  step(
    `${onA.length + onB.length} sign-ups by ${new Set([...onA, ...onB]).size} people, 5 of them to both lists`,
  );

  const silent = people(1, 3);
  const confirmations = new Map<string, Received>();
  for (const address of onA) confirmations.set(address, await confirmationOf(sink, address, 'Liste A'));
  for (const address of onA.filter((one) => !silent.includes(one)))
    await confirm(visitor, confirmations.get(address)!);
  for (const address of onB) await confirm(visitor, await confirmationOf(sink, address, 'Liste B'));
  const confirmed = (await confirmedOn(staff, readers, listA)) + (await confirmedOn(staff, readers, listB));
  step(`${confirmed} confirmed; 3 on A never do`);

  const regretting = person(4);
  const first = await writeCampaign(staff, readers, listA, FIRST);
  sink.hold();
  await send(staff, first);
  // A relay that has not answered yet is given a few at a time: the others wait behind them.
  await until('the campaign reaches the mail server', () => sink.waiting >= 4);
  step('a campaign to A is under way; the mail server holds the first of the 17 recipients back');
  await leaveWithOneClick(wayOut(confirmations.get(regretting)!));
  let unsubscribed = 1;
  step('one of the 17 leaves with one click, and is answered');
  sink.release();
  const numbers1 = await sentNumbers(staff, first);
  const received1 = campaignMails().filter(({ subject }) => subject === FIRST);
  step(
    `the mail server goes on: ${received1.length} received, ${numbers1.skipped} skipped, of ${numbers1.total}`,
  );

  const leaving = people(5, 7);
  for (const address of leaving) {
    await leaveWithOneClick(received1.find(({ to }) => to === address)!.unsubscribeUrl!);
    unsubscribed += 1;
  }
  step('three more leave, by the button in the mail they got');

  const second = await writeCampaign(staff, readers, listA, SECOND);
  await send(staff, second);
  const numbers2 = await sentNumbers(staff, second);
  step(`a second campaign to A: ${numbers2.accepted} sent`);

  const buyers = await makeRegister(staff, 'Billettkjøpere', 'billettkjopere');
  const listC = await makeList(staff, buyers, 'Liste C', 'liste-c');
  const both = people(8, 12);
  for (const address of both) await signUp(visitor, 'liste-c', address);
  for (const address of both) await confirm(visitor, await confirmationOf(sink, address, 'Liste C'));
  step('five of them join a list in a second register');
  const copy = await copyCampaign(staff, second, listC, buyers);
  await send(staff, copy);
  const numbersCopy = await sentNumbers(staff, copy);
  step(`the second campaign is copied to it: ${numbersCopy.accepted} sent`);

  const stage = { house, staff, visitor, sink, register: readers, step };
  const asked = people(31, 70);
  const survey = await askInSurvey({ ...stage, people: asked });

  const written = people(71, 75);
  const back = await whatComesBack({ ...stage, people: written });

  const visited = await readVisits(house, staff, visitor);
  step(
    `that day is over: staff see ${visited.views} pages in ${visited.visits} visits, and the privacy page says so`,
  );

  const mails = campaignMails();
  const ofSecond = (address: string) =>
    mails.filter(({ to, subject }) => to === address && subject === SECOND).length;
  const stayed = onA.filter((one) => !silent.includes(one) && one !== regretting);
  const due = new Map<string, number>();
  for (const address of stayed) due.set(`${FIRST} ${address}`, 1);
  for (const address of stayed.filter((one) => !leaving.includes(one))) due.set(`${SECOND} ${address}`, 1);
  for (const address of both) due.set(`${SECOND} ${address}`, 2);
  for (const address of asked) due.set(`${INVITATION} ${address}`, 1);
  for (const address of written) due.set(`${LETTER} ${address}`, 1);
  const ids = mails.map(({ messageId }) => messageId);
  return {
    confirmed,
    sent1: agreed(received1.length, numbers1.accepted),
    skipped1: numbers1.skipped,
    sent2: agreed(
      mails.filter(({ subject }) => subject === SECOND).length - numbersCopy.accepted,
      numbers2.accepted,
    ),
    twoRegisters: both.filter((address) => ofSecond(address) === 2).length,
    wrongRecipients: wrong(mails, due),
    duplicates: ids.length - new Set(ids).size,
    unsubscribed,
    ...survey,
    ...back,
    ...visited,
  };
}

/** What staff are shown and what the mail server holds must be the same number; -1 when they are not. */
function agreed(held: number, shown: number): number {
  return held === shown ? held : -1;
}

/** Messages too many and messages too few. */
function wrong(mails: Received[], due: Map<string, number>): number {
  const left = new Map(due);
  let count = 0;
  for (const { to, subject } of mails) {
    const key = `${subject} ${to}`;
    const open = left.get(key) ?? 0;
    if (open === 0) count += 1;
    else left.set(key, open - 1);
  }
  return [...left.values()].reduce((sum, missing) => sum + missing, count);
}

function seconds(since: number): number {
  return (performance.now() - since) / 1000;
}
