import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import {
  fillMark,
  MessageTemplate,
  type MessageParts,
  PLACEHOLDER,
} from '../../src/platform/rendering/message-template.js';
import { headerFields, value } from '../support/raw-message.js';

const LEAVE = 'https://post.example.org/u/' + 'Ab_-'.repeat(10) + 'xyz';
const recipient = { to: 'kari@example.org', messageId: 'abc@example.org', leaveUrl: LEAVE };

const parts = (changed: Partial<MessageParts> = {}): MessageParts => ({
  from: { name: 'Fjellhallen', address: 'program@fjellhallen.example' },
  subject: 'Oktober',
  text: `Hei.\n\nMeld deg av: ${PLACEHOLDER.leaveUrl}\n`,
  html: `<!doctype html>\n<p>Hei.</p><a href="${PLACEHOLDER.leaveUrl}">Meld deg av</a>`,
  date: new Date('2026-10-01T12:00:00Z'),
  boundary: 'boundary',
  listId: { phrase: 'Program', id: 'program.list.post.example.org' },
  helpAddress: 'post@fjellhallen.example',
  headers: { 'List-Post': 'NO' },
  ...changed,
});

const render = async (changed: Partial<MessageParts> = {}) =>
  (await MessageTemplate.compile(parts(changed))).render(recipient);

/** Canonical lines: CRLF and no other line end, no line over 998 octets (RFC 5322 §2.1.1), no byte over 126. */
function expectCanonical(raw: Buffer): void {
  const text = raw.toString('latin1');
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0\x80-\xff]/);
  expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
}

describe('the whole message', () => {
  let raw: Buffer;

  beforeAll(async () => {
    raw = await render();
  });

  test('is the same bytes every time', async () => {
    expect(await render()).toEqual(raw);
  });

  test('has these fields and no other', () => {
    expect(headerFields(raw).map(({ name, value: text }) => `${name}: ${text}`)).toEqual([
      'To: kari@example.org',
      'Message-ID: <abc@example.org>',
      `List-Unsubscribe: <${LEAVE}>`,
      'List-ID: "Program" <program.list.post.example.org>',
      'List-Help: <mailto:post@fjellhallen.example>',
      'List-Post: NO',
      'From: Fjellhallen <program@fjellhallen.example>',
      'Subject: Oktober',
      'Date: Thu, 01 Oct 2026 12:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="--_NmP-boundary-Part_1"',
    ]);
  });

  test('is declared as what it is, even where all of it is ASCII', async () => {
    const declared = raw.toString().match(/(?<=^Content-Transfer-Encoding: )[\w-]+/gm);
    expect(declared).toEqual(['quoted-printable', 'quoted-printable']);
    const { text, html } = await simpleParser(
      await render({ text: 'a=b =C3=B8', html: '<p>a=b =C3=B8</p>' }),
    );
    expect([text, html]).toEqual(['a=b =C3=B8', '<p>a=b =C3=B8</p>']);
  });

  test('puts the recipient’s own link wherever its place is, and nowhere else', async () => {
    const { text, html } = await simpleParser(raw);
    expect(text).toContain(`Meld deg av: ${LEAVE}`);
    expect(html).toContain(`href="${LEAVE}"`);
    const twice = await simpleParser(
      await render({ text: `${PLACEHOLDER.leaveUrl}${PLACEHOLDER.leaveUrl}` }),
    );
    expect(twice.text).toBe(LEAVE + LEAVE);
  });

  test('takes an address beyond ASCII as it is (RFC 6532)', async () => {
    const template = await MessageTemplate.compile(parts());
    expect(value(template.render({ ...recipient, to: 'jøran@example.org' }), 'to')).toBe('jøran@example.org');
  });
});

