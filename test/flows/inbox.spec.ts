import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { colleague } from '../support/colleague.js';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';
import type { HttpClient } from '../support/http-client.js';
import { InboxAt } from '../support/inbox.js';
import type { SunkMail } from '../support/sink.js';
import { until } from '../support/until.js';

let house: TestHouse;
let list: ListIds;
let ola: HttpClient;
let inbox: InboxAt;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev', 'Nyhetsbrev'), 'hostprogrammet');
  ola = await colleague(house, { name: 'Ola Svarer', roles: ['correspondent'] });
  inbox = new InboxAt(house, ola, list.registerId);
});
afterAll(() => house.close());

const owner = async <T extends object>(sql: string, values: unknown[] = []) =>
  (await house.database.owner.query<T>(sql, values)).rows;
const readPage = async (conversation: string) => textOf(await inbox.page(conversation));
const mailTo = (address: string, subject: RegExp): Promise<SunkMail> =>
  until(`a mail to ${address}`, () =>
    house.sink.to(address).findLast(({ parsed }) => subject.test(parsed.subject ?? '')),
  );
const header = (mail: SunkMail, name: string) =>
  mail.parsed.headerLines.find(({ key }) => key === name)?.line;

describe('what arrives', () => {
  test('is a conversation that the list shows by day, age and number, without a name, an address or a subject', async () => {
    const { conversation } = await inbox.receives({
      from: { address: 'vilde@post.example', name: 'Vilde Hemmelig' },
      subject: 'Rullestolplass hemmelig',
      text: 'Det er hemmelig.',
    });
    const page = await ola.page(inbox.path);
    const text = textOf(page);
    expect(text).toContain('Venter siden i dag');
    expect(page).toContain(`${inbox.path}/${conversation}`);
    for (const secret of [/hemmelig/i, /vilde/i, /rullestol/i]) expect(page).not.toMatch(secret);
  });

  test('is shown whole to a correspondent, and said to be unproved', async () => {
    const { conversation } = await inbox.receives({
      from: { address: 'anders@post.example', name: 'Anders Leser' },
      subject: 'Dørene',
      text: 'Hei!\n\nNår åpner dørene?\n\nDen 3. mars skrev Fjellhallen:\n> Velkommen\n> til oss',
    });
    const page = await inbox.page(conversation);
    const text = textOf(page);
    for (const words of [
      'Dørene',
      'Anders Leser skrev',
      'anders@post.example',
      'Når åpner dørene?',
      'Ingen har bevist det',
      'Vis det som er sitert',
    ])
      expect(text).toContain(words);
    // What it is about stands in no title, and so in no history of the browser.
    expect(/<title>(.*)<\/title>/.exec(page)![1]).toBe('Samtale · Jatakk');
  });

  test('joins the conversation that it answers, if it is the same person’s', async () => {
    const first = await inbox.receives({ from: { address: 'berit@post.example', name: 'Berit' } });
    const again = await inbox.receives({
      from: { address: 'Berit@POST.example', name: 'Berit' },
      references: [first.messageId],
      text: 'Og en ting til.',
    });
    expect(again.conversation).toBe(first.conversation);
    expect(await readPage(first.conversation)).toContain('Og en ting til.');
    const other = await inbox.receives({
      from: { address: 'fremmed@post.example', name: 'Berit' },
      references: [first.messageId],
      text: 'Jeg er ikke Berit.',
    });
    expect(other.conversation).not.toBe(first.conversation);
    expect(await readPage(first.conversation)).not.toContain('Jeg er ikke Berit.');
  });

  test('begins a conversation of its own where it answers to nothing', async () => {
    const from = { address: 'cato@post.example', name: 'Cato' };
    const first = await inbox.receives({ from });
    const second = await inbox.receives({ from });
    expect(second.conversation).not.toBe(first.conversation);
  });

  test('from a machine waits for nobody, and is shown apart', async () => {
    for (const by of [{ automatic: true }, { bulk: true }, { class: 'auto-reply' as const }]) {
      const { conversation } = await inbox.receives({
        from: { address: 'maskin@post.example', name: 'Maskin' },
        ...by,
      });
      const [row] = await owner<{ awaits: boolean; automatic: boolean }>(
        'select awaits, automatic from jatakk.conversation where id = $1',
        [conversation],
      );
      expect(row).toEqual({ awaits: false, automatic: true });
      expect(await ola.page(`${inbox.path}?show=waiting`)).not.toContain(conversation);
      expect(await ola.page(`${inbox.path}?show=machines`)).toContain(conversation);
      expect(await readPage(conversation)).toContain('Dette er skrevet av en maskin');
    }
  });

  test('a holiday reply in a conversation neither waits nor opens it again', async () => {
    const from = { address: 'dina@post.example', name: 'Dina' };
    const { conversation, messageId } = await inbox.receives({ from });
    await inbox.presses(conversation, 'close');
    const again = await inbox.receives({ from, references: [messageId], automatic: true });
    expect(again.conversation).toBe(conversation);
    expect(
      await owner('select state, awaits from jatakk.conversation where id = $1', [conversation]),
    ).toEqual([{ state: 'closed', awaits: false }]);
    await inbox.receives({ from, references: [messageId], text: 'Nå er jeg tilbake.' });
    expect(
      await owner('select state, awaits from jatakk.conversation where id = $1', [conversation]),
    ).toEqual([{ state: 'open', awaits: true }]);
  });

  test('from an address that could not be written to is shown and not answered', async () => {
    const { conversation } = await inbox.receives({ from: { address: '', name: 'Uten adresse' } });
    const page = await inbox.page(conversation);
    expect(textOf(page)).toContain(
      'Denne kan ikke besvares herfra: det går ikke an å sende til adressen den kom fra.',
    );
    expect(page).not.toContain('name="answer"');
  });

  test('a conversation that is full goes on in another', async () => {
    const from = { address: 'mange@post.example', name: 'Mange' };
    const { conversation, messageId } = await inbox.receives({ from });
    await owner('update jatakk.conversation set messages = 50 where id = $1', [conversation]);
    const next = await inbox.receives({ from, references: [messageId] });
    expect(next.conversation).not.toBe(conversation);
  });
});

