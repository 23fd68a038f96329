import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type HeaderField, headerFields, value } from '../support/raw-message.js';
import { type ListIds, TestHouse } from '../support/house.js';
import type { SunkMail } from '../support/sink.js';

const LIST_NAME = 'Høst, "æøå" & (resten)';
const SUBJECT =
  'Oktober 🎻: sju konserter, en danseforestilling og «æøå» i en emnelinje som ikke får plass på én linje';
const BODY = [
  '# Program',
  '',
  'Et avsnitt med [lenke til programmet](https://fjellhallen.example/program?a=1&b=2), som er langt nok til at linjen må brytes i den ferdige meldingen.',
  '',
  '.',
  '',
  '..prikker',
  '',
  '`{{7*7}}` `${7*7}` `<%= 7*7 %>` `#{7*7}` `{% x %}`',
  '',
  'Ett ord på tolv hundre tegn: ' + 'å'.repeat(1200),
  '',
  'Privat \uE001, &#xE001;, &#57345; og <https://fjellhallen.example/%EE%80%81>.',
].join('\n');

let house: TestHouse;
let list: ListIds;
let ann: SunkMail;
let bo: SunkMail;
let campaign: string;

const lastTo = (address: string) => house.sink.to(address).at(-1)!;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', LIST_NAME);
  await house.joins(list, 'ann@example.org');
  await house.joins(list, 'bo.berg+post@example.com');
  campaign = await house.sends(list, SUBJECT, BODY);
  await house.isSent(campaign);
  ann = lastTo('ann@example.org');
  bo = lastTo('bo.berg+post@example.com');
});
afterAll(() => house.close());

