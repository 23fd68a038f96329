import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { translator } from '../../src/platform/i18n/messages.js';
import { newNonce } from '../../src/staff/factors/factor-challenge.js';
import { approval, colleague } from '../support/colleague.js';
import type { HttpClient } from '../support/http-client.js';
import { confirmPath, leavePath, type ListIds, TestHouse } from '../support/house.js';
import type { SunkMail } from '../support/sink.js';
import { until } from '../support/until.js';

const t = translator('nb');
const OLD = 'Nyheter om program.';
const NEW = 'Nyheter om program og tilbud fra dem vi samarbeider med.';

let house: TestHouse;
let list: ListIds;
let ola: HttpClient;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  ola = await colleague(house);
});
afterAll(() => house.close());

const pageOf = (of: ListIds) => `/staff/registers/${of.registerId}/lists/${of.listId}`;

interface Change {
  text?: string;
  says: string;
  why?: string;
}

function proposes(of: ListIds, { text = NEW, says, why = 'Vi har fått samarbeidspartnere.' }: Change) {
  const path = `${pageOf(of)}/purpose`;
  return house.staff.submit(path, path, {
    purpose_nb: text,
    frequency_nb: 'Omtrent én gang i måneden.',
    purpose_en: `${text} (en)`,
    frequency_en: 'About once a month.',
    says,
    why,
  });
}

const placeOf = (answer: Response) => answer.headers.get('location')!.split('?')[0]!;
const doneOf = (answer: Response) => answer.headers.get('location')!.split('?done=')[1];

/** Proposed by Kari, read and published by Ola. */
async function publishes(of: ListIds, change: Change, olaSays = change.says): Promise<string | undefined> {
  const proposal = placeOf(await proposes(of, change));
  return doneOf(await ola.submit(proposal, `${proposal}/decide`, { says: olaSays, ...approval }));
}

async function sendsTo(of: ListIds, subject: string): Promise<string[]> {
  await house.isSent(await house.sends(of, subject));
  return house.sink.mails
    .filter(({ parsed }) => parsed.subject === subject)
    .flatMap(({ to }) => to)
    .sort();
}

async function recordsOf(of: ListIds): Promise<string[]> {
  const { rows } = await house.database.owner.query<{ line: string }>(
    `select concat_ws(' ', answer, method, concat(purpose_version, '.', purpose_revision)) as line
       from jatakk.consent_record where list_id = $1 order by 1`,
    [of.listId],
  );
  return rows.map(({ line }) => line);
}

const csrfOf = async (page: string) => /name="csrf" value="([^"]+)"/.exec(await house.staff.page(page))![1]!;

const renewPath = (mail: SunkMail) => /\/renew\/[\w-]{43}/.exec(mail.parsed.text!)![0];

test('new words are put before another person, who sees both, and cannot be published by their author', async () => {
  const own = await house.makeList(list.registerId, 'konserter');
  const answer = await proposes(own, { says: 'editorial', text: 'Alle nyheter om konserter.' });
  expect(doneOf(answer)).toBe('proposed');
  const proposal = placeOf(answer);
  const mine = await house.staff.page(proposal);
  expect(mine).toContain(t('proposal.own'));
  expect(mine).not.toContain(t('proposal.approve'));
  expect(await ola.page(pageOf(own))).toContain(proposal);
  expect(await ola.page('/staff')).toContain(proposal);
  const theirs = await ola.page(proposal);
  expect(theirs).toContain('<ins>Alle nyheter </ins>');
  expect(theirs).toContain('<del>Nyheter </del>');
  // With her own hand in the form, too.
  const digest = /name="digest" value="([^"]+)"/.exec(theirs)![1]!;
  const forced = await house.staff.post(`${proposal}/decide`, {
    csrf: await csrfOf(proposal),
    digest,
    says: 'editorial',
    decision: 'approve',
    factorNonce: newNonce(),
    factorPassword: 'fire ord som ingen gjetter',
  });
  expect(doneOf(forced)).toBe('proposal-not-now');
  const silent = await ola.submit(proposal, `${proposal}/decide`, { decision: 'approve' });
  expect([silent.status, await silent.text()]).toEqual([
    422,
    expect.stringContaining(t('purpose.error.says')),
  ]);
  const unproven = await ola.submit(proposal, `${proposal}/decide`, {
    says: 'editorial',
    decision: 'approve',
  });
  expect([unproven.status, await unproven.text()]).toEqual([
    422,
    expect.stringContaining(t('decide.error.no-proof')),
  ]);
  const published = await ola.submit(proposal, `${proposal}/decide`, { says: 'editorial', ...approval });
  expect(doneOf(published)).toBe('published-editorial');
  expect(await ola.page(proposal)).toContain('Ola Medarbeider leste forslaget');
  expect(await (await house.visitor.get(`/lists/${own.slug}`)).text()).toContain(
    'Alle nyheter om konserter.',
  );
});

