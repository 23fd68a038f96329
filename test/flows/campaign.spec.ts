import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { translator } from '../../src/platform/i18n/messages.js';
import { HttpClient } from '../support/http-client.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { headerFields } from '../support/raw-message.js';
import { pathOf, routesOf } from '../support/routes.js';
import { shownCounts } from '../support/shown-counts.js';
import { until } from '../support/until.js';

const t = translator('nb');
const PEOPLE = 24;

let house: TestHouse;
let list: ListIds;
let empty: ListIds;

const pathTo = (id: string) => `/staff/registers/${list.registerId}/campaigns/${id}`;
const content = { language: 'nb', subject: 'Oktober', preheader: '', body: 'Hei.' };

beforeAll(async () => {
  house = await TestHouse.open({ undoSeconds: 300 });
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  list = await house.makeList(register, 'program');
  empty = await house.makeList(register, 'tom');
  await Promise.all(Array.from({ length: PEOPLE }, (_, n) => joinsAlone(`abonnent${n}@example.org`)));
});
afterAll(() => house.close());
afterEach(() => {
  house.sink.refuse = () => undefined;
  house.sink.release();
});

/** As `house.joins`, with a browser of its own, so that many can come at once. */
async function joinsAlone(address: string): Promise<void> {
  const path = `/lists/${list.slug}`;
  const visitor = new HttpClient(house.url);
  await visitor.submit(path, path, { address, list: list.slug });
  await house.confirms(await house.confirmationFor(address, list));
}

/** Turns the clock: the time for undoing is over. */
async function undoTimeIsOver(id: string): Promise<void> {
  const past = `clock_timestamp() - interval '1 second'`;
  await house.database.owner.query(`update jatakk.campaign set starts_at = ${past} where id = $1`, [id]);
}

async function startsSending(subject: string): Promise<string> {
  const id = await house.sends(list, subject);
  await undoTimeIsOver(id);
  return id;
}

const sentWith = (subject: string) => house.sink.mails.filter(({ parsed }) => parsed.subject === subject);

async function countsAddUp(id: string): Promise<Record<string, number>> {
  const counts = shownCounts(await house.staff.page(pathTo(id)));
  const { [t('progress.total')]: total, ...states } = counts;
  expect(total).toBe(PEOPLE);
  expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(PEOPLE);
  return counts;
}

