import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { formTo } from '../../src/cli/demo/form-to.js';
import { colleague } from '../support/colleague.js';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';
import type { HttpClient } from '../support/http-client.js';
import { looksUp, pressesOn, REASON } from '../support/looked-up.js';
import { linkAfter } from '../support/manage.js';
import { until } from '../support/until.js';

let house: TestHouse;
let list: ListIds;
let other: ListIds;
let tickets: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const news = await house.makeRegister('nyhetsbrev', 'Nyhetsbrev');
  list = await house.makeList(news, 'hostprogrammet', 'Høstprogrammet');
  other = await house.makeList(news, 'familie', 'Barn og familie');
  tickets = await house.makeList(await house.makeRegister('billetter'), 'billettnytt', 'Billettnytt');
  await house.joins(list, 'ann@example.org');
});
afterAll(() => house.close());
beforeEach(() =>
  house.database.owner.query('delete from jatakk.record_look; delete from jatakk.rights_request'),
);

const everythingEntered = () =>
  until('the answers are entered', async () => {
    const { rows } = await house.database.owner.query<{ waits: boolean }>(
      'select jatakk.records_wait() as waits',
    );
    return rows[0]?.waits === false;
  });

const shown = async (answer: Response) => [answer.status, textOf(await answer.text())] as const;
const found = async (address: string, at = list) => (await looksUp(house.staff, at, address)).text();

/** By a sign-up and a confirmation of their own, as the first time. */
async function joinsAgain(address: string): Promise<void> {
  const before = house.sink.to(address).length;
  await house.signsUpTo(list, address);
  await house.confirms(await until('the confirmation', () => house.sink.to(address)[before]));
}

const looks = async () =>
  (
    await house.database.owner.query<{ act: string; reason: string; register_id: string; name: string }>(
      'select l.*, s.name from jatakk.record_look l join jatakk.staff s on s.id = l.staff_id order by at',
    )
  ).rows;
const acts = async () => (await looks()).map(({ act }) => act);

