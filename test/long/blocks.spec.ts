import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formTo } from '../../src/cli/demo/form-to.js';
import type { BlockDocument } from '../../src/campaigns/blocks/block-document.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { approval, colleague } from '../support/colleague.js';
import { doc, event, heading, link, paragraph, place, STAGE, text } from '../support/example-blocks.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { textOf } from '../support/html.js';
import type { HttpClient } from '../support/http-client.js';
import { decodedParts } from '../support/raw-message.js';
import { TEMPLATE_CORPUS } from '../support/template-corpus.js';
import { until } from '../support/until.js';

const t = translator('nb');

/** Letters that some step between two computers is fond of changing. */
const LETTERS = 'æøå ÆØÅ é e\u0301 ß İı 🎻👩‍👩‍👧 שלום مرحبا 100\u00a0000 a\u200db ﬁ 漢字 “”–…';

// Without what looks like a place in Markdown: only a place among the blocks opens anybody's answers.
const LITERAL = TEMPLATE_CORPUS.filter((words) => !words.includes('fornavn|'));

let house: TestHouse;
let list: ListIds;
let ola: HttpClient;

const campaigns = () => `/staff/registers/${list.registerId}/campaigns`;
const pageOf = (id: string) => `${campaigns()}/${id}`;
const idOf = (answer: Response) => /campaigns\/([0-9a-f-]{36})/.exec(answer.headers.get('location')!)![1]!;

/** Posted as the form of a new campaign. */
function posts(subject: string, document: BlockDocument | string, fields: Record<string, string> = {}) {
  return house.staff.submit(`${campaigns()}/new/markdown`, campaigns(), {
    list: list.listId,
    language: 'nb',
    subject,
    preheader: 'Før resten',
    format: 'blocks',
    body: typeof document === 'string' ? document : JSON.stringify(document),
    ...fields,
  });
}

async function stateOf(id: string) {
  const { rows } = await house.database.owner.query(
    'select state, format, body from jatakk.campaign where id = $1',
    [id],
  );
  return rows[0] as { state: string; format: string; body: string };
}

/** Put forward, read and approved; what the second person was shown of it. */
async function approves(id: string): Promise<string> {
  await house.staff.submit(pageOf(id), `${pageOf(id)}/review/submit`, { note: '' });
  const shown = await (await ola.get(`${pageOf(id)}/review/html`)).text();
  await ola.submit(`${pageOf(id)}/review`, `${pageOf(id)}/review/decide`, approval);
  expect(await house.campaignState(id)).toBe('approved');
  return shown;
}

async function joinsAs(address: string, answer: string): Promise<void> {
  const path = `/lists/${list.slug}`;
  const question = /name="answer-([0-9a-f-]{36})"/.exec(await house.visitor.page(path))![1]!;
  await house.visitor.submit(path, path, { address, [`answer-${question}`]: answer });
  await house.confirms(await house.confirmationFor(address, list));
}

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program', 'Programmet', 2);
  const questions = `/staff/registers/${list.registerId}/lists/${list.listId}/questions`;
  await house.staff.submit(questions, questions, {
    name: 'fornavn',
    label_nb: 'Fornavn',
    why_nb: 'Til hilsenen.',
    label_en: 'First name',
    why_en: 'For the greeting.',
  });
  await joinsAs('kari@example.org', 'Åse & <Kari>');
  await joinsAs('per@example.org', ' ');
  ola = await colleague(house);
});
afterAll(() => house.close());