describe('writing', () => {
  const campaigns = () => `/staff/registers/${list.registerId}/campaigns`;
  const csrf = async () =>
    /name="csrf" value="([^"]+)"/.exec(await house.staff.page(`${campaigns()}/new`))![1]!;

  test('is told per field what is wrong, and keeps what was typed', async () => {
    const values = { list: list.listId, language: 'xx', subject: ' ', preheader: 'Før', body: '' };
    const answer = await house.staff.submit(`${campaigns()}/new/markdown`, campaigns(), values);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    for (const field of ['language', 'subject', 'body']) expect(page).toContain(`id="${field}-error"`);
    expect(page).not.toContain('id="preheader-error"');
    expect(page).toContain('value="Før"');
    const long = { ...content, list: list.listId, subject: 'a'.repeat(201), preheader: 'b'.repeat(201) };
    const tooLong = await (await house.staff.submit(`${campaigns()}/new/markdown`, campaigns(), long)).text();
    for (const field of ['subject', 'preheader']) expect(tooLong).toContain(`id="${field}-error"`);
    expect(tooLong).toContain('a'.repeat(201));
  });

  test('refuses a list that is not this register’s', async () => {
    const other = await house.makeList(await house.makeRegister('annet'), 'annet');
    const values = { ...content, list: other.listId };
    expect((await house.staff.submit(`${campaigns()}/new/markdown`, campaigns(), values)).status).toBe(422);
  });

  test('refuses a text that mail programs would cut', async () => {
    const values = { ...content, list: list.listId, body: '- x\n'.repeat(12_000) };
    const answer = await house.staff.submit(`${campaigns()}/new/markdown`, campaigns(), values);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('id="body-error"');
    expect(page).toContain(t('edit.error.too-large'));
  });

  test('is previewed as a fragment: HTML is text, code is dead, images stay away', async () => {
    const body = [
      '<script>alert(1)</script> <img src=x onerror=alert(1)>',
      '[klikk](javascript:alert(1)) [data](data:text/html,x) [fin](https://fjellhallen.example/)',
      '![bilde](https://evil.example/pixel.png)',
      '[x](https://e.example/"onmouseover="alert(1))',
    ].join('\n\n');
    const fields = { ...content, csrf: await csrf(), list: list.listId, subject: '<b>Emne</b>', body };
    const answer = await house.staff.post(`${campaigns()}/preview`, fields);
    const fragment = await answer.text();
    expect(answer.status).toBe(200);
    expect(fragment).not.toMatch(/<html|<!doctype|<body|<script|<img|href="(javascript|data)/i);
    expect(fragment).not.toMatch(/<[^>]*\son\w+=/);
    expect(fragment).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(fragment).toContain('<strong>&lt;b>Emne&lt;/b></strong>');
    expect(fragment).toContain('href="https://fjellhallen.example/"');
  });

  test('is saved, changed, and kept when the change does not hold', async () => {
    const id = await house.writes(list, 'Første');
    const edit = `${pathTo(id)}/edit`;
    const changed = { language: 'en', subject: 'Andre', preheader: 'Før', body: '# Ny' };
    expect((await house.staff.submit(edit, pathTo(id), changed)).status).toBe(303);
    const wrong = await house.staff.submit(edit, pathTo(id), { ...changed, subject: '', body: 'Ulagret' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('Ulagret');
    const page = await house.staff.page(edit);
    expect(page).toContain('value="Andre"');
    expect(page).toContain('value="Før"');
    expect(page).not.toContain('Ulagret');
    expect(await house.staff.page(pathTo(id))).toContain('Andre');
  });
});

describe('a test', () => {
  test('goes to the one who asks, says that it is one, and its way out leads nowhere', async () => {
    const before = house.sink.mails.length;
    const id = await house.writes(list, 'Skal prøves');
    await house.presses('test', list, id);
    const mail = await until('the test', () => house.sink.to('kari@fjellhallen.example').at(-1));
    expect(mail.parsed.subject).toBe(t('mail.test.subject', { subject: 'Skal prøves' }));
    expect(mail.parsed.text).toContain(t('mail.test.note'));
    expect(mail.parsed.html as string).toContain(t('mail.test.note'));
    expect(house.sink.mails.length).toBe(before + 1);
    expect(mail.to).toEqual(['kari@fjellhallen.example']);
    expect(headerFields(mail.raw).some(({ name }) => /^list-/i.test(name))).toBe(false);
    for (const [link] of `${mail.parsed.text} ${mail.parsed.html as string}`.matchAll(/\/u\/[\w-]*/g)) {
      expect((await house.visitor.get(link)).status).toBe(404);
      expect((await house.visitor.post(link, { 'List-Unsubscribe': 'One-Click' })).status).toBe(404);
    }
    expect(await house.campaignState(id)).toBe('draft');
  });

  test('from the editor saves first', async () => {
    const id = await house.writes(list, 'Før prøven');
    const fields = { ...content, csrf: '', subject: 'Rettet' };
    const page = await house.staff.page(`${pathTo(id)}/edit`);
    fields.csrf = /name="csrf" value="([^"]+)"/.exec(page)![1]!;
    await house.staff.post(`${pathTo(id)}/test`, fields);
    await until('the test', () => sentWith(t('mail.test.subject', { subject: 'Rettet' }))[0]);
    expect((await house.staff.post(`${pathTo(id)}/test`, { ...fields, subject: '' })).status).toBe(422);
  });
});

