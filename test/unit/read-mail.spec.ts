import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mailArrival } from '../../src/inbound/arrival.js';
import { harmlessName } from '../../src/receiver/reading/attachments.js';
import { harmlessHtml } from '../../src/receiver/reading/harmless-html.js';
import { readMessage } from '../../src/receiver/reading/read-message.js';
import { unreadable } from '../../src/receiver/reading/unreadable.js';
import { feedback, mail, multipart, report } from '../support/returned-mail.js';

const KARI = 'Kari Nordmann <kari@reader.example>';
const LETTER = { From: KARI, Subject: 'Hei' };

const read = async (message: Buffer | string, sender: string | undefined = 'kari@reader.example') => {
  const reading = await readMessage({ message: Buffer.from(message), sender, asMail: true });
  mailArrival.parse({ to: 'program@news.example', ...reading.mail!.content });
  return reading.mail!;
};
const contentOf = async (...given: Parameters<typeof read>) => (await read(...given)).content;

test.each([
  ['a script', '<p>Hei</p><script>alert(1)</script>'],
  ['a handler', '<p onclick="alert(1)" onmouseover=alert(1)>Hei</p>'],
  ['a link that runs', '<a href="javascript:alert(1)">Hei</a>'],
  ['one that hides it', '<a href=" jav&#x09;ascript:alert(1)">Hei</a>'],
  ['one in capitals', '<a href="JaVaScRiPt&colon;alert(1)">Hei</a>'],
  ['a link to data', '<a href="data:text/html,<script>alert(1)</script>">Hei</a>'],
  ['an image', '<img src=x onerror=alert(1)>Hei'],
  [
    'a picture of many',
    '<picture><source srcset="https://x.example/a"><img srcset="https://x.example/b"></picture>Hei',
  ],
  ['a style that loads', '<p style="background:url(https://x.example/a)">Hei</p>'],
  [
    'a style sheet',
    '<style>@import "https://x.example/a"; p { color: red }</style><link rel=stylesheet href=//x.example>Hei',
  ],
  ['a frame', '<iframe src="https://x.example" srcdoc="<script>alert(1)</script>"></iframe>Hei'],
  [
    'a form',
    '<form action="https://x.example"><input name=a autofocus onfocus=alert(1)><button formaction=//x.example>x</button></form>Hei',
  ],
  ['an object', '<object data="https://x.example"></object><embed src="https://x.example">Hei'],
  ['a base', '<base href="https://x.example/"><p>Hei</p>'],
  ['a refresh', '<meta http-equiv=refresh content="0;url=https://x.example">Hei'],
  [
    'a drawing',
    '<svg onload=alert(1)><script>alert(1)</script><a xlink:href="javascript:alert(1)">x</a></svg>Hei',
  ],
  [
    'mathematics',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>Hei',
  ],
  ['a name of ours', '<p id="main" class="notice" name="x">Hei</p>'],
  [
    'a background',
    '<table background="https://x.example/a"><tr><td background="//x.example/b">Hei</td></tr></table>',
  ],
  [
    'a film',
    '<video poster="https://x.example/a"><source src="https://x.example/b"></video><audio src=x></audio>Hei',
  ],
  ['a comment that ends early', '<!--><script>alert(1)</script>-->Hei'],
  ['a tag in a tag', '<<script>script>alert(1)</script>Hei'],
  ['a tag that never ends', 'Hei<p title="<img src=x onerror=alert(1)>'],
  ['a text area that is none', '<textarea><img src=x onerror=alert(1)></textarea>Hei'],
  ['a template', '<template><img src=x onerror=alert(1)></template>Hei'],
])('of HTML with %s only what harms nobody is left', (_what, html) => {
  const { html: left } = harmlessHtml(html);
  expect(left).toContain('Hei');
  // No tag beyond the ones we know, and no attribute beyond these: what is written as text may say what it likes.
  const tags = left.match(/<[^>]*>/g) ?? [];
  for (const tag of tags)
    expect(tag).toMatch(
      /^<\/?(?:p|div|span|br|hr|a|b|i|em|strong|table|tbody|tr|td|th)(?: (?:href="(?:https?:|mailto:|tel:)[^"]*"|rel="noreferrer noopener"|target="_blank"))*(?: \/)?>$/,
    );
  expect(left).not.toMatch(/javascript:|data:/i);
});

test('a link keeps where it leads and what it says, and an image says what it shows', () => {
  expect(harmlessHtml('<a href="https://x.example/?a=1&amp;b=2" onclick="x()">Se &lt;her&gt;</a>').html).toBe(
    '<a href="https://x.example/?a=1&amp;b=2" rel="noreferrer noopener" target="_blank">Se &lt;her&gt;</a>',
  );
  expect(harmlessHtml('<img alt="<b>Et bilde</b>" src="https://x.example/a.png">').html).toBe(
    '<span>[&lt;b&gt;Et bilde&lt;/b&gt;]</span>',
  );
});

test.each([
  ['skjema.pdf', 'skjema.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\kari\\skjema.doc', 'skjema.doc'],
  ['.bashrc', 'bashrc'],
  ['invoice\u202Efdp.exe', 'invoice fdp.exe'],
  ['a\r\nContent-Type: text/html', 'html'],
  ['\0\u0007', ''],
  [undefined, ''],
  ['  æøå (1).txt  ', 'æøå (1).txt'],
  [`${'x'.repeat(500)}.pdf`, `${'x'.repeat(196)}.pdf`],
])('a file called %j is called %j', (said, name) => {
  expect(harmlessName(said)).toBe(name);
});

test('what is attached is what its octets say, whatever it says itself', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const part = (type: string, name: string, octets: Buffer | string) =>
    [
      `${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64`,
      Buffer.from(octets).toString('base64'),
    ] as const;
  const { content, parts } = await read(
    multipart(
      'mixed',
      [
        ['text/plain', 'Se vedlegg'],
        part('text/html', 'bilde.html', png),
        part('image/png', 'bilde.png', '<!DOCTYPE html><script>alert(1)</script>'),
        part(
          'image/svg+xml',
          'tegning.svg',
          '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        ),
        part('application/pdf', 'ukjent', Buffer.from([0, 1, 2, 3])),
      ],
      { From: KARI },
    ),
  );
  expect(content.attachments.map(({ name, type }) => [name, type])).toEqual([
    ['bilde.html', 'image/png'],
    ['bilde.png', 'text/plain'],
    ['tegning.svg', 'application/octet-stream'],
    ['ukjent', 'application/octet-stream'],
  ]);
  expect(parts[0]).toEqual(png);
  expect(content.attachments.map(({ bytes }) => bytes)).toEqual(parts.map(({ length }) => length));
});

test('what is too much is left out, and said to be', async () => {
  const files = Array.from({ length: 25 }, (_, index) => [`text/x; name=${index}.txt`, 'x'] as const);
  const many = await contentOf(multipart('mixed', [['text/plain', 'hei'], ...files], { From: KARI }));
  expect([many.attachments.length, many.cut]).toEqual([20, true]);
  const long = await contentOf(mail(LETTER, 'å'.repeat(300_000)));
  expect([long.text.length, long.cut]).toEqual([200_000, true]);
  const html = await contentOf(mail({ ...LETTER, 'Content-Type': 'text/html' }, '<p>å</p>'.repeat(80_000)));
  expect([html.html, html.cut]).toEqual([undefined, true]);
  expect(html.text).toContain('å');
  expect((await contentOf(mail(LETTER, 'hei'))).cut).toBe(false);
});

test('a mail of HTML alone is read as text too', async () => {
  const { text, html } = await contentOf(
    mail(
      { ...LETTER, 'Content-Type': 'text/html; charset=utf-8' },
      '<h1>Hei</h1><p>Når <b>begynner</b> det?<script>x</script></p>',
    ),
  );
  expect(text).toMatch(/hei/i);
  expect(text).toContain('Når begynner det?');
  expect(html).toContain('<b>begynner</b>');
});

test.each([
  ['iso-8859-1', Buffer.from('Når begynner det? æøå', 'latin1')],
  ['windows-1252', Buffer.from('Når begynner det? æøå', 'latin1')],
  ['utf-8', Buffer.from('Når begynner det? æøå')],
])('a mail in %s is read', async (charset, octets) => {
  const head = `From: ${KARI}\r\nContent-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`;
  expect((await contentOf(Buffer.concat([Buffer.from(head), octets]))).text.trim()).toBe(
    'Når begynner det? æøå',
  );
});

test('fields are one line each, whoever wrote them', async () => {
  const content = await contentOf(
    'From: =?utf-8?q?Kari=0D=0ABcc=3A_alle=40x.example=E2=80=AE?= <kari@reader.example>\r\n' +
      'Subject: =?utf-8?q?Hei=0D=0ASet-Cookie=3A_x=00?=\r\n\r\nx',
  );
  expect(content.from).toEqual({ address: 'kari@reader.example', name: 'Kari Bcc: alle@x.example' });
  expect(content.subject).toBe('Hei Set-Cookie: x');
});

test.each([
  ['a person', {}, 'kari@reader.example', false, false],
  ['a reply by a program', { 'Auto-Submitted': 'auto-replied' }, 'kari@reader.example', true, false],
  ['one that says no', { 'Auto-Submitted': 'no' }, 'kari@reader.example', false, false],
  ['one without a sender', {}, '', true, false],
  ['a list', { 'List-Id': '<x.example>' }, 'kari@reader.example', false, true],
  ['one in bulk', { Precedence: 'bulk' }, 'kari@reader.example', false, true],
  [
    'one that wants no answer',
    { 'X-Auto-Response-Suppress': 'DR, AutoReply' },
    'kari@reader.example',
    true,
    false,
  ],
  ['noreply', { From: 'no-reply@reader.example' }, 'kari@reader.example', true, false],
  ['a server', {}, 'MAILER-DAEMON@reader.example', true, false],
  ['somebody whose sender nobody wrote down', {}, undefined, false, false],
])('%s: whether a program wrote it', async (_who, fields, sender, automatic, bulk) => {
  const message = mail({ ...LETTER, ...fields }, 'hei');
  const reading = await readMessage({ message, sender, asMail: true });
  expect(reading.mail!.content).toMatchObject({ automatic, bulk });
});

test('only what a person wrote is read as mail where it came to a return path', async () => {
  const at = async (message: Buffer, sender = 'kari@reader.example') =>
    (await readMessage({ message, sender, asMail: false })).mail !== undefined;
  expect(await at(mail(LETTER, 'hei'))).toBe(true);
  expect(await at(mail(LETTER, 'hei'), '')).toBe(false);
  expect(await at(report({ status: '5.1.1' }))).toBe(false);
  expect(await at(feedback('not-spam'))).toBe(false);
  expect(await at(mail({ ...LETTER, 'Auto-Submitted': 'auto-generated' }, 'borte'))).toBe(false);
});

const filled = (piece: string, length = 1e6) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

test.each([
  [
    '10,000 parts',
    multipart(
      'mixed',
      Array.from({ length: 10_000 }, () => ['text/plain', filled('x', 40)] as const),
      { From: KARI },
    ),
  ],
  [
    '5,000 levels',
    Buffer.from(
      `From: ${KARI}\r\n${Array.from({ length: 5000 }, (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`).join('')}\r\nhei`,
    ),
  ],
  ['a million octets of fields', Buffer.from(`From: ${KARI}\r\n${filled('X: y\r\n')}\r\nhei`)],
  ['empty lines', mail(LETTER, filled('\r\n'))],
  ['tags', mail({ ...LETTER, 'Content-Type': 'text/html' }, filled('<div>'))],
  ['tags that never end', mail({ ...LETTER, 'Content-Type': 'text/html' }, filled('<a href="'))],
  ['entities', mail({ ...LETTER, 'Content-Type': 'text/html' }, filled('&amp;&#x41;&'))],
  ['links', mail({ ...LETTER, 'Content-Type': 'text/html' }, filled('<a href=//x>'))],
  ['tables in tables', mail({ ...LETTER, 'Content-Type': 'text/html' }, filled('<table><tr><td>'))],
  ['addresses', mail({ ...LETTER, From: filled('a@b.example, ') }, 'hei')],
  ['groups in groups', mail({ ...LETTER, From: filled('a: ') }, 'hei')],
  ['encoded words', mail({ ...LETTER, Subject: filled('=?utf-8?q?a?= ') }, 'hei')],
  ['references', mail({ ...LETTER, References: filled('<a@b> ') }, 'hei')],
  ['names', mail({ ...LETTER, 'Content-Type': `application/x; name*0*=${filled('%41', 60_000)}` }, 'hei')],
  ['soft line ends', mail({ ...LETTER, 'Content-Transfer-Encoding': 'quoted-printable' }, filled('=\r\n'))],
])('a megabyte of %s is read within bounds', async (_what, message) => {
  let least = Infinity;
  for (const _ of [1, 2]) {
    const before = performance.now();
    await read(message);
    least = Math.min(least, performance.now() - before);
  }
  expect(least).toBeLessThan(2000);
});

test('a mail cut at any octet is read as what is there', async () => {
  const whole = [
    multipart(
      'mixed',
      [
        ['text/plain; charset=utf-8', 'Hei æøå'],
        ['text/html', '<p>Hei <a href="https://x.example">x</a></p>'],
        ['application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64', 'JVBERi0xLjQ='],
      ],
      { From: KARI },
    ),
    mail(
      { ...LETTER, Subject: '=?utf-8?b?w6bDuMOl?=', 'Content-Transfer-Encoding': 'quoted-printable' },
      'Hei =C3=A6=C3=B8=C3=A5',
    ),
  ];
  for (const message of whole)
    for (let length = 0; length <= message.length; length += 1) await read(message.subarray(0, length));
});

const PIECES = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  ' ',
  ': ',
  '--b',
  '--b--',
  '"',
  ';',
  '<',
  '>',
  '@',
  '=?utf-8?q?',
  '?=',
  '\0',
  '\xff',
  'Content-Type: ',
  'multipart/mixed; boundary=b',
  'message/rfc822',
  'text/html',
  'text/plain; charset=utf-16',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="',
  'From: ',
  'Subject: ',
  '<script>',
  '<a href="',
  '<table>',
  '&#0;',
  '\ud800',
  'begin 644 x',
  'References: <a@b>',
  'Auto-Submitted: x',
];

test('any octets, and pieces of mails in any order, are read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2048 }), async (octets) => {
      await read(Buffer.from(octets));
      expect(unreadable(Buffer.from(octets), true).mail!.content.cut).toBe(true);
    }),
    { numRuns: 200 },
  );
  const pieces = fc.constantFrom(...PIECES);
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 80 }), async (picked) => {
      const content = await contentOf(Buffer.from(picked.join(''), 'latin1'));
      expect(content.html ?? '').not.toMatch(/<script/i);
    }),
    { numRuns: 500 },
  );
});
