import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

let house: TestHouse;
let list: ListIds;
let other: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
  other = await house.makeList(await house.makeRegister('billetter'), 'billettnytt', 'Billettnytt');
  await house.joins(list, 'ann@example.org');
  await until('the yes is entered', async () => {
    const { rows } = await house.database.owner.query<{ waits: boolean }>(
      'select jatakk.records_wait() as waits',
    );
    return rows[0]?.waits === false;
  });
});
afterAll(() => house.close());

async function looksUp(address: string, reason = 'Innsynskrav, sak 41', register = list.registerId) {
  const answer = await house.staff.submit('/staff/privacy', '/staff/privacy/journal', {
    register,
    address,
    reason,
  });
  return [answer.status, textOf(await answer.text())] as const;
}

const looks = async () =>
  (
    await house.database.owner.query<{ reason: string; register_id: string }>(
      'select * from jatakk.record_look order by at',
    )
  ).rows;

const forgetLooks = () => house.database.owner.query('delete from jatakk.record_look');

test('an exact address and a reason show that person’s whole record, on a page that can be printed', async () => {
  const [status, text] = await looksUp('Ann@EXAMPLE.org');
  expect(status).toBe(200);
  for (const words of [
    'Samtykkene til Ann@EXAMPLE.org',
    'Er med på listen.',
    'Ja til Høstprogrammet',
    'Nyheter om Høstprogrammet. Omtrent én gang i måneden.',
    'Versjon 1',
    'Fra siden /lists/hostprogrammet.',
    'Overlevert til videre utsending.',
    'Med knappen bak lenken i e-posten.',
    '"messageId"',
  ])
    expect(text).toContain(words);
});

test('each look is written down before anything is found: who, where and why, and no address', async () => {
  await forgetLooks();
  expect((await looksUp('ingen@example.org'))[1]).toContain('Ingen i dette registeret har den adressen.');
  const written = await looks();
  expect(written).toHaveLength(1);
  expect(written[0]).toMatchObject({ reason: 'Innsynskrav, sak 41', register_id: list.registerId });
  expect(JSON.stringify(written)).not.toContain('example.org');
  expect(textOf(await (await house.staff.get('/staff/privacy')).text())).toContain('Innsynskrav, sak 41');
});

test('the register next door does not know the same person', async () => {
  expect((await looksUp('ann@example.org', 'Innsynskrav, sak 41', other.registerId))[1]).toContain(
    'Ingen i dette registeret har den adressen.',
  );
});

test.each([
  ['', 'Her mangler det noe.'],
  ['a', 'Skriv litt mer om hvorfor.'],
  ['på vegne av ann@example.org', 'Ikke skriv noen adresse her.'],
])('the reason «%s» is refused, nobody is looked up', async (reason, says) => {
  await forgetLooks();
  const [status, text] = await looksUp('ann@example.org', reason);
  expect([status, text]).toEqual([422, expect.stringContaining(says)]);
  expect(await looks()).toEqual([]);
});

test('the twenty-first look in a day is refused, and so is one by twenty at once', async () => {
  await forgetLooks();
  await house.database.owner.query(
    `insert into jatakk.record_look (staff_id, register_id, reason)
       select s.id, $1, 'tidligere oppslag' from jatakk.staff s, generate_series(1, 18)`,
    [list.registerId],
  );
  const answers = await Promise.all(Array.from({ length: 6 }, () => looksUp('ann@example.org')));
  expect(answers.map(([status]) => status).sort((a, b) => a - b)).toEqual([200, 200, 429, 429, 429, 429]);
  expect(answers.find(([status]) => status === 429)![1]).toContain('Du har slått opp 20 ganger');
  expect(await looks()).toHaveLength(20);
  await house.database.owner.query(`update jatakk.record_look set at = at - interval '1 day 1 minute'`);
  expect((await looksUp('ann@example.org'))[0]).toBe(200);
  await forgetLooks();
});

test('a pending sign-up is shown as one that has said nothing yet', async () => {
  await house.signsUpTo(list, 'venter@example.org');
  await house.confirmationFor('venter@example.org', list);
  const [, text] = await looksUp('venter@example.org');
  expect(text).toContain('Påmeldt, men ikke bekreftet.');
  expect(text).toContain('Her er det ikke svart ja eller nei.');
});

test('a request is due a month after it came, is shown as overdue after that, and done by whoever pressed', async () => {
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  const notes = (received: string, note = '') =>
    house.staff.submit('/staff/privacy', '/staff/privacy/requests', { kind: 'access', received, note });
  expect((await notes(day(40), 'Sak 41')).status).toBe(303);
  expect((await notes(day(2))).status).toBe(303);
  const page = await (await house.staff.get('/staff/privacy')).text();
  expect(textOf(page)).toContain('Fristen er ute');
  expect(page.match(/Fristen er ute/g)).toHaveLength(1);
  const { rows } = await house.database.owner.query<{ id: string; right: boolean }>(
    `select id, due_on = (received_on + interval '1 month')::date as right from jatakk.rights_request order by due_on`,
  );
  expect(rows.map(({ right }) => right)).toEqual([true, true]);
  await house.staff.submit('/staff/privacy', `/staff/privacy/requests/${rows[0]!.id}/done`, {});
  const after = textOf(await (await house.staff.get('/staff/privacy')).text());
  expect(after).not.toContain('Fristen er ute');
  expect(after).toContain('av Kari Nordmann');
});

test.each([
  ['received', { received: '2126-01-01' }],
  ['received', { received: '2026-02-30' }],
  ['received', { received: 'i går' }],
  ['note', { note: 'Fra ola@example.org' }],
  ['kind', { kind: 'everything' }],
])('a request with a wrong %s is refused', async (field, wrong) => {
  const received = new Date().toISOString().slice(0, 10);
  const answer = await house.staff.submit('/staff/privacy', '/staff/privacy/requests', {
    kind: 'access',
    received,
    note: '',
    ...wrong,
  });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain(`${field}-error`);
});