describe('sending', () => {
  test('says first how many will get it, and needs somebody', async () => {
    const page = await house.staff.page(pathTo(await house.writes(list, 'Hvor mange?')));
    expect(page).toContain(`<strong>${PEOPLE}</strong>`);
    expect(page).toContain(t('ready.send', { count: PEOPLE }));
    const nobody = await house.writes(empty, 'Til ingen');
    const alone = await house.staff.page(pathTo(nobody));
    expect(alone).toContain(t('ready.nobody'));
    expect(alone).not.toContain(`action="${pathTo(nobody)}/send"`);
    const csrf = /name="csrf" value="([^"]+)"/.exec(alone)![1]!;
    await house.staff.post(`${pathTo(nobody)}/send`, { csrf });
    expect(await house.campaignState(nobody)).toBe('draft');
  });

  test('can be undone for half an hour: back to a draft, nobody has got it', async () => {
    const id = await house.sends(list, 'Angret');
    expect(await house.campaignState(id)).toBe('scheduled');
    const page = await house.staff.page(pathTo(id));
    expect(page).toContain(t('progress.countdown', { minutes: 30 }));
    expect(page).toContain(`hx-get="${pathTo(id)}/progress?seen=scheduled"`);
    const undone = await house.presses('undo', list, id);
    expect(undone.headers.get('location')).toBe(`${pathTo(id)}?done=undone`);
    expect(await house.campaignState(id)).toBe('draft');
    await undoTimeIsOver(id);
    const fragment = await house.staff.get(`${pathTo(id)}/progress?seen=scheduled`);
    expect([fragment.status, fragment.headers.get('hx-refresh')]).toEqual([200, 'true']);
    expect(await house.deliveries(id)).toEqual({});
    expect((await house.staff.submit(`${pathTo(id)}/edit`, pathTo(id), content)).status).toBe(303);
  });

  test('begins when the time is over, and then it is too late', async () => {
    const id = await house.sends(list, 'For sent');
    const page = await house.staff.page(pathTo(id));
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)![1]!;
    await undoTimeIsOver(id);
    await house.isSent(id);
    const late = await house.staff.post(`${pathTo(id)}/undo`, { csrf });
    expect(late.headers.get('location')).toBe(`${pathTo(id)}?done=undo-too-late`);
    expect(await house.deliveries(id)).toEqual({ accepted: PEOPLE });
    expect(sentWith('For sent')).toHaveLength(PEOPLE);
    await countsAddUp(id);
  });

  test('pressed twice at once is sent once', async () => {
    const id = await house.writes(list, 'To trykk');
    const csrf = /name="csrf" value="([^"]+)"/.exec(await house.staff.page(pathTo(id)))![1]!;
    const press = () => house.staff.post(`${pathTo(id)}/send`, { csrf });
    const answers = await Promise.all([press(), press(), press()]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    await undoTimeIsOver(id);
    await house.isSent(id);
    await press();
    expect(await house.campaignState(id)).toBe('sent');
    const to = sentWith('To trykk').flatMap((mail) => mail.to);
    expect(to).toHaveLength(PEOPLE);
    expect(new Set(to).size).toBe(PEOPLE);
  });

  test('pauses before the next message, and goes on to the end', async () => {
    house.sink.hold();
    const id = await startsSending('Pause');
    await until('some are under way', () => house.sink.waiting > 0);
    await countsAddUp(id);
    await house.presses('pause', list, id);
    house.sink.release();
    await until('nothing is in flight', async () => (await house.deliveries(id)).queued === PEOPLE);
    expect(sentWith('Pause')).toEqual([]);
    const counts = await countsAddUp(id);
    expect(counts[t('delivery.queued')]).toBe(PEOPLE);
    expect(await house.staff.page(pathTo(id))).toContain(t('campaign.paused'));
    await house.presses('resume', list, id);
    await house.isSent(id);
    expect(sentWith('Pause')).toHaveLength(PEOPLE);
  });

  test('that is cancelled skips the rest; what was handed on stays so', async () => {
    let let_through = 0;
    house.sink.refuse = () => {
      let_through += 1;
      if (let_through === 6) house.sink.hold();
      return undefined;
    };
    const id = await startsSending('Avbrutt');
    await until('some are through and some are held', async () => house.sink.waiting > 0 && let_through >= 6);
    await house.presses('cancel', list, id);
    house.sink.release();
    await until('nothing waits', async () => {
      const { queued = 0, claimed = 0, handed = 0 } = await house.deliveries(id);
      return queued + claimed + handed === 0;
    });
    const { accepted, skipped, ...rest } = await house.deliveries(id);
    expect(rest).toEqual({});
    expect(accepted).toBeGreaterThan(0);
    expect(skipped).toBeGreaterThan(0);
    expect(sentWith('Avbrutt')).toHaveLength(accepted!);
    expect(await house.campaignState(id)).toBe('cancelled');
    const counts = await countsAddUp(id);
    expect(counts[t('delivery.skipped')]).toBe(skipped);
  });

  test('tells the page to load itself anew when the state is another than it saw', async () => {
    house.sink.hold();
    const id = await startsSending('Fremdrift');
    await until('it is sending', async () => (await house.campaignState(id)) === 'sending');
    const same = await house.staff.get(`${pathTo(id)}/progress?seen=sending`);
    expect(same.headers.get('hx-refresh')).toBeNull();
    expect(await same.text()).toMatch(/^<section id="progress"/);
    for (const seen of ['scheduled', 'paused', '']) {
      const other = await house.staff.get(`${pathTo(id)}/progress?seen=${seen}`);
      expect(other.headers.get('hx-refresh')).toBe('true');
    }
    house.sink.release();
    await house.isSent(id);
    expect((await house.staff.get(`${pathTo(id)}/progress?seen=sending`)).headers.get('hx-refresh')).toBe(
      'true',
    );
    expect(await house.staff.page(pathTo(id))).not.toContain('hx-get');
  });
});

