import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { translator } from '../../src/platform/i18n/messages.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';

const t = translator('nb');

let house: TestHouse;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
});
afterAll(() => house.close());

const recipientsOf = (subject: string) =>
  house.sink.mails
    .filter(({ parsed }) => parsed.subject === subject)
    .flatMap(({ to }) => to)
    .sort();

async function writesCorrection(of: string, body: string): Promise<string> {
  const drafted = await house.presses('correct', list, of);
  const id = /campaigns\/([0-9a-f-]{36})/.exec(drafted.headers.get('location')!)![1]!;
  const page = `/staff/registers/${list.registerId}/campaigns/${id}`;
  const values = /name="subject" value="([^"]*)"/.exec(await house.staff.page(`${page}/edit`))![1]!;
  await house.staff.submit(`${page}/edit`, page, { language: 'nb', subject: values, preheader: '', body });
  return id;
}

test('a correction goes to exactly those who got, or may have got, the mistake and are still on the list, and says so', async () => {
  const names = ['fikk', 'kanskje', 'avvist', 'gikk', 'borte'] as const;
  const mails = new Map<string, Awaited<ReturnType<TestHouse['joins']>>>();
  for (const name of names) mails.set(name, await house.joins(list, `${name}@example.org`));
  house.sink.refuse = (to) => (to.startsWith('avvist') ? '550 5.2.2 full' : undefined);
  // Out before it was sent: never got it.
  await house.visitor.post(leavePath(mails.get('borte')!), { 'List-Unsubscribe': 'One-Click' });
  const mistake = await house.sends(list, 'Konsert på mandag');
  await house.isSent(mistake);
  house.sink.refuse = () => undefined;
  await house.database.owner.query(
    `update jatakk.delivery d set state = 'unknown' from jatakk.subscription s
      where d.subscription_id = s.id and d.campaign_id = $1 and s.unsubscribe_hash = sha256($2::bytea)`,
    [mistake, Buffer.from(/\/u\/([\w-]{43})/.exec(mails.get('kanskje')!.parsed.text!)![1]!)],
  );
  await house.visitor.post(leavePath(mails.get('gikk')!), { 'List-Unsubscribe': 'One-Click' });
  await house.joins(list, 'ny@example.org');

  const page = `/staff/registers/${list.registerId}/campaigns/${mistake}`;
  expect(await house.staff.page(page)).toContain(t('correction.submit'));
  const correction = await writesCorrection(mistake, 'Den er på tirsdag.');
  expect(await house.staff.page(`/staff/registers/${list.registerId}/campaigns/${correction}`)).toContain(
    t('ready.send', { count: 2 }),
  );
  await house.presses('send', list, correction);
  await house.isSent(correction);
  expect(recipientsOf('Rettelse: Konsert på mandag')).toEqual(['fikk@example.org', 'kanskje@example.org']);
  const { parsed } = house.sink.mails.find(
    ({ parsed: one }) => one.subject === 'Rettelse: Konsert på mandag',
  )!;
  const note = t('mail.correction.note', { subject: 'Konsert på mandag' });
  for (const part of [parsed.text!, parsed.html as string])
    expect(part.replaceAll(/\s+/g, ' ')).toContain(note);
});

test('there is nothing to correct in a draft, and nobody gets a correction of what nobody got', async () => {
  const draft = await house.writes(list, 'Bare et utkast');
  const csrf = /name="csrf" value="([^"]+)"/.exec(await house.staff.page('/staff'))![1]!;
  const path = `/staff/registers/${list.registerId}/campaigns/${draft}`;
  const answer = await house.staff.post(`${path}/correct`, { csrf });
  expect(answer.headers.get('location')).toContain('done=changed');
});