test('is told what is wrong with new words, and keeps what was typed', async () => {
  const empty = await proposes(list, { says: '', text: ' ', why: '' });
  const page = await empty.text();
  expect(empty.status).toBe(422);
  for (const field of ['purpose_nb', 'says', 'why']) expect(page).toContain(`id="${field}-error"`);
  const path = `${pageOf(list)}/purpose`;
  const unchanged = await house.staff.submit(path, path, {
    purpose_nb: 'Nyheter om program.',
    frequency_nb: 'Omtrent én gang i måneden.',
    purpose_en: 'News about program.',
    frequency_en: 'About once a month.',
    says: 'editorial',
    why: 'x',
  });
  expect(await unchanged.text()).toContain(t('purpose.error.unchanged'));
  expect((await ola.get(path)).status).toBe(404);
});

test('after a correction of the language everybody goes on getting what is sent', async () => {
  const own = await house.makeList(list.registerId, 'teater');
  await house.joins(own, 'teater@example.org');
  expect(await publishes(own, { says: 'editorial', text: 'Nytt om teater.' })).toBe('published-editorial');
  expect(await sendsTo(own, 'Etter rettelsen')).toEqual(['teater@example.org']);
  await house.joins(own, 'teater2@example.org');
  expect(await sendsTo(own, 'Begge')).toEqual(['teater2@example.org', 'teater@example.org']);
  expect(await recordsOf(own)).toEqual(['yes double-opt-in 1.1', 'yes double-opt-in 1.2']);
});

test('whoever signed up before new words and confirms after them sees them, and says yes to them', async () => {
  const own = await house.makeList(list.registerId, 'dans');
  await house.signsUpTo(own, 'dans@example.org');
  const mail = await house.confirmationFor('dans@example.org', own);
  expect(await publishes(own, { says: 'material', text: 'Nytt om dans og sirkus.' })).toBe(
    'published-material',
  );
  expect(await (await house.visitor.get(confirmPath(mail))).text()).toContain('Nytt om dans og sirkus.');
  await house.confirms(mail);
  expect(await recordsOf(own)).toEqual(['yes double-opt-in 2.1']);
  expect(await sendsTo(own, 'Dans og sirkus')).toEqual(['dans@example.org']);
});

test('a confirmation pressed from a page that showed the old words says yes to the old ones', async () => {
  const own = await house.makeList(list.registerId, 'kino');
  await house.signsUpTo(own, 'kino@example.org');
  const mail = await house.confirmationFor('kino@example.org', own);
  const page = await (await house.visitor.get(confirmPath(mail))).text();
  const shown = /name="shown" value="([^"]+)"/.exec(page)![1]!;
  await publishes(own, { says: 'material', text: 'Nytt om kino og tv.' });
  await house.visitor.post(confirmPath(mail), { shown });
  expect(await recordsOf(own)).toEqual(['yes double-opt-in 1.1']);
});

