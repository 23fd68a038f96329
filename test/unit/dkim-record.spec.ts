import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  keyRecord,
  keyRecordName,
  lookUpKeyRecord,
  publishedBytes,
  type PublishedKey,
} from '../../src/platform/dns/dkim-record.js';
import { resolverFor } from '../../src/platform/dns/domain-exists.js';
import { findDmarc, findSpf } from '../../src/platform/dns/policy-records.js';
import { type DnsName, type DnsServer, startDnsServer } from '../support/dns-server.js';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rsa: PublishedKey = { algorithm: 'rsa-sha256', publicKey: publishedBytes(pair.publicKey) };
const ed25519: PublishedKey = {
  algorithm: 'ed25519-sha256',
  publicKey: publishedBytes(generateKeyPairSync('ed25519').publicKey),
};
const p = rsa.publicKey.toString('base64');
const name = keyRecordName('s', 'fjellhallen.no');

const zone: Record<string, DnsName> = {};
let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer(zone);
});
afterAll(() => dns.close());

async function verdict(entry: DnsName | undefined, key = rsa): Promise<string> {
  if (entry === undefined) delete zone[name];
  else zone[name] = entry;
  return lookUpKeyRecord(name, key, resolverFor(dns.address));
}

test('a record is as RFC 6376 and RFC 8463 have it', () => {
  expect(keyRecord(rsa)).toBe(`v=DKIM1; k=rsa; p=${p}`);
  expect(keyRecord(ed25519)).toMatch(/^v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=$/);
  expect(name).toBe('s._domainkey.fjellhallen.no');
});

test.each([
  ['as we print it', keyRecord(rsa)],
  ['with the least there may be', `p=${p}`],
  ['with everything there may be', `v=DKIM1;k=rsa ;h=sha1:sha256; s=email;t=s;n=note; p=${p};`],
  ['for all services', `v=DKIM1; s=*; p=${p}`],
  ['with white space in the key', `v=DKIM1; k=rsa; p=${p.slice(0, 70)} \t${p.slice(70)}`],
])('our key is found, %s', async (_, text) => {
  expect(await verdict({ txt: [text] })).toBe('published');
});

test('an Ed25519 key is found, and other records under the name do no harm', async () => {
  expect(await verdict({ txt: ['google-site-verification=x', keyRecord(ed25519)] }, ed25519)).toBe(
    'published',
  );
});

test.each([
  ['another key', keyRecord({ ...rsa, publicKey: Buffer.from('another') })],
  ['another kind of key', `v=DKIM1; k=ed25519; p=${p}`],
  ['another version', `v=DKIM2; p=${p}`],
  ['another hash only', `v=DKIM1; h=sha1; p=${p}`],
  ['another service only', `v=DKIM1; s=tlsrpt; p=${p}`],
])('%s is not ours', async (_, text) => {
  expect(await verdict({ txt: [text] })).toBe('other-key');
});

test('two keys under one name are no key of ours, whichever comes first', async () => {
  expect(await verdict({ txt: [keyRecord(rsa), keyRecord(ed25519)] })).toBe('other-key');
});

test.each([
  ['no such name', undefined],
  ['no TXT record', { a: '192.0.2.1' }],
  ['only other texts', { txt: ['hello', 'v=spf1 -all'] }],
  ['a revoked key', { txt: ['v=DKIM1; k=rsa; p='] }],
  ['a tag twice', { txt: [`v=DKIM1; p=${p}; p=${p}`] }],
  ['a version that comes late', { txt: [`p=${p}; v=DKIM1`] }],
  ['no tag list', { txt: [`v=DKIM1; ${p}`] }],
] as const)('%s: not published', async (_, entry) => {
  expect(await verdict(entry)).toBe('not-published');
});

test.each(['SERVFAIL', 'REFUSED', 'silence'] as const)('%s: DNS is away', async (failure) => {
  expect(await verdict(failure)).toBe('dns-away');
});

test('with look-ups switched off it is away too', async () => {
  expect(await lookUpKeyRecord(name, rsa, 'off')).toBe('dns-away');
});

test('SPF is the domain’s own; DMARC may stand above', async () => {
  Object.assign(zone, {
    'post.fjellhallen.no': { txt: ['v=spf1 -all'] },
    'spf10.no': { txt: ['v=spf10'] },
    '_dmarc.fjellhallen.no': { txt: ['v=DMARC1; p=none'] },
    'borte.no': 'SERVFAIL',
    '_dmarc.borte.no': 'SERVFAIL',
  });
  const resolver = resolverFor(dns.address);
  if (resolver === 'off') throw new Error('no resolver');
  expect(await findSpf('post.fjellhallen.no', resolver)).toBe('there');
  expect(await findSpf('spf10.no', resolver)).toBe('missing');
  expect(await findSpf('borte.no', resolver)).toBe('unknown');
  expect(await findDmarc('post.fjellhallen.no', resolver)).toBe('there');
  expect(await findDmarc('annet.no', resolver)).toBe('missing');
  expect(await findDmarc('borte.no', resolver)).toBe('unknown');
});