test('an exact address and a reason show on which lists it is, in which state and since when', async () => {
  await house.joins(other, 'bo@example.org');
  await house.signsUpTo(list, 'bo@example.org');
  await house.confirmationFor('bo@example.org', list);
  const month = new Intl.DateTimeFormat('nb-NO', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format();
  const [status, text] = await shown(await looksUp(house.staff, list, 'Bo@EXAMPLE.org'));
  expect(status).toBe(200);
  for (const words of [
    'Bo@EXAMPLE.org',
    'Slik står adressen i registeret Nyhetsbrev.',
    `Barn og familie Er med på listen. Meldt på i ${month}.`,
    `Høstprogrammet Meldt på i ${month}, men ikke bekreftet. Får ingen utsendinger.`,
  ])
    expect(text).toContain(words);
});

test('each look is written down before anything is found: who, where and why, and no address', async () => {
  const [status, text] = await shown(await looksUp(house.staff, list, 'ingen@example.org'));
  expect([status, text]).toEqual([
    200,
    expect.stringContaining('Ingen i registeret Nyhetsbrev har adressen'),
  ]);
  expect(await looks()).toMatchObject([
    { act: 'look', name: 'Kari Nordmann', reason: REASON, register_id: list.registerId },
  ]);
  expect(JSON.stringify(await looks())).not.toContain('example.org');
  const page = textOf(await house.staff.page('/staff/look-up'));
  expect(page).toContain(`${REASON} Slo opp Kari Nordmann, Nyhetsbrev`);
  expect(page).toContain('Du har slått opp 1 av 20 ganger');
});

test('each look and each thing done has its line in the log of acts, with whose and where, and without whom', async () => {
  await house.joins(list, 'gro@example.org');
  const { rows: last } = await house.database.owner.query<{ number: string }>(
    'select coalesce(max(number), 0) as number from jatakk.audit',
  );
  const page = await found('gro@example.org');
  await pressesOn(house.staff, page, 'end');
  const asked = await (await pressesOn(house.staff, page, 'erase')).text();
  await pressesOn(house.staff, asked, 'erase/now');
  const { rows } = await house.database.owner.query<{ act: string; did: string; whole: string }>(
    `select a.act, a.detail ->> 'did' as did, a.of_register = $1 and s.name = 'Kari Nordmann' as theirs, a::text as whole
       from jatakk.audit a left join jatakk.staff s on s.id = a.actor_id where a.number > $2 order by a.number`,
    [list.registerId, last[0]!.number],
  );
  const done = rows.filter(({ act }) => act === 'looked-up');
  expect(done).toMatchObject(['look', 'end', 'erase'].map((did) => ({ did, theirs: true })));
  expect(rows.map(({ act }) => act).filter((act) => act !== 'looked-up')).toEqual(['looked-up.ask-to-erase']);
  expect(rows.map(({ whole }) => whole).join()).not.toContain('@');
});

test('the register next door does not know the same person', async () => {
  const [, text] = await shown(await looksUp(house.staff, tickets, 'ann@example.org'));
  expect(text).toContain('Ingen i registeret billetter har adressen ann@example.org.');
});

test.each([
  ['', 'Her mangler det noe.'],
  ['a', 'Skriv litt mer om hvorfor.'],
  ['x'.repeat(201), 'Den kan ha inntil 200 tegn.'],
  ['på vegne av ann@example.org', 'Ikke skriv noen adresse her.'],
  ['på vegne av ann＠example.org', 'Ikke skriv noen adresse her.'],
])('the reason «%s» is refused, nobody is looked up', async (reason, says) => {
  const [status, text] = await shown(await looksUp(house.staff, list, 'ann@example.org', reason));
  expect([status, text]).toEqual([422, expect.stringContaining(says)]);
  expect(await looks()).toEqual([]);
});

test('no answer may be kept, the address stands in no title, and the fields remember nothing', async () => {
  const answer = await looksUp(house.staff, list, 'ann@example.org');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.getSetCookie()).toEqual([]);
  const page = await answer.text();
  expect(/<title>(.*)<\/title>/.exec(page)![1]).toBe('Slå opp en person · Jatakk');
  expect(
    [...page.matchAll(/(?:href|action|src)="([^"]*)"/g)].filter(([, to]) => to!.includes('ann')),
  ).toEqual([]);
  const form = await house.staff.page('/staff/look-up');
  for (const name of ['address', 'reason'])
    expect(form).toMatch(new RegExp(`<input type="text"[^>]*name="${name}"[^>]*autocomplete="off"`));
});

test('a subscription is ended when the person asks: at once, entered as a no through us, without a mail', async () => {
  await house.joins(list, 'cille@example.org');
  await everythingEntered();
  const mails = house.sink.to('cille@example.org').length;
  const page = await found('cille@example.org');
  const answer = await pressesOn(house.staff, page, 'end');
  const [status, text] = await shown(answer);
  expect([status, text]).toEqual([200, expect.stringContaining('Abonnementet er avsluttet.')]);
  expect(text).toMatch(/Høstprogrammet Ikke med lenger\. Meldt på i \S+ \d+, meldt av i/);
  expect(await acts()).toEqual(['look', 'end']);
  const { rows } = await house.database.owner.query(
    `select kind from jatakk.journal union all select method from jatakk.consent_record where answer = 'no'`,
  );
  expect(rows).toEqual(expect.arrayContaining([{ kind: 'staff' }]));
  await everythingEntered();
  const [, printed] = await shown(await pressesOn(house.staff, page, 'print'));
  expect(printed).toContain('Nei til Høstprogrammet');
  expect(printed).toContain('Gjennom oss, da personen ba om det.');
  expect(house.sink.to('cille@example.org')).toHaveLength(mails);
  await joinsAgain('cille@example.org');
  expect(textOf(await found('cille@example.org'))).toContain('Høstprogrammet Er med på listen.');
});