describe('after the draft', () => {
  let id: string;

  beforeAll(async () => {
    id = await house.sends(list, 'Fast');
  });

  test('the editor leads back to the campaign, and saving changes nothing', async () => {
    const edit = await house.staff.get(`${pathTo(id)}/edit`);
    expect(edit.headers.get('location')).toBe(`${pathTo(id)}?done=changed`);
    const csrf = /name="csrf" value="([^"]+)"/.exec(await house.staff.page(pathTo(id)))![1]!;
    const saved = await house.staff.post(pathTo(id), { ...content, csrf, subject: 'Endret' });
    expect(saved.headers.get('location')).toBe(`${pathTo(id)}?done=changed`);
    expect(await house.staff.page(pathTo(id))).toContain('Fast');
  });

  test.each(['subject', 'preheader', 'body', 'locale'])(
    'the database itself refuses a new %s, whoever asks',
    async (column) => {
      const change = house.database.owner.query(`update jatakk.campaign set ${column} = 'en' where id = $1`, [
        id,
      ]);
      await expect(change).rejects.toThrow('a campaign changes only while it is a draft');
    },
  );

  test.each([
    'subject',
    'preheader',
    'body',
    'locale',
    'editors',
    'proposal_id',
    'state',
    'list_id',
    'purpose_version',
    'starts_at',
    'started_at',
    'author_id',
  ])('and web may not write its %s at all', async (column) => {
    const web = new pg.Client({ connectionString: house.database.webUrl });
    await web.connect();
    const change = web.query(`update jatakk.campaign set ${column} = ${column} where id = $1`, [id]);
    await expect(change).rejects.toThrow('permission denied');
    await web.end();
  });
});

test('no page of the staff’s holds an address of a subscriber', async () => {
  const { rows } = await house.database.owner.query('select id from jatakk.campaign');
  const pages = routesOf(house).filter(
    ({ method, pattern }) => method === 'GET' && pattern.startsWith('/staff'),
  );
  const [first, ...others] = (rows as { id: string }[]).map((row) => row.id);
  for (const campaign of [first!, ...others]) {
    // What is not a campaign's own is the same for each.
    for (const { pattern } of pages.filter(
      (page) => campaign === first || page.pattern.includes(':campaign'),
    )) {
      const known = { register: list.registerId, list: list.listId, campaign };
      const answer = await house.staff.get(pathOf(pattern, known));
      expect([pattern, await answer.text()]).toEqual([
        pattern,
        expect.not.stringMatching(/abonnent\d|@example\.org/),
      ]);
    }
  }
});