describe('a mailing of blocks', () => {
  let id: string;
  let seen: string;

  beforeAll(async () => {
    const answer = await posts(
      'Høsten',
      doc(
        heading(1, LETTERS),
        paragraph(
          text('Hei '),
          place('fornavn', 'du'),
          text('! Kjøp '),
          text('billett', link('https://fjellhallen.example/kjop?a=1&b=2')),
        ),
        ...LITERAL.map((words) => paragraph(text(words))),
        event({ title: 'Åpning', date: '2026-10-03T19:00', place: 'Storsalen' }),
        { type: 'button', attrs: { label: 'Se alt', href: 'https://fjellhallen.example/' } },
      ),
    );
    id = idOf(answer);
    seen = await approves(id);
    await house.presses('send', list, id);
    await house.isSent(id);
  }, 240_000);

  const received = (address: string) => {
    const mail = house.sink.to(address).findLast(({ parsed }) => parsed.subject === 'Høsten')!;
    return decodedParts(mail.raw);
  };

  test('arrives with both parts byte for byte as it was written (standard 154)', () => {
    const [plain, html] = received('kari@example.org');
    for (const part of [plain, html]) {
      expect(part.includes(Buffer.from(LETTERS))).toBe(true);
      expect(part.includes(Buffer.from('Åpning'))).toBe(true);
      expect(part.includes(Buffer.from('lørdag 3. oktober 2026 kl. 19.00'))).toBe(true);
    }
    expect(plain.toString()).toContain('Se alt:\r\nhttps://fjellhallen.example/\r\n');
    expect(html.toString()).toContain('href="https://fjellhallen.example/kjop?a=1&amp;b=2"');
  });

  test('says what each answered, and to whoever has not the word for them (standard 153)', () => {
    const [plain, html] = received('kari@example.org');
    expect(plain.toString()).toContain('Hei Åse & <Kari>! Kjøp billett [');
    expect(html.toString()).toContain('Hei Åse &amp; &lt;Kari&gt;! Kjøp ');
    const [other, otherHtml] = received('per@example.org');
    for (const part of [other, otherHtml]) {
      expect(part.toString()).toContain('Hei du! Kjøp ');
      expect(part.toString()).not.toMatch(/undefined|null|\{\{fornavn\|du/);
    }
  });

  test('compiles nothing (A35)', () => {
    const [plain] = received('per@example.org');
    for (const words of LITERAL) expect(plain.toString()).toContain(`\r\n${words}\r\n`);
    expect(plain.toString().replaceAll(/https?:\S+/g, '')).not.toContain('49');
  });

  test('was shown to the second person as it arrived', () => {
    const own = (html: string) =>
      html
        .replaceAll(/\/u\/[\w-]*/g, '/u/')
        .replace('<base target="_blank">', '')
        .trim();
    const [, html] = received('per@example.org');
    expect(own(seen)).toBe(own(html.toString().replaceAll('\r\n', '\n')));
  });

  test('is copied in its format', async () => {
    const other = await house.makeList(list.registerId, 'annet', 'Annet');
    const copy = idOf(await house.staff.submit(pageOf(id), `${pageOf(id)}/copy`, { list: other.listId }));
    const [original, copied] = [await stateOf(id), await stateOf(copy)];
    expect(copied).toEqual({ ...original, state: 'draft' });
  });
});

describe('what must not go out like that', () => {
  const unfinished = doc(paragraph(text('Hei.')), {
    type: 'image',
    attrs: { image: STAGE, alt: '', href: '' },
  });
  const noAlt = t('look.images.no-alt', { count: 1 });

  test('is saved, said on its page, and neither put forward nor sent, by no button and by no form of one’s own', async () => {
    const id = idOf(await posts('Uferdig', unfinished));
    const page = await house.staff.page(pageOf(id));
    expect(textOf(page)).toContain(noAlt);
    expect(page).not.toContain('/review/submit');
    const { hidden } = formTo(page, '/staff/sign-out');
    for (const [act, fields] of [
      ['review/submit', { note: '' }],
      ['send', {}],
    ] as const) {
      const answer = await house.staff.post(`${pageOf(id)}/${act}`, { csrf: hidden['csrf']!, ...fields });
      expect([act, answer.status, textOf(await answer.text())]).toEqual([
        act,
        422,
        expect.stringContaining(noAlt),
      ]);
    }
    expect(await house.campaignState(id)).toBe('draft');
  });

  test.each([
    ['a shortener', doc(paragraph(text('her', link('https://bit.ly/3abc')))), 'bit.ly'],
    ['a link in another’s name', doc(paragraph(text('www.dnb.no', link('https://evil.example/')))), 'dnb.no'],
    ['a place for what nobody is asked', doc(paragraph(place('etternavn', 'du'))), 'etternavn'],
    ['no document', '{"type":"doc","content":[{"type":"script"}]}', t('look.text.unreadable')],
    [
      'too much',
      doc(...Array.from({ length: 60 }, () => paragraph(text('a'.repeat(1800))))),
      t('edit.error.too-large'),
    ],
  ])('%s is refused where it is written', async (_, document, said) => {
    const answer = await posts('Nei', document);
    expect([answer.status, textOf(await answer.text())]).toEqual([422, expect.stringContaining(said)]);
  });

  test('a document that was put there behind the form’s back is held by the keeper', async () => {
    const id = idOf(await posts('Bak skjemaet', doc(paragraph(text('Hei.')))));
    await house.database.owner.query(`update jatakk.campaign set body = '{"type":"doc"}' where id = $1`, [
      id,
    ]);
    expect(textOf(await house.staff.page(pageOf(id)))).toContain(t('look.text.unreadable'));
    await house.database.owner.query('update jatakk.list set eyes = 1 where id = $1', [list.listId]);
    await house.database.owner.query(`select jatakk.act_on_campaign($1, 'send')`, [id]);
    await until('it is held', async () => {
      const { rows } = await house.database.owner.query(
        'select held_reason from jatakk.campaign where id = $1',
        [id],
      );
      return (rows[0] as { held_reason: string | null }).held_reason === 'unreadable-text';
    });
    await house.database.owner.query('update jatakk.list set eyes = 2 where id = $1', [list.listId]);
    expect(house.sink.mails.some(({ parsed }) => parsed.subject === 'Bak skjemaet')).toBe(false);
  });
});

test('another format is another text: what was approved is a draft again', async () => {
  const document = JSON.stringify(doc(paragraph(text('Hei.'))));
  const id = idOf(await posts('To formater', document));
  await approves(id);
  const saved = await house.staff.submit(`${pageOf(id)}/edit`, pageOf(id), {
    language: 'nb',
    subject: 'To formater',
    preheader: 'Før resten',
    format: 'markdown',
    body: document,
  });
  expect(saved.status).toBe(303);
  expect(await stateOf(id)).toEqual({ state: 'draft', format: 'markdown', body: document });
});

test('a test to oneself is the same mail', async () => {
  const id = idOf(
    await posts('Prøve', doc(paragraph(text('Hei '), place('fornavn', 'du')), paragraph(text(LETTERS)))),
  );
  await house.staff.submit(pageOf(id), `${pageOf(id)}/test`);
  const mail = await until('the test', () =>
    house.sink.mails.find(({ parsed }) => parsed.subject === '[Test] Prøve'),
  );
  for (const part of decodedParts(mail.raw)) {
    expect(part.toString()).toContain('Hei du');
    expect(part.includes(Buffer.from(LETTERS))).toBe(true);
  }
});