describe('the recipient’s own words', () => {
  const filled = async (fills: readonly string[], text: string, html = '') => {
    const template = await MessageTemplate.compile(parts({ text, html }));
    return simpleParser(template.render({ ...recipient, fills }));
  };

  test('come in their order, and as text in the HTML', async () => {
    const both = `${fillMark(1)} ${fillMark(0)}`;
    const { text, html } = await filled(['<b>&"', 'å'], both, `<p title="${both}">${both}</p>`);
    expect(text).toBe('å <b>&"');
    expect(html).toBe('<p title="å &lt;b&gt;&amp;&quot;">å &lt;b&gt;&amp;&quot;</p>');
  });

  test('are not looked at again: a mark in them stands for nothing', async () => {
    const { text } = await filled([`${fillMark(1)}${PLACEHOLDER.leaveUrl}`, 'other'], `${fillMark(0)}.`);
    expect(text).toBe(`${fillMark(1)}${PLACEHOLDER.leaveUrl}.`);
  });

  test('whatever they are, the message is canonical and reads back', async () => {
    const answer = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
      .map((text) => text.replaceAll(/[\p{Cc}\p{Co}\p{Cs}\u2028\u2029]/gu, 'x').trim() || 'x');
    await fc.assert(
      fc.asyncProperty(answer, answer, async (first, second) => {
        const mark = `A ${fillMark(0)}, ${fillMark(1)}.`;
        const template = await MessageTemplate.compile(parts({ text: mark, html: `<p>${mark}</p>` }));
        const raw = template.render({ ...recipient, fills: [first, second] });
        expectCanonical(raw);
        const { text, html } = await simpleParser(raw);
        expect(text).toBe(`A ${first}, ${second}.`);
        expect((html as string).match(/</g)).toHaveLength(2);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the phrase of List-Id', () => {
  test.each([
    ['Program', '"Program" <'],
    ['A, "B" \\ <c@d>', '=?UTF-8?Q?'],
    ['A, B <c@d> \\', '"A, B <c@d> \\\\" <'],
    ['Høst', '=?UTF-8?Q?H=C3=B8st?= <'],
    ['=?UTF-8?Q?forged?=', ''],
    ['æ'.repeat(60), '=?UTF-8?Q?'],
  ])('%j', async (phrase, start) => {
    const raw = await render({ listId: { phrase, id: 'a.list.example.org' } });
    const listId = value(raw, 'list-id');
    expect(listId.startsWith(start)).toBe(true);
    expect(listId.endsWith('<a.list.example.org>')).toBe(true);
    for (const word of listId.split(' ')) expect(word.length).toBeLessThanOrEqual(75);
    const folded = /^List-ID: .*(\r\n[ \t].*)*/m.exec(raw.toString('latin1'))![0];
    for (const line of folded.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
  });
});

test('whatever is typed, the header has the same fields, and both parts read back as they were', async () => {
  const letters = fc.string({ unit: 'grapheme', maxLength: 200 });
  const line = letters.map((text) => text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' '));
  const lines = fc
    .array(
      fc.oneof(line, fc.constantFrom('', '.', '..', '--', ' ', '=', '\t', 'a'.repeat(1200), 'å'.repeat(400))),
      {
        maxLength: 12,
      },
    )
    .map((all) => all.join('\n'));
  await fc.assert(
    fc.asyncProperty(line, line, line, lines, async (subject, name, phrase, body) => {
      const text = body.replaceAll(/[\uE000-\uF8FF\r]/g, '');
      const from = { name, address: 'program@fjellhallen.example' };
      const raw = await render({
        subject: `E ${subject}`,
        from,
        listId: { phrase, id: 'a.list.example.org' },
        text,
        html: text,
      });
      expectCanonical(raw);
      expect(
        headerFields(raw)
          .map((field) => field.name)
          .toSorted(),
      ).toEqual([
        'Content-Type',
        'Date',
        'From',
        'List-Help',
        'List-ID',
        'List-Post',
        'List-Unsubscribe',
        'MIME-Version',
        'Message-ID',
        'Subject',
        'To',
      ]);
      expect(partsOf(raw)).toEqual([text, text]);
    }),
    { numRuns: 150 },
  );
});

/** Both parts, decoded by hand (RFC 2045 §6.7). */
function partsOf(raw: Buffer): string[] {
  const boundary = /boundary="([^"]+)"/.exec(value(raw, 'content-type'))![1]!;
  return raw
    .toString('latin1')
    .split(`\r\n--${boundary}`)
    .slice(1, 3)
    .map((part) => {
      const encoded = part.slice(part.indexOf('\r\n\r\n') + 4).replaceAll('=\r\n', '');
      const bytes = encoded.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
      return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
    });
}

test('beside the link an address to leave by, in one field on lines of its own', async () => {
  const template = await MessageTemplate.compile(parts());
  const leaveAddress = `u-${'a'.repeat(55)}@returns.fjellhallen.example`;
  const raw = template.render({ ...recipient, leaveAddress });
  expectCanonical(raw);
  const fields = headerFields(raw).filter(({ name }) => name === 'List-Unsubscribe');
  expect(fields.map(({ value: text }) => text.replaceAll(/\s+/g, ' '))).toEqual([
    `<${LEAVE}>, <mailto:${leaveAddress}?subject=unsubscribe>`,
  ]);
  const longest = Math.max(
    ...raw
      .toString('latin1')
      .split('\r\n\r\n')[0]!
      .split('\r\n')
      .map((line) => line.length),
  );
  expect(longest).toBeLessThanOrEqual(120);
});