test('the link goes to the person’s mailbox, once, and opens their own page; staff are not shown it', async () => {
  await house.joins(list, 'dag@example.org');
  const mails = house.sink.to('dag@example.org').length;
  const page = await found('dag@example.org');
  const [, text] = await shown(await pressesOn(house.staff, page, 'link'));
  expect(text).toContain('Lenken er på vei til adressen.');
  const link = await linkAfter(house, 'dag@example.org', mails);
  expect(textOf(await house.visitor.page(link))).toContain('dag@example.org');
  const again = await (await pressesOn(house.staff, page, 'link')).text();
  expect(textOf(again)).toContain('Ingen ny er sendt.');
  expect(again).not.toContain('/manage/');
  expect(await acts()).toEqual(['look', 'send-link']);
});

test('the consents are shown on a page to be printed, and from there the way leads back', async () => {
  await everythingEntered();
  const page = await found('ann@example.org');
  const printed = await (await pressesOn(house.staff, page, 'print')).text();
  for (const words of [
    'Samtykkene til ann@example.org',
    'Er med på listen.',
    'Ja til Høstprogrammet',
    'Nyheter om Høstprogrammet. Omtrent én gang i måneden.',
    'utgave 1',
    'Fra siden /lists/hostprogrammet.',
    'Overlevert til videre utsending.',
    'Med knappen bak lenken i e-posten.',
    '"messageId"',
  ])
    expect(textOf(printed)).toContain(words);
  const [status, back] = await shown(await pressesOn(house.staff, printed, 'show'));
  expect([status, back]).toEqual([200, expect.stringContaining('Det du kan gjøre')]);
  expect(await acts()).toEqual(['look', 'print']);
});

test('erasing takes two presses, and leaves a hash, a line among what people ask for, and nobody', async () => {
  await house.joins(list, 'eli@example.org');
  await house.joins(other, 'eli@example.org');
  const page = await found('eli@example.org');
  const asked = await (await pressesOn(house.staff, page, 'erase')).text();
  expect(textOf(asked)).toContain('Dette kan ikke angres');
  expect(await acts()).toEqual(['look']);
  const kept = await pressesOn(house.staff, asked, 'show');
  expect(textOf(await kept.text())).toContain('Barn og familie Er med på listen.');
  const [status, text] = await shown(await pressesOn(house.staff, asked, 'erase/now'));
  expect([status, text]).toEqual([200, expect.stringContaining('Alt om personen er slettet')]);
  expect(text).not.toContain('eli@example.org');
  expect(await acts()).toEqual(['look', 'erase']);
  const { rows } = await house.database.owner.query(
    `select r.kind, r.note, r.done_on = current_date as today, s.name from jatakk.rights_request r
       join jatakk.staff s on s.id = r.done_by`,
  );
  expect(rows).toEqual([{ kind: 'erasure', note: REASON, today: true, name: 'Kari Nordmann' }]);
  const { rows: left } = await house.database.owner.query(
    `select distinct kind from jatakk.suppression where register_id = $1`,
    [list.registerId],
  );
  expect(left).toEqual([{ kind: 'erased' }]);
  const [, gone] = await shown(await looksUp(house.staff, list, 'eli@example.org'));
  expect(gone).toContain('Ingen i registeret Nyhetsbrev har adressen eli@example.org.');
  expect(gone).not.toContain('aldri å få e-post');
  await joinsAgain('eli@example.org');
});

test('who has asked never to be written to is shown as that, and gets no link', async () => {
  await house.joins(list, 'finn@example.org');
  const confirmations = house.sink.to('finn@example.org').length;
  await pressesOn(house.staff, await found('finn@example.org'), 'link');
  const link = await linkAfter(house, 'finn@example.org', confirmations);
  const mails = house.sink.to('finn@example.org').length;
  const before = await found('finn@example.org');
  await house.visitor.submit(`${link}/object`, `${link}/object`);
  const [, text] = await shown(await looksUp(house.staff, list, 'finn@example.org'));
  expect(text).toContain('Denne adressen har bedt om aldri å få e-post fra dette registeret.');
  expect(text).toMatch(/Høstprogrammet Ikke med lenger\. Ba i \S+ \d+ om aldri å få e-post\./);
  expect(text).not.toContain('Send lenken');
  const again = await found('finn@example.org');
  const { handle } = formTo(again, '/staff/look-up/print').hidden;
  const [, refused] = await shown(await pressesOn(house.staff, before, 'link', { handle: handle! }));
  expect(refused).toContain('Ingen lenke er sendt.');
  expect(house.sink.to('finn@example.org')).toHaveLength(mails);
});

