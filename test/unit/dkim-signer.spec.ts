import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
} from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keyRecord, keyRecordName, publishedBytes } from '../../src/platform/dns/dkim-record.js';
import { MessageTemplate } from '../../src/platform/rendering/message-template.js';
import { relaxedBody, relaxedField, takeApart } from '../../src/platform/smtp/dkim-canonical.js';
import { type DkimKey, DkimSigner } from '../../src/platform/smtp/dkim-signer.js';
import type { DnsName } from '../support/dns-server.js';
import { value } from '../support/raw-message.js';
import { verdicts } from '../support/signing.js';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
const domain = 'fjellhallen.no';
const keys: DkimKey[] = [
  { domain, selector: 'r', algorithm: 'rsa-sha256', privateKey: rsa.privateKey },
  { domain, selector: 'e', algorithm: 'ed25519-sha256', privateKey: ed25519.privateKey },
];
const signer = new DkimSigner(keys);
const zone: Record<string, DnsName> = Object.fromEntries(
  keys.map(({ selector, algorithm, privateKey }) => {
    const publicKey = publishedBytes(createPublicKey(privateKey));
    return [keyRecordName(selector, domain), { txt: [keyRecord({ algorithm, publicKey })] }];
  }),
);

const BOTH_PASS = ['pass', 'pass'];
const signed = async (message: Buffer) => Buffer.concat([await signer.sign(message), message]);

async function campaignMessage(text = 'Hei\n\n.\n..\nBlåbær\n', html = '<p>Hei</p>'): Promise<Buffer> {
  const template = await MessageTemplate.compile({
    from: { name: 'Fjellhallen', address: `program@${domain}` },
    subject: 'Høst i Fjellhallen, med en lang linje som må brettes flere ganger før den er slutt',
    text,
    html,
    date: new Date('2026-03-01T10:00:00Z'),
    boundary: 'stem',
    listId: { phrase: 'Høstprogrammet', id: 'program.list.fjellhallen.no' },
    helpAddress: `post@${domain}`,
    headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', 'List-Post': 'NO', Precedence: 'list' },
  });
  return template.render({
    to: 'kari@example.com',
    messageId: `1@${domain}`,
    leaveUrl: `https://${domain}/u/${'x'.repeat(43)}`,
  });
}

/** `changed` is the message with one replacement that must have taken place. */
function changed(message: Buffer, from: string, to: string): Buffer {
  const text = message.toString('latin1');
  if (!text.includes(from)) throw new Error(`no ${from} in the message`);
  return Buffer.from(text.replace(from, to), 'latin1');
}

test('an independent verifier accepts both signatures of a campaign, RSA and Ed25519', async () => {
  expect(await verdicts(await signed(await campaignMessage()), zone)).toEqual(BOTH_PASS);
});

