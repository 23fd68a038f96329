import { describe, expect, test } from '@jest/globals';
import { answerSubject, threadOf } from '../../src/inbound/inbox/answer-to.js';
import { asDownload, dangerOf, plainLine, safeFileName } from '../../src/inbound/inbox/plain-line.js';
import { splitQuoted } from '../../src/inbound/inbox/quoted-tail.js';
import { HEADER_LINES, XSS_LINES } from '../support/hostile-mail.js';

// eslint-disable-next-line no-control-regex
const MORE_THAN_A_LINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

describe('the subject of an answer', () => {
  test.each(HEADER_LINES)('«%s» is one line, short, and no word that is decoded', (subject) => {
    const answer = answerSubject(subject);
    expect(answer).not.toMatch(MORE_THAN_A_LINE);
    expect(answer).not.toContain('=?');
    expect(answer.length).toBeLessThanOrEqual(190);
    expect(answer.startsWith('Re:')).toBe(true);
  });

  test.each([
    ['Hei', 'Re: Hei'],
    ['Re: Hei', 'Re: Hei'],
    ['SV: re[2]: Aw : Hei', 'Re: Hei'],
    ['Rett: Hei', 'Re: Rett: Hei'],
  ])('«%s» is answered as «%s»', (subject, answer) => {
    expect(answerSubject(subject)).toBe(answer);
  });
});

describe('the thread of an answer', () => {
  test('names the mail that it answers last, and what has the form of a Message-ID before it', () => {
    expect(
      threadOf({ messageId: 'c@x', references: ['b@x', 'a@x', 'b c@x', 'd>\n@x', 'no-at', 'c@x'] }),
    ).toEqual({
      inReplyTo: 'c@x',
      references: ['a@x', 'b@x', 'c@x'],
    });
    expect(threadOf({ messageId: 'a b@x', references: [] })).toEqual({ references: [] });
  });

  test('is short, however long it has become', () => {
    const references = Array.from({ length: 20 }, (_, at) => `${at}@x`);
    const thread = threadOf({ messageId: 'me@x', references });
    expect(thread.references).toHaveLength(10);
    expect(thread.references.slice(-2)).toEqual(['0@x', 'me@x']);
  });
});

describe('the name of a file', () => {
  test.each([
    ...XSS_LINES,
    ...HEADER_LINES,
    '..',
    '../../etc/passwd',
    'C:\\boot.ini',
    '.htaccess',
    ' . ',
    'con.',
    `${'a'.repeat(400)}.pdf`,
  ])('«%s» may be saved, and is one line of a header', (name) => {
    const safe = safeFileName(name);
    expect(safe).not.toMatch(/[/\\:*?"<>|]|^\.|[.\s]$|^$/);
    expect(safe).not.toMatch(MORE_THAN_A_LINE);
    expect(safe.length).toBeLessThanOrEqual(120);
    const header = asDownload(name);
    expect(header).toMatch(
      /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w%.!#$&+^`|~-]*$/,
    );
  });

  test('keeps its ending, which says what it is', () => {
    expect(safeFileName(`${'a'.repeat(400)}.pdf`)).toMatch(/^a+\.pdf$/);
    expect(safeFileName('Møtereferat våren.docx')).toBe('Møtereferat våren.docx');
    expect(asDownload('Møte.pdf')).toBe(`attachment; filename="M_te.pdf"; filename*=UTF-8''M%C3%B8te.pdf`);
  });

  test.each([
    ['a.exe', 'application/pdf', 'runs'],
    ['a.pdf.JS', 'application/pdf', 'runs'],
    ['a.pdf', 'application/x-dosexec', 'runs'],
    ['faktura\u202efdp.exe', 'application/pdf', 'runs'],
    ['a.exe. ', 'application/pdf', 'runs'],
    ['a.docm', 'application/octet-stream', 'runs'],
    ['a.zip', 'application/octet-stream', 'packed'],
    ['a.pdf', 'application/pdf', undefined],
    ['a.docx', 'application/octet-stream', undefined],
  ] as const)('%s (%s): %s', (name, type, danger) => {
    expect(dangerOf({ name, type })).toBe(danger);
  });
});

test('a line of a stranger’s is plain, and never longer than asked for', () => {
  expect(plainLine('  Hei\u200b\u202e \u0000du\n ', 100)).toBe('Hei du');
  expect(plainLine('x'.repeat(50), 10)).toBe(`${'x'.repeat(9)}…`);
});

test.each([
  ['Hei\n\n> sitert\n> mer', 'Hei', '> sitert\n> mer'],
  ['Hei\n\nDen 3. mars skrev Kari:\n> sitert', 'Hei', 'Den 3. mars skrev Kari:\n> sitert'],
  ['> sitert\n\nHei under', '> sitert\n\nHei under', ''],
  ['> bare sitert', '> bare sitert', ''],
  ['Hei', 'Hei', ''],
  ['', '', ''],
])('what is quoted below is told from what is said: %#', (text, said, quoted) => {
  expect(splitQuoted(text)).toEqual({ said, quoted });
});