test('after another purpose nobody gets anything under it without a yes to it: they are asked once, by a link of their own', async () => {
  const people = { yes: 'ja@example.org', no: 'nei@example.org', silent: 'taus@example.org' };
  const mails = new Map<string, SunkMail>();
  for (const address of Object.values(people)) mails.set(address, await house.joins(list, address));
  const before = await house.writes(list, 'Skrevet før');
  expect(await publishes(list, { says: 'editorial' }, 'material')).toBe('published-material');

  // A draft from before goes under the new words as well, and to nobody.
  const draft = await house.staff.page(`/staff/registers/${list.registerId}/campaigns/${before}`);
  expect(draft).toContain(t('ready.nobody'));
  const answer = await house.staff.post(`/staff/registers/${list.registerId}/campaigns/${before}/send`, {
    csrf: await csrfOf('/staff'),
  });
  expect([answer.status, await house.campaignState(before)]).toEqual([422, 'draft']);
  expect(await house.staff.page(pageOf(list))).toContain(t('list.older', { count: 3 }));

  await house.joins(list, 'ny@example.org');
  expect(await sendsTo(list, 'Bare den nye')).toEqual(['ny@example.org']);

  // The question.
  const reconsent = `${pageOf(list)}/life/reconsent`;
  const drafted = await house.staff.submit(reconsent, reconsent);
  const campaign = /campaigns\/([0-9a-f-]{36})/.exec(drafted.headers.get('location')!)![1]!;
  await house.presses('send', list, campaign);
  await house.isSent(campaign);
  const subject = t('mail.reconsent.subject', { list: list.name });
  const asked = house.sink.mails.filter(({ parsed }) => parsed.subject === subject);
  expect(asked.flatMap(({ to }) => to).sort()).toEqual(Object.values(people).sort());
  for (const { parsed } of asked) {
    for (const part of [parsed.text!, parsed.html as string]) {
      expect(part.replaceAll(/\s+/g, ' ')).toContain(OLD);
      expect(part.replaceAll(/\s+/g, ' ')).toContain(NEW);
    }
  }
  const links = asked.map(renewPath);
  expect(new Set(links).size).toBe(3);

  // Looking changes nothing; only a person's answer does.
  const mailTo = (address: string) => asked.find(({ to }) => to.includes(address))!;
  const link = renewPath(mailTo(people.yes));
  const page = await (await house.visitor.get(link)).text();
  expect(page).toContain(t('renew.ask.title', { list: list.name }));
  expect(page).toContain('<ins>');
  expect(await recordsOf(list)).toEqual(
    Array.from({ length: 4 }, (_, n) => `yes double-opt-in ${n < 3 ? 1 : 2}.1`),
  );
  const yes = await house.visitor.submit(link, link, { answer: 'yes' });
  expect(await yes.text()).toContain(t('renew.said-yes.title', { list: list.name }));
  const no = renewPath(mailTo(people.no));
  expect(await (await house.visitor.submit(no, no, { answer: 'no' })).text()).toContain(
    t('renew.said-no.title'),
  );
  // Pressed twice, or opened again: as it stands.
  await house.visitor.post(link, { answer: 'no', revision: '1' });
  await house.visitor.post(no, { answer: 'no', revision: '1' });
  expect(await (await house.visitor.get(link)).text()).toContain(
    t('renew.said-yes.title', { list: list.name }),
  );
  expect(await recordsOf(list)).toEqual([
    'no reconsent 2.1',
    'yes double-opt-in 1.1',
    'yes double-opt-in 1.1',
    'yes double-opt-in 1.1',
    'yes double-opt-in 2.1',
    'yes reconsent 2.1',
  ]);
  expect(await sendsTo(list, 'De to')).toEqual(['ja@example.org', 'ny@example.org']);

  // Once: no second question about these words, to anybody.
  expect(await house.staff.page(reconsent)).toContain(t('reconsent.asked'));
  const again = await house.staff.post(reconsent, { csrf: await csrfOf(pageOf(list)) });
  expect(doneOf(again)).toBe('nobody-to-ask');

  // A no may become a yes by the same link; whoever has left is asked nothing.
  await house.visitor.submit(no, no, { answer: 'yes' });
  expect(await sendsTo(list, 'De tre')).toEqual(['ja@example.org', 'nei@example.org', 'ny@example.org']);
  const silent = renewPath(mailTo(people.silent));
  const way = leavePath(mailTo(people.silent));
  expect(way).toBe(leavePath(mails.get(people.silent)!));
  await house.visitor.post(way, { 'List-Unsubscribe': 'One-Click' });
  const late = await house.visitor.post(silent, { answer: 'yes', revision: '1' });
  expect(await late.text()).toContain(t('renew.left.title', { list: list.name }));
});