test('each signature says what RFC 6376 and RFC 8058 ask for, and no l=', async () => {
  const fields = (await signer.sign(await campaignMessage())).toString('latin1').split(/\r\n(?![ \t])/);
  expect(fields).toHaveLength(3);
  expect(fields[2]).toBe('');
  for (const [index, algorithm] of ['rsa-sha256', 'ed25519-sha256'].entries()) {
    const field = fields[index]!;
    const tags = Object.fromEntries(
      field
        .replace('DKIM-Signature:', '')
        .split(';')
        .map((tag) => tag.replaceAll(/\r\n /g, '').trim().split(/=(.*)/s).slice(0, 2) as [string, string]),
    );
    expect(tags).toMatchObject({ v: '1', a: algorithm, c: 'relaxed/relaxed', d: domain, t: '1772359200' });
    expect(Object.keys(tags)).not.toContain('l');
    const named = tags.h!.split(':');
    const twice = ['from', 'to', 'subject', 'date', 'message-id', 'list-id', 'list-help', 'list-post'];
    for (const name of [
      ...twice,
      'list-unsubscribe',
      'list-unsubscribe-post',
      'mime-version',
      'content-type',
    ])
      expect([name, named.filter((one) => one === name).length]).toEqual([name, 2]);
    for (const name of ['reply-to', 'cc', 'auto-submitted', 'feedback-id'])
      expect([name, named.filter((one) => one === name).length]).toEqual([name, 1]);
    for (const line of field.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
  }
});

test('every attempt at the same message is signed the same, to the byte', async () => {
  const message = await campaignMessage();
  expect(await signer.sign(message)).toEqual(await signer.sign(message));
});

test.each([
  ['a second From above', (raw: Buffer) => Buffer.concat([Buffer.from('From: a@evil.example\r\n'), raw])],
  ['a second Subject above', (raw: Buffer) => Buffer.concat([Buffer.from('Subject: Vinn\r\n'), raw])],
  [
    'a Reply-To where there was none',
    (raw: Buffer) => Buffer.concat([Buffer.from('Reply-To: a@b.no\r\n'), raw]),
  ],
  [
    'a second List-Unsubscribe',
    (raw: Buffer) => Buffer.concat([Buffer.from('List-Unsubscribe: <x:y>\r\n'), raw]),
  ],
  ['a changed List-Unsubscribe-Post', (raw: Buffer) => changed(raw, '=One-Click', '=No-Click')],
  ['another To', (raw: Buffer) => changed(raw, 'kari@', 'karl@')],
  ['another body', (raw: Buffer) => changed(raw, '<p>Hei</p>', '<p>Hopp</p>')],
  ['a longer body', (raw: Buffer) => Buffer.concat([raw, Buffer.from('Mer\r\n')])],
])('%s breaks both signatures', async (_, tamper) => {
  const tampered = tamper(await signed(await campaignMessage()));
  const said = await verdicts(tampered, zone);
  expect(said).toHaveLength(2);
  expect(said).not.toContain('pass');
});

test('white space that a relay may change does not', async () => {
  const raw = await signed(await campaignMessage());
  const relayed = changed(
    Buffer.concat([raw, Buffer.from('\r\n\r\n')]),
    'Precedence: list',
    'PRECEDENCE:  list ',
  );
  expect(await verdicts(relayed, zone)).toEqual(BOTH_PASS);
});

test.each([
  ['lone dots', 'a\r\n.\r\n..\r\n.\r\n'],
  ['a line of 5,000 characters', `${'x'.repeat(5000)}\r\n`],
  ['no body', ''],
  ['only empty lines', '\r\n\r\n\r\n'],
  ['no CRLF at its end', 'abc'],
  ['white space of all kinds', ' a \t b\t\r\n\t\r\n c   \r\n \r\n\r\n'],
  ['bytes beyond ASCII', Buffer.from('blåbær\r\n').toString('latin1')],
])('a body with %s verifies', async (_, body) => {
  const message = Buffer.from(`From: a@${domain}\r\nSubject: \t x \r\n  y\r\n\r\n${body}`, 'latin1');
  expect(await verdicts(await signed(message), zone)).toEqual(BOTH_PASS);
});

test('a header in UTF-8 verifies, for a recipient whose address needs it', async () => {
  const message = Buffer.from(`From: a@${domain}\r\nTo: kåre@blåbær.no\r\n\r\nHei\r\n`, 'utf8');
  expect(await verdicts(await signed(message), zone)).toEqual(BOTH_PASS);
});

test('whatever is in a body and a subject, the verifier accepts it', async () => {
  const piece = fc.constantFrom(' ', '\t', '.', '\r\n', '\r\n.\r\n', 'a', '=', 'ø', ':', ';');
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(text, text, async (subject, body) => {
      const folded = subject.replaceAll(/(?:\r\n[ \t]*)+/g, '');
      const message = Buffer.from(`Subject: ${folded}\r\nFrom: a@${domain}\r\n\r\n${body}\r\n`, 'latin1');
      expect(await verdicts(await signed(message), zone)).toEqual(BOTH_PASS);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['a bare LF', 'From: a@b.no\r\n\r\na\nb\r\n'],
  ['a bare CR', 'From: a@b.no\r\n\r\na\rb\r\n'],
  ['a CR at the end', 'From: a@b.no\r\n\r\na\r'],
  ['a LF at the front', '\nFrom: a@b.no\r\n\r\na'],
  ['NUL', 'From: a@b.no\r\n\r\na\0b\r\n'],
  ['a bare LF in the header', 'From: a@b.no\nTo: c@d.no\r\n\r\na\r\n'],
  ['two From', 'From: a@b.no\r\nFrom: c@d.no\r\n\r\na\r\n'],
  ['no From', 'To: a@b.no\r\n\r\na\r\n'],
  ['a line that is no field', 'From: a@b.no\r\nhei\r\n\r\na\r\n'],
])('a message with %s is not signed', async (_, text) => {
  await expect(signer.sign(Buffer.from(text, 'latin1'))).rejects.toThrow(RangeError);
});

test.each([
  [
    'an RSA key below 2048 bits',
    'rsa-sha256',
    () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
  ],
  ['a key of another kind', 'rsa-sha256', () => ed25519.privateKey],
  ['a public key', 'ed25519-sha256', () => ed25519.publicKey],
] as const)('%s is refused', (_, algorithm, make: () => KeyObject) => {
  expect(() => new DkimSigner([{ domain, selector: 's', algorithm, privateKey: make() }])).toThrow(
    RangeError,
  );
});

test('long runs of white space cost no more than their length', () => {
  const body = `${' '.repeat(2_000_000)}x${'\r\n'.repeat(500_000)}`;
  const before = performance.now();
  expect(relaxedBody(body)).toBe(' x\r\n');
  expect(performance.now() - before).toBeLessThan(5000);
});

test('the example of RFC 8463, appendix A, comes out as printed there', () => {
  const seed = Buffer.from('nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=', 'base64');
  const privateKey = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey);
  expect(keyRecord({ algorithm: 'ed25519-sha256', publicKey: publishedBytes(publicKey) })).toBe(
    'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
  );
  const { fields, body } = takeApart(
    Buffer.from(
      [
        'From: Joe SixPack <joe@football.example.com>',
        'To: Suzie Q <suzie@shopping.example.net>',
        'Subject: Is dinner ready?',
        'Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)',
        'Message-ID: <20030712040037.46341.5F8J@football.example.com>',
        '',
        'Hi.',
        '',
        'We lost the game.  Are you hungry yet?',
        '',
        'Joe.',
        '',
      ].join('\r\n'),
    ),
  );
  const bodyHash = hash('sha256', Buffer.from(relaxedBody(body), 'latin1'), 'base64');
  expect(bodyHash).toBe('2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=');
  const field = [
    'DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;',
    ' d=football.example.com; i=@football.example.com;',
    ' q=dns/txt; s=brisbane; t=1528637909; h=from : to :',
    ' subject : date : message-id : from : subject : date;',
    ` bh=${bodyHash};`,
    ' b=',
  ].join('\r\n');
  const header = [...fields, { name: 'dkim-signature', raw: field }].map(relaxedField).join('\r\n');
  expect(sign(null, hash('sha256', header, 'buffer'), privateKey).toString('base64')).toBe(
    '/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==',
  );
});

test('OpenDKIM, where it is installed, accepts it too', async () => {
  if (spawnSync('opendkim', ['-V']).error) {
    process.stderr.write('dkim-signer: opendkim is not installed here, so it was not asked\n');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'jatakk-opendkim-'));
  try {
    const file = (name: string, content: Buffer | string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const { txt } = zone[keyRecordName('r', domain)] as { txt: string[] };
    const records = file('keys', `${keyRecordName('r', domain)} ${txt[0]}\n`);
    const config = file('opendkim.conf', `Mode v\nSyslog no\nTestPublicKeys ${records}\n`);
    const ask = (raw: Buffer) => {
      const { stdout, stderr } = spawnSync('opendkim', ['-x', config, '-t', file('mail', raw)], {
        encoding: 'utf8',
      });
      return stdout + stderr;
    };
    const message = await campaignMessage();
    const raw = Buffer.concat([await new DkimSigner(keys.slice(0, 1)).sign(message), message]);
    expect(ask(raw)).toMatch(/verification \(s=r,? d=fjellhallen\.no.*\) succeeded/);
    expect(ask(changed(raw, '=One-Click', '=No-Click'))).not.toMatch(/succeeded/);
    expect(value(raw, 'dkim-signature')).toContain('a=rsa-sha256');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
