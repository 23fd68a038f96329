import { Resolver } from 'node:dns/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { returnAdvice } from '../../src/cli/return-advice.js';
import { isAligned } from '../../src/platform/dns/return-records.js';
import { type DnsServer, startDnsServer } from '../support/dns-server.js';

let dns: DnsServer;
const resolver = new Resolver({ timeout: 500, tries: 1 });

beforeAll(async () => {
  dns = await startDnsServer({
    'returns.fjellhallen.example': {
      mx: [[10, 'mail.fjellhallen.example']],
      txt: ['v=spf1 include:relay.example ~all'],
    },
    'bare.fjellhallen.example': { txt: ['something else'] },
    'away.fjellhallen.example': 'SERVFAIL',
    '_dmarc.fjellhallen.example': { txt: ['v=DMARC1; p=none'] },
  });
  resolver.setServers([dns.address]);
});
afterAll(() => dns.close());

describe('alignment under the address that mail is from', () => {
  test.each([
    ['returns.fjellhallen.example', 'fjellhallen.example', true],
    ['returns.fjellhallen.example', 'post.fjellhallen.example', true],
    ['returns.fjellhallen.example', 'returns.fjellhallen.example', true],
    ['returns.fjellhallen.example', 'scene.example', false],
    ['returns.fjellhallen.example', 'notfjellhallen.example', false],
    // They share a name that belongs to neither: nothing there says what becomes of their mail.
    ['a.com.example', 'b.com.example', false],
  ])('%s for %s: %s', async (returns, from, aligned) => {
    expect(await isAligned(returns, from, resolver)).toBe(aligned);
  });

  test('without DNS only what lies under it is known to be', async () => {
    expect(await isAligned('returns.fjellhallen.example', 'fjellhallen.example')).toBe(true);
    expect(await isAligned('returns.fjellhallen.example', 'post.fjellhallen.example')).toBe(false);
  });
});

describe('what the operator is told', () => {
  const advice = async (domain: string, senders = ['fjellhallen.example']) => {
    const { lines, well } = await returnAdvice(
      { domain, host: 'mail.fjellhallen.example', senders },
      resolver,
    );
    return { said: lines.join('\n'), well };
  };

  test('both records, and that they are there', async () => {
    const { said, well } = await advice('returns.fjellhallen.example');
    expect(well).toBe(true);
    expect(said).toContain('returns.fjellhallen.example. 3600 IN MX 10 mail.fjellhallen.example.');
    expect(said).toContain('DNS has both.');
    expect(said).not.toContain('DMARC');
  });

  test('what is missing', async () => {
    const { said, well } = await advice('bare.fjellhallen.example');
    expect(well).toBe(false);
    expect(said).toMatch(/MX is missing[^]*SPF is missing/);
  });

  test('what could not be asked', async () => {
    const { said, well } = await advice('away.fjellhallen.example');
    expect(well).toBe(false);
    expect(said).toMatch(/MX could not be looked up[^]*SPF could not be looked up/);
  });

  test('that SPF does not count for mail from elsewhere', async () => {
    const { said, well } = await advice('returns.fjellhallen.example', ['scene.example']);
    expect(well).toBe(true);
    expect(said).toContain('does not lie under scene.example');
  });

  test('with look-ups switched off, the records alone', async () => {
    const here = { domain: 'bare.fjellhallen.example', host: 'mail.fjellhallen.example', senders: [] };
    expect(await returnAdvice(here, 'off')).toMatchObject({ well: true });
  });
});