describe('the automatic reply', () => {
  test('says when to expect an answer, in two languages, from nobody, in the thread, and with no word of the mail', async () => {
    const from = { address: 'eva@post.example', name: 'Eva' };
    const { conversation, messageId } = await inbox.receives({ from, subject: 'KJØP NÅ', text: 'Kjøp nå.' });
    const mail = await mailTo(from.address, /Vi har fått/);
    expect(mail.from).toBe('');
    expect(header(mail, 'auto-submitted')).toBe('Auto-Submitted: auto-replied');
    expect(header(mail, 'in-reply-to')).toBe(`In-Reply-To: <${messageId}>`);
    expect(mail.parsed.from?.value).toEqual([
      { name: 'Fjellhallen', address: 'program@fjellhallen.example' },
    ]);
    expect(mail.parsed.text).toContain('innen 3 virkedager');
    expect(mail.parsed.text).toContain('within 3 working days');
    expect(mail.raw.toString()).not.toMatch(/kj=C3=B8p|kjøp/i);
    await until('it is told beside the mail', async () =>
      (await readPage(conversation)).includes('Et automatisk svar om at e-posten er kommet'),
    );
  });

  test('goes to the same address once a week, whatever it writes', async () => {
    const from = { address: 'frode@post.example', name: 'Frode' };
    await inbox.receives({ from });
    await mailTo(from.address, /Vi har fått/);
    const before = await owner(`select id from jatakk.notice where kind = 'auto-reply'`);
    await inbox.receives({ from: { ...from, address: 'FRODE@post.example' } });
    expect(await owner(`select id from jatakk.notice where kind = 'auto-reply'`)).toHaveLength(before.length);
    await owner('update jatakk.auto_replied set until = current_date');
    await inbox.receives({ from });
    await until('a second reply', () => house.sink.to(from.address).length === 2);
  });

  test.each([
    ['a machine', { automatic: true }],
    ['a list', { bulk: true }],
    ['a bounce', { class: 'hard' as const }],
    ['postmaster', { from: { address: 'postmaster@post.example', name: '' } }],
    ['nobody', { from: { address: 'no-reply@post.example', name: '' } }],
    ['an address of ours', { from: { address: 'Program@fjellhallen.example', name: '' } }],
  ])('never goes to %s', async (_whom, mail) => {
    const before = await owner(`select id from jatakk.notice where kind = 'auto-reply'`);
    await inbox.receives(mail);
    expect(await owner(`select id from jatakk.notice where kind = 'auto-reply'`)).toHaveLength(before.length);
  });

  test('never goes to who has asked never to be written to, and an answer by a person does', async () => {
    const from = { address: 'guro@post.example', name: 'Guro' };
    const joined = await house.joins(list, from.address);
    await owner(
      `insert into jatakk.suppression (register_id, hash, kind)
       select register_id, suppression_hash, 'objection' from jatakk.subscriber
        where register_id = $1 order by id limit 100`,
      [list.registerId],
    );
    expect(joined.to).toEqual([from.address]);
    const before = house.sink.to(from.address).length;
    const { conversation } = await inbox.receives({ from });
    await inbox.presses(conversation, 'answer', { answer: 'Vi skriver bare dette.' });
    await mailTo(from.address, /^Re: /);
    expect(house.sink.to(from.address)).toHaveLength(before + 1);
  });

  test('is what the register has written, in the languages it has written in, or none at all', async () => {
    const settings = `/staff/registers/${list.registerId}/inbox-settings`;
    const saved = await house.staff.submit(settings, settings, {
      autoReply: 'yes',
      answerDays: '5',
      keptMonths: '12',
      'text-nn': 'Takk for brevet.',
    });
    expect(saved.status).toBe(303);
    await inbox.receives({ from: { address: 'hilde@post.example', name: 'Hilde' } });
    const mail = await mailTo('hilde@post.example', /Vi har fått/);
    expect(mail.parsed.text!.startsWith('Takk for brevet.')).toBe(true);
    expect(mail.parsed.text).not.toContain('working days');
    await house.staff.submit(settings, settings, { answerDays: '3', keptMonths: '12' });
    await inbox.receives({ from: { address: 'ivar@post.example', name: 'Ivar' } });
    expect(await owner('select 1 from jatakk.auto_replied')).not.toHaveLength(0);
    await house.noticesAccepted();
    expect(house.sink.to('ivar@post.example')).toEqual([]);
    await house.staff.submit(settings, settings, { autoReply: 'yes', answerDays: '3', keptMonths: '12' });
  });
});