test('a question on its way stops when the words change once more, and its links say so', async () => {
  const own = await house.makeList(list.registerId, 'opera');
  await house.joins(own, 'opera@example.org');
  await publishes(own, { says: 'material', text: 'Opera og ballett.' });
  const reconsent = `${pageOf(own)}/life/reconsent`;
  const drafted = await house.staff.submit(reconsent, reconsent);
  const campaign = /campaigns\/([0-9a-f-]{36})/.exec(drafted.headers.get('location')!)![1]!;
  const subject = t('mail.reconsent.subject', { list: own.name });
  await house.presses('test', own, campaign);
  const trial = await until('the test', () =>
    house.sink.to('kari@fjellhallen.example').find(({ parsed }) => parsed.subject === `[Test] ${subject}`),
  );
  expect(trial.parsed.text).not.toMatch(/\/renew\/[\w-]{43}/);
  await house.presses('send', own, campaign);
  await house.isSent(campaign);
  const mail = house.sink.mails.find(
    ({ parsed, to }) => parsed.subject === subject && to.includes('opera@example.org'),
  )!;
  await publishes(own, { says: 'material', text: 'Opera, ballett og jazz.' });
  const link = renewPath(mail);
  expect(await (await house.visitor.get(link)).text()).toContain(t('renew.superseded.title'));
  await house.visitor.post(link, { answer: 'yes', revision: '1' });
  expect(await recordsOf(own)).toEqual(['yes double-opt-in 1.1']);
  // About these words they have not been asked: once more, for these.
  const next = await house.staff.submit(reconsent, reconsent);
  expect(next.headers.get('location')).toMatch(/campaigns/);
});

test('links that nobody has, or answers that are none, change nothing', async () => {
  const guess = `/renew/${'a'.repeat(43)}`;
  expect((await house.visitor.get(guess)).status).toBe(404);
  expect((await house.visitor.post(guess, { answer: 'yes', revision: '1' })).status).toBe(404);
  expect((await house.visitor.get('/renew/kort')).status).toBe(404);
});

test('a campaign that was to start when the purpose changed is held, and begins anew under the new words', async () => {
  const own = await house.makeList(list.registerId, 'jazz');
  await house.joins(own, 'jazz@example.org');
  await house.database.owner.query('update jatakk.installation set undo_seconds = 300');
  try {
    const campaign = await house.sends(own, 'Jazz i kveld');
    await publishes(own, { says: 'material', text: 'Jazz og blues.' });
    await house.joins(own, 'blues@example.org');
    await house.database.owner.query(`update jatakk.campaign set starts_at = now() where id = $1`, [
      campaign,
    ]);
    await until('it is held', async () => (await house.campaignState(campaign)) === 'held');
    const page = `/staff/registers/${own.registerId}/campaigns/${campaign}`;
    expect(await house.staff.page(page)).toContain(t('held.old-purpose.what'));
    await house.presses('resume', own, campaign);
    await house.database.owner.query(`update jatakk.campaign set starts_at = now() where id = $1`, [
      campaign,
    ]);
    await house.isSent(campaign);
    const to = house.sink.mails
      .filter(({ parsed }) => parsed.subject === 'Jazz i kveld')
      .flatMap(({ to }) => to);
    expect(to).toEqual(['blues@example.org']);
  } finally {
    await house.database.owner.query('update jatakk.installation set undo_seconds = 0');
  }
});