describe('the header', () => {
  test('has each field once, and no other field than these', () => {
    const names = headerFields(ann.raw).map(({ name }) => name.toLowerCase());
    expect(names.toSorted()).toEqual([
      'content-language',
      'content-type',
      'date',
      'from',
      'list-help',
      'list-id',
      'list-post',
      'list-unsubscribe',
      'list-unsubscribe-post',
      'message-id',
      'mime-version',
      'precedence',
      'subject',
      'to',
      'x-auto-response-suppress',
    ]);
  });

  test('offers the way out in one click (RFC 8058)', () => {
    expect(value(ann.raw, 'list-unsubscribe')).toMatch(/^<http:\/\/localhost:\d+\/u\/[\w-]{43}>$/);
    expect(value(ann.raw, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(value(ann.raw, 'list-post')).toBe('NO');
    expect(value(ann.raw, 'list-help')).toBe('<mailto:post@fjellhallen.example>');
    expect(value(ann.raw, 'precedence')).toBe('list');
    expect(value(ann.raw, 'x-auto-response-suppress')).toBe('OOF, AutoReply');
  });

  test('names the list by an identifier that stays and a phrase that may change (RFC 2919)', () => {
    const listId = value(ann.raw, 'list-id');
    expect(listId).toMatch(/^(=\?UTF-8\?Q\?[^ ?]+\?= ?)+ <hostprogrammet\.list\.localhost>$/);
    expect(decodeWords(listId)).toBe(`${LIST_NAME} <hostprogrammet.list.localhost>`);
  });

  test('encodes the subject in words of at most 75 characters that read back as typed (RFC 2047)', () => {
    const subject = value(ann.raw, 'subject');
    for (const word of subject.split(' ')) expect(word.length).toBeLessThanOrEqual(75);
    expect(subject).toMatch(/^[\x20-\x7e]+$/);
    expect(decodeWords(subject)).toBe(SUBJECT);
    expect(ann.parsed.subject).toBe(SUBJECT);
  });

  test('goes to one person, from the list’s sender, with an id on the sender’s own domain', () => {
    expect([ann.to, bo.to]).toEqual([['ann@example.org'], ['bo.berg+post@example.com']]);
    expect(value(ann.raw, 'to')).toBe('ann@example.org');
    expect(value(bo.raw, 'to')).toBe('bo.berg+post@example.com');
    expect(value(ann.raw, 'from')).toBe('Fjellhallen <program@fjellhallen.example>');
    expect(ann.from).toBe('program@fjellhallen.example');
    expect(value(ann.raw, 'message-id')).toMatch(/^<[0-9a-f]{32}\.[0-9a-f]{16}@fjellhallen\.example>$/);
    expect(Math.abs(Date.parse(value(ann.raw, 'date')) - Date.now())).toBeLessThan(60_000);
  });
});

describe('the bytes', () => {
  test('are lines of at most 998 octets, 76 where encoded, ended by CRLF and nothing else', () => {
    const text = ann.raw.toString('latin1');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/);
    expect(text).toMatch(/^[\x00-\x7f]*$/);
    for (const line of text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(99);
    const encoded = text.slice(text.indexOf('\r\n\r\n'));
    for (const line of encoded.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
  });

  test('declare what they are: plain text first, then HTML, both UTF-8 and quoted-printable', () => {
    expect(value(ann.raw, 'content-type')).toMatch(/^multipart\/alternative; boundary="[^"]+"$/);
    const parts = mimeParts(ann.raw);
    expect(parts.map(({ fields }) => fields.map(({ name, value: v }) => `${name}: ${v}`))).toEqual([
      ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'],
      ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'],
    ]);
  });

  test('differ between two recipients in To, Message-ID and the token of the way out only', () => {
    const neutral = (mail: SunkMail) => {
      const token = /\/u\/([\w-]{43})/.exec(value(mail.raw, 'list-unsubscribe'))![1]!;
      const raw = mail.raw.toString('latin1').replaceAll('=\r\n', '');
      return raw
        .replace(`To: ${mail.to[0]}`, 'To: …')
        .replaceAll(token, '…')
        .replace(/Message-ID: <.*>/i, 'Message-ID: …');
    };
    expect(neutral(ann)).toBe(neutral(bo));
    expect(value(ann.raw, 'message-id')).not.toBe(value(bo.raw, 'message-id'));
    expect(value(ann.raw, 'list-unsubscribe')).not.toBe(value(bo.raw, 'list-unsubscribe'));
  });
});

describe('the text', () => {
  const text = () => ann.parsed.text!.replaceAll('\n', ' ');

  test('survives: dots alone, long words, and what other programs would run', () => {
    expect(ann.parsed.text).toContain('\n.\n');
    expect(ann.parsed.text).toContain('\n..prikker\n');
    expect(ann.parsed.text!.replaceAll('\n', '')).toContain('å'.repeat(1200));
    for (const code of ['{{7*7}}', '${7*7}', '<%= 7*7 %>', '#{7*7}', '{% x %}']) {
      expect(ann.parsed.text).toContain(code);
      expect(ann.parsed.html).toContain(code.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    }
    // Apart from the address of the way out, which holds whatever chance gives it.
    expect(ann.parsed.text!.replaceAll(/https?:\S+/g, '')).not.toContain('49');
  });

  test('has the same links in both parts, and a way out in both', () => {
    const own = /http:\/\/localhost:\d+\/u\/[\w-]{43}/g;
    const html = (ann.parsed.html as string).replaceAll('&amp;', '&');
    expect(text()).toContain('https://fjellhallen.example/program?a=1&b=2');
    expect(html).toContain('href="https://fjellhallen.example/program?a=1&b=2"');
    const wanted = value(ann.raw, 'list-unsubscribe').slice(1, -1);
    expect(text().match(own)).toEqual([wanted]);
    expect(html.match(own)).toEqual([wanted]);
  });

  test('takes nobody’s private-use characters for a placeholder', () => {
    expect(text()).toMatch(/Privat , ?, ?og https:\/\/fjellhallen\.example\//);
    expect(ann.parsed.text + (ann.parsed.html as string)).not.toMatch(/[\uE000-\uF8FF]/);
  });

  test('says its language and direction', () => {
    const html = ann.parsed.html as string;
    expect(html).toMatch(/<html lang="nb" dir="ltr">/);
    expect(html).toMatch(/<div role="article"[^>]* lang="nb" dir="ltr"/);
    expect(value(ann.raw, 'content-language')).toBe('nb');
  });

  test('says who sends, that it is marketing, why, and the right to object', () => {
    const html = decodeEntities((ann.parsed.html as string).replaceAll(/<[^>]*>/g, ' ')).replaceAll(
      /\s+/g,
      ' ',
    );
    for (const part of [text().replaceAll(/\s+/g, ' '), html]) {
      expect(part).toContain(
        'Fjellhallen, org.nr. 974760673, Fjellveien 1, 0001 Oslo, post@fjellhallen.example',
      );
      expect(part).toContain('markedsføring');
      expect(part).toContain(`«${LIST_NAME}»`);
      expect(part).toContain('rett til å protestere');
      expect(part).toContain('personvern@fjellhallen.example');
    }
  });

  test('loads nothing: no image, script, style sheet or pixel', () => {
    expect(ann.parsed.html as string).not.toMatch(
      /<(img|script|link|iframe|object|form)\b|url\(|@import|src=/i,
    );
    expect(ann.parsed.attachments).toEqual([]);
  });
});

test('a campaign is not marked as automatic, a confirmation is (RFC 3834)', () => {
  const confirmation = house.sink.to('ann@example.org')[0]!;
  expect(value(confirmation.raw, 'auto-submitted')).toBe('auto-generated');
  expect(headerFields(ann.raw).some(({ name }) => /^auto-submitted$/i.test(name))).toBe(false);
});

test('a list in English writes an English footer in English letters, and still says how it is encoded', async () => {
  const plain = await house.makeList(list.registerId, 'plain', 'Plain, "quoted" \\ name');
  await house.joins(plain, 'eve@example.org');
  const campaigns = `/staff/registers/${plain.registerId}/campaigns`;
  const saved = await house.staff.submit(`${campaigns}/new/markdown`, campaigns, {
    list: plain.listId,
    language: 'en',
    subject: 'Plain',
    preheader: 'Before the rest',
    body: 'Hello a=b',
  });
  const id = /campaigns\/([0-9a-f-]{36})/.exec(saved.headers.get('location')!)![1]!;
  await house.presses('send', plain, id);
  await house.isSent(id);
  const mail = lastTo('eve@example.org');
  expect(mail.parsed.text).toContain('Hello a=b');
  expect(mail.parsed.html as string).toContain('<html lang="en" dir="ltr">');
  expect(mail.parsed.html as string).toContain('Before the rest');
  expect(decodeWords(value(mail.raw, 'list-id'))).toContain('Plain, "quoted" \\ name');
});

describe('what could start a header field of its own', () => {
  const BREAKS = {
    CR: '\r',
    LF: '\n',
    CRLF: '\r\nBcc: eve@example.org\r\n\r\n',
    NUL: '\0',
    LS: '\u2028',
    NEL: '\u0085',
  };
  const typedInto = (text: string) => `Oktober${text}Bcc: eve@example.org`;

  test.each(Object.entries(BREAKS))('%s is refused wherever it is typed', async (_, character) => {
    const injected = typedInto(character);
    const campaigns = `/staff/registers/${list.registerId}/campaigns`;
    const draft = { list: list.listId, language: 'nb', subject: 'Emne', preheader: '', body: 'Hei' };
    for (const field of ['subject', 'preheader']) {
      const answer = await house.staff.submit(`${campaigns}/new/markdown`, campaigns, {
        ...draft,
        [field]: injected,
      });
      expect([field, answer.status]).toEqual([field, 422]);
    }
    const lists = `/staff/registers/${list.registerId}/lists`;
    const words = {
      purpose_nb: 'Nytt.',
      frequency_nb: 'Sjelden.',
      purpose_en: 'News.',
      frequency_en: 'Rarely.',
    };
    const fine = {
      ...words,
      name: 'Liste',
      slug: 'innsprutet',
      senderName: 'F',
      senderAddress: 'f@fjellhallen.example',
    };
    for (const field of ['name', 'senderName', 'senderAddress', 'slug']) {
      const answer = await house.staff.submit(`${lists}/new`, lists, { ...fine, [field]: injected });
      expect([field, answer.status]).toEqual([field, 422]);
    }
    const organisation = { organisationName: 'F', organisationNumber: '974760673', postalAddress: 'Veien 1' };
    const contacts = { contactAddress: 'a@b.example', privacyContactAddress: 'a@b.example' };
    for (const field of [
      'organisationName',
      'contactAddress',
      'privacyContactAddress',
      'organisationNumber',
    ]) {
      const values = { ...organisation, ...contacts, [field]: injected };
      const answer = await house.staff.submit('/staff/organisation', '/staff/organisation', values);
      expect([field, answer.status]).toEqual([field, 422]);
    }
    const invited = { name: injected, address: 'ny@fjellhallen.example', role: 'editor' };
    expect((await house.staff.submit('/staff/members', '/staff/members', invited)).status).toBe(422);
  });
});

function decodeWords(text: string): string {
  return text.replaceAll(/(\?=) (=\?)/g, '$1$2').replaceAll(/(=\?UTF-8\?Q\?[^?]*\?=)+/gi, (words) => {
    const bytes = words
      .replaceAll(/=\?UTF-8\?Q\?|\?=/gi, '')
      .replaceAll('_', ' ')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString('utf8');
  });
}

function decodeEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function mimeParts(raw: Buffer): { fields: HeaderField[] }[] {
  const boundary = /boundary="([^"]+)"/.exec(value(raw, 'content-type'))![1]!;
  return raw
    .toString('latin1')
    .split(`--${boundary}\r\n`)
    .slice(1)
    .map((part) => ({ fields: headerFields(Buffer.from(part, 'latin1')) }));
}