describe('an answer', () => {
  const from = { address: 'jon@post.example', name: 'Jon' };

  test('goes out as plain text, from the address written to, in its thread, and is no machine’s', async () => {
    const { conversation, messageId } = await inbox.receives({
      from,
      subject: 'SV: Re: Dørene',
      references: ['eldre@post.example'],
    });
    const answer = await inbox.presses(conversation, 'answer', {
      answer: 'Hei Jon.\r\n\r\nDørene åpner klokken sju. Hilsen Ola',
    });
    expect(answer.status).toBe(303);
    const mail = await mailTo(from.address, /^Re: /);
    expect(mail.from).toBe('program@fjellhallen.example');
    expect(mail.parsed.subject).toBe('Re: Dørene');
    expect(mail.parsed.text).toContain('Dørene åpner klokken sju.');
    expect(mail.parsed.html).toBe(false);
    expect(mail.parsed.inReplyTo).toBe(`<${messageId}>`);
    expect(mail.parsed.references).toEqual(['<eldre@post.example>', `<${messageId}>`]);
    for (const none of ['auto-submitted', 'x-auto-response-suppress', 'list-unsubscribe'])
      expect(header(mail, none)).toBeUndefined();
    expect(mail.raw.toString()).not.toContain('Ola Svarer');
    await until('it is told', async () =>
      (await readPage(conversation)).includes('Svaret er overlevert til videre utsending.'),
    );
    expect(await readPage(conversation)).toContain('Ola Svarer svarte');
    expect(await owner('select awaits from jatakk.conversation where id = $1', [conversation])).toEqual([
      { awaits: false },
    ]);
    const back = await inbox.receives({
      from,
      references: [mail.parsed.messageId!.slice(1, -1)],
      text: 'Takk!',
    });
    expect(back.conversation).toBe(conversation);
  });

  test('pressed twice goes once', async () => {
    const twice = { address: 'lars@post.example', name: 'Lars' };
    const { conversation } = await inbox.receives({ from: twice });
    const page = await inbox.page(conversation);
    const message = /name="message" value="([^"]*)"/.exec(page)![1]!;
    for (let press = 0; press < 2; press += 1)
      expect((await inbox.presses(conversation, 'answer', { message, answer: 'Én gang.' })).status).toBe(303);
    await mailTo(twice.address, /^Re: /);
    await house.noticesAccepted();
    expect(
      house.sink.to(twice.address).filter(({ parsed }) => parsed.subject!.startsWith('Re:')),
    ).toHaveLength(1);
  });

  test('that the relay refuses is told, and stays to be read', async () => {
    const gone = { address: 'borte@post.example', name: 'Borte' };
    const { conversation } = await inbox.receives({ from: gone });
    house.sink.refuse = (to) => (to === gone.address ? '550 5.1.1 no such user' : undefined);
    await inbox.presses(conversation, 'answer', { answer: 'Er du der?' });
    await until('it is told', async () =>
      (await readPage(conversation)).includes('Svaret kunne ikke sendes.'),
    );
    house.sink.refuse = () => undefined;
    expect(await readPage(conversation)).toContain('Er du der?');
  });

  test('is not lost while no keeper answers: it stands in the field, and the same press sends it', async () => {
    const late = { address: 'magnus@post.example', name: 'Magnus' };
    const { conversation } = await inbox.receives({ from: late });
    const page = await inbox.page(conversation);
    const message = /name="message" value="([^"]*)"/.exec(page)![1]!;
    const csrf = /name="csrf" value="([^"]*)"/.exec(page)![1]!;
    await house.stopKeeper();
    const path = `${inbox.path}/${conversation}/answer`;
    const held = await ola.post(path, { csrf, message, answer: 'Vent litt, Magnus.' });
    const shown = await held.text();
    expect([held.status, textOf(shown)]).toEqual([503, expect.stringContaining('Vent litt, Magnus.')]);
    await house.startKeeper();
    const again = await ola.post(path, { csrf, message, answer: 'Vent litt, Magnus.' });
    expect(again.status).toBe(303);
    await mailTo(late.address, /^Re: /);
    await house.noticesAccepted();
    expect(
      house.sink.to(late.address).filter(({ parsed }) => parsed.subject!.startsWith('Re:')),
    ).toHaveLength(1);
  }, 60_000);

  test.each([
    ['nothing', '   ', 422],
    ['too much', 'x'.repeat(20_001), 422],
  ])('of %s is refused, and what was typed is still there', async (_what, typed, status) => {
    const { conversation } = await inbox.receives();
    const refused = await inbox.presses(conversation, 'answer', { answer: typed });
    expect(refused.status).toBe(status);
    expect(await refused.text()).toContain('name="answer"');
  });
});