test('an objection outlives the person who made it, and is all that is told of them', async () => {
  const page = await found('finn@example.org');
  const asked = await (await pressesOn(house.staff, page, 'erase')).text();
  await pressesOn(house.staff, asked, 'erase/now');
  const [, text] = await shown(await looksUp(house.staff, list, 'finn@example.org'));
  expect(text).toContain('Ingen i registeret Nyhetsbrev har adressen');
  expect(text).toContain('Adressen har likevel bedt om aldri å få e-post fra dette registeret.');
});

test('the twenty-first look in a day is refused, and so is one by twenty at once', async () => {
  await lookedBefore(18);
  const answers = await Promise.all(
    Array.from({ length: 6 }, async () => shown(await looksUp(house.staff, list, 'ann@example.org'))),
  );
  expect(answers.map(([status]) => status).sort((a, b) => a - b)).toEqual([200, 200, 429, 429, 429, 429]);
  expect(answers.find(([status]) => status === 429)![1]).toContain('Du har slått opp 20 ganger');
  expect(await looks()).toHaveLength(20);
  await house.database.owner.query(`update jatakk.record_look set at = at - interval '1 day 1 minute'`);
  expect((await looksUp(house.staff, list, 'ann@example.org')).status).toBe(200);
});

test('the house looks a hundred times a day, whoever of it', async () => {
  const ola = await colleague(house, { roles: ['privacy-officer'] });
  await lookedBefore(19);
  expect((await looksUp(ola, list, 'ann@example.org')).status).toBe(200);
  await lookedBefore(80);
  const [status, text] = await shown(await looksUp(ola, list, 'ann@example.org'));
  expect([status, text]).toEqual([429, expect.stringContaining('Til sammen er det slått opp 100 ganger')]);
});

/** By the administrator, of late. */
const lookedBefore = (times: number) =>
  house.database.owner.query(
    `insert into jatakk.record_look (staff_id, register_id, reason)
       select s.id, $1, 'tidligere oppslag' from jatakk.staff s, generate_series(1, $2)
        where s.name = 'Kari Nordmann'`,
    [list.registerId, times],
  );

test('who is found and who is not takes the same time', async () => {
  const took: Record<'found' | 'nobody', number[]> = { found: [], nobody: [] };
  for (let round = 0; round < 30; round += 1) {
    for (const [who, address] of [
      ['found', 'ann@example.org'],
      ['nobody', 'ingen@example.org'],
    ] as const) {
      const began = performance.now();
      await looksUp(house.staff, list, address);
      took[who].push(performance.now() - began);
    }
    await house.database.owner.query('delete from jatakk.record_look');
  }
  const middle = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]!;
  const ratio = middle(took.found) / middle(took.nobody);
  // What else a busy machine does puts one middle above the other too.
  expect([ratio > 0.5, ratio < 2]).toEqual([true, true]);
});

test('on another tab the last person looked up is the one that counts', async () => {
  const first = await found('ann@example.org');
  await found('ingen@example.org');
  const [status, text] = await shown(await pressesOn(house.staff, first, 'print'));
  expect([status, text]).toEqual([410, expect.stringContaining('Oppslaget er over')]);
});

test('an editor finds no such page, and no word of it in the menu', async () => {
  const editor: HttpClient = await colleague(house, { name: 'Eva Editor', roles: ['editor'] });
  expect((await editor.get('/staff/look-up')).status).toBe(404);
  expect(await editor.page('/staff')).not.toContain('/staff/look-up');
});