describe('what else is done with one', () => {
  test('a note is read by the next correspondent and goes to nobody', async () => {
    const from = { address: 'nora@post.example', name: 'Nora' };
    const { conversation } = await inbox.receives({ from });
    await mailTo(from.address, /Vi har fått/);
    await inbox.presses(conversation, 'note', { note: 'Spør teknisk først.' });
    const text = await readPage(conversation);
    expect(text).toContain('Notat fra Ola Svarer');
    expect(text).toContain('Spør teknisk først.');
    await house.noticesAccepted();
    expect(house.sink.to(from.address)).toHaveLength(1);
  });

  test('it is given to a correspondent of this register, and to nobody else', async () => {
    const { conversation } = await inbox.receives();
    const [ids] = await owner<{ ola: string; kari: string }>(
      `select (select id from jatakk.staff where name = 'Ola Svarer') as ola,
              (select id from jatakk.staff where name = 'Kari Nordmann') as kari`,
    );
    await inbox.presses(conversation, 'assign', { to: ids!.ola });
    expect(textOf(await ola.page(`${inbox.path}?show=open`))).toContain('Ola Svarer');
    expect((await inbox.presses(conversation, 'assign', { to: ids!.kari })).status).toBe(404);
    expect(await owner('select assigned_to from jatakk.conversation where id = $1', [conversation])).toEqual([
      { assigned_to: ids!.ola },
    ]);
  });

  test('themes are set, searched by, and those of another register are not taken', async () => {
    const { conversation } = await inbox.receives();
    const other = await house.makeRegister('billetter');
    const [themes] = await owner<{ ros: string; annet: string }>(
      `select (select id from jatakk.inbox_theme where register_id = $1 and name = 'Ros') as ros,
              (select id from jatakk.inbox_theme where register_id = $2 and name = 'Annet') as annet`,
      [list.registerId, other],
    );
    await inbox.presses(conversation, 'themes', [
      ['theme', themes!.ros],
      ['theme', themes!.annet],
    ]);
    expect(
      await owner('select theme_id from jatakk.conversation_theme where conversation_id = $1', [
        conversation,
      ]),
    ).toEqual([{ theme_id: themes!.ros }]);
    const found = await ola.page(`${inbox.path}?show=open&theme=${themes!.ros}`);
    expect([...found.matchAll(/inbox\/[0-9a-f-]{36}"/g)].map(([at]) => at)).toEqual([
      `inbox/${conversation}"`,
    ]);
  });

  test('an exact address finds its conversations, whatever its case; part of one, or what was written, nothing', async () => {
    const from = { address: 'oda@post.example', name: 'Oda' };
    const { conversation } = await inbox.receives({ from, text: 'Et særegent ord: fjellvåk' });
    const searches = async (address: string) =>
      ola.submit(inbox.path, `${inbox.path}/by-address`, { address });
    for (const whole of ['oda@post.example', 'ODA@Post.Example'])
      expect(await (await searches(whole)).text()).toContain(conversation);
    for (const part of ['oda@post', 'fjellvåk', '%@post.example', '']) {
      const { status } = await searches(part);
      expect([part, status]).toEqual([part, 422]);
    }
    const other = await searches('da@post.example');
    expect([other.status, (await other.text()).includes(conversation)]).toEqual([200, false]);
  });

  test('closing puts it away, and opening it again brings it back', async () => {
    const { conversation } = await inbox.receives();
    expect((await inbox.presses(conversation, 'close')).headers.get('location')).toContain(
      'done=mail-closed',
    );
    expect(await ola.page(`${inbox.path}?show=closed`)).toContain(conversation);
    expect(await ola.page(inbox.path)).not.toContain(conversation);
    await inbox.presses(conversation, 'reopen');
    expect(await ola.page(`${inbox.path}?show=open`)).toContain(conversation);
  });

  test('erasing takes every row, key and waiting notice of it, and is journalled', async () => {
    const { conversation } = await inbox.receives({
      attachments: [{ name: 'a.txt', type: 'text/plain', content: Buffer.from('innhold') }],
    });
    await inbox.presses(conversation, 'answer', { answer: 'På vei.' });
    const messages = await owner<{ id: string }>(
      'select id from jatakk.conversation_message where conversation_id = $1',
      [conversation],
    );
    const ids = [conversation, ...messages.map(({ id }) => id)];
    expect(await owner('select 1 from vault.row_key where row_id = any ($1)', [ids])).toHaveLength(3);
    const path = `${inbox.path}/${conversation}/erase`;
    expect((await ola.submit(path, path)).status).toBe(303);
    for (const left of [
      'select 1 from vault.row_key where row_id = any ($1)',
      'select 1 from jatakk.conversation where id = any ($1)',
      'select 1 from jatakk.conversation_message where id = any ($1)',
      'select 1 from jatakk.conversation_part where message_id = any ($1)',
      'select 1 from jatakk.notice where message_id = any ($1)',
    ])
      expect([left, await owner(left, [ids])]).toEqual([left, []]);
    expect((await ola.get(`${inbox.path}/${conversation}`)).status).toBe(404);
  });

  test('what was attached comes whole, in pieces, under its conversation and under no other', async () => {
    const content = Buffer.from(Array.from({ length: 700_000 }, (_, at) => at % 251));
    const attached = { name: 'Møteplan.pdf', type: 'application/pdf', content };
    const { conversation } = await inbox.receives({ attachments: [attached] });
    const page = await inbox.page(conversation);
    const [path] = /\/staff\/registers\/[^"]*\/attachments\/0/.exec(page)!;
    const csrf = /name="csrf" value="([^"]*)"/.exec(page)![1]!;
    const answer = await ola.post(path, { csrf });
    expect([
      answer.status,
      answer.headers.get('content-type'),
      answer.headers.get('content-disposition'),
    ]).toEqual([
      200,
      'application/octet-stream',
      `attachment; filename="M_teplan.pdf"; filename*=UTF-8''M%C3%B8teplan.pdf`,
    ]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    const { conversation: other } = await inbox.receives();
    expect((await ola.post(path.replace(conversation, other), { csrf })).status).toBe(404);
    expect((await ola.post(path.replace(/0$/, '1'), { csrf })).status).toBe(404);
  });

  test('the overview tells a correspondent how many wait and since when, and nobody else', async () => {
    await inbox.receives();
    expect(textOf(await ola.page('/staff'))).toMatch(
      /samtaler i Nyhetsbrev venter på svar, den eldste siden/,
    );
    expect(textOf(await house.staff.page('/staff'))).not.toContain('venter på svar, den eldste');
  });
});

describe('what is kept for how long', () => {
  test('a closed conversation goes when its months are over, an open one is closed after a year', async () => {
    const closed = await inbox.receives();
    const open = await inbox.receives();
    const young = await inbox.receives();
    await inbox.presses(closed.conversation, 'close');
    await owner(
      `update jatakk.conversation set closed_month = date_trunc('month', current_date) - interval '12 months' where id = $1`,
      [closed.conversation],
    );
    await owner('update jatakk.conversation set last_in = current_date - 366 where id = $1', [
      open.conversation,
    ]);
    await owner('select jatakk.forget_conversations()');
    expect(
      await owner('select id, state from jatakk.conversation where id = any ($1) order by state', [
        [closed.conversation, open.conversation, young.conversation],
      ]),
    ).toEqual([
      { id: open.conversation, state: 'closed' },
      { id: young.conversation, state: 'open' },
    ]);
    expect(await owner('select 1 from vault.row_key where row_id = $1', [closed.conversation])).toEqual([]);
  });

  test('what machines wrote goes after thirty days', async () => {
    const { conversation } = await inbox.receives({ automatic: true });
    await owner('update jatakk.conversation set last_in = current_date - 31 where id = $1', [conversation]);
    await owner('select jatakk.forget_conversations()');
    expect(await owner('select 1 from jatakk.conversation where id = $1', [conversation])).toEqual([]);
  });

  test('the night evens out what was written yesterday, and everything still opens', async () => {
    const attached = { name: 'kart.txt', type: 'text/plain', content: Buffer.from('kartet') };
    const { conversation } = await inbox.receives({ attachments: [attached] });
    await inbox.receives({ from: { address: 'per@post.example', name: 'Per' } });
    await house.noticesAccepted();
    await owner('update jatakk.conversation set unsettled_since = current_date - 1 where register_id = $1', [
      list.registerId,
    ]);
    const before = await owner<{ messages: number }>(
      'select id, messages from jatakk.conversation order by id',
    );
    await owner('select jatakk.settle_conversations($1, 1000)', [list.registerId]);
    expect(await owner('select id, messages from jatakk.conversation order by id')).toEqual(before);
    for (const table of ['conversation', 'conversation_message'])
      expect([
        table,
        await owner(
          `select count(distinct xmin::text)::integer as writers from jatakk.${table} where register_id = $1`,
          [list.registerId],
        ),
      ]).toEqual([table, [{ writers: 1 }]]);
    const order = await owner<{ id: string }>(
      'select id from jatakk.conversation_message where register_id = $1 order by ctid',
      [list.registerId],
    );
    expect(order.map(({ id }) => id)).toEqual(order.map(({ id }) => id).toSorted());
    expect(await readPage(conversation)).toContain('kart.txt');
  });
});

describe('an address that two registers send from', () => {
  const settings = async (registerId: string) =>
    textOf(await house.staff.page(`/staff/registers/${registerId}/inbox-settings`));
  const told = /program@fjellhallen.example brukes som avsender også i et annet register/;

  test('is told of where the inbox is set, with where mail to it comes; one that is the register’s own is not', async () => {
    expect(await settings(list.registerId)).not.toMatch(told);
    const other = await house.makeRegister('kjopere', 'Billettkjøpere');
    await house.makeList(other, 'billettnytt');
    // The receiver's own order is what is told.
    const [first] = await owner<{ id: string }>(
      `select register_id as id from jatakk.receives() where address = 'program@fjellhallen.example' limit 1`,
    );
    expect(first).toEqual({ id: other });
    expect(await settings(other)).toMatch(told);
    expect(await settings(other)).toContain('annen e-post til adressen kommer også hit');
    expect(await settings(list.registerId)).toContain(
      'annen e-post til adressen kommer til et annet register',
    );
    await owner(
      `update jatakk.list set sender_address = 'billett@fjellhallen.example' where register_id = $1`,
      [other],
    );
    expect(await settings(other)).not.toMatch(told);
    expect(await settings(list.registerId)).not.toMatch(told);
  });
});
