import {
  lookUpDomain,
  type MailResolver,
  rememberingLookUp,
  resolverFor,
} from '../../src/platform/dns/domain-exists.js';
import { type DnsServer, startDnsServer } from '../support/dns-server.js';

let dns: DnsServer;
let resolver: MailResolver | 'off';

beforeAll(async () => {
  dns = await startDnsServer({
    'mail.test': { mx: [[10, 'mx.mail.test']] },
    'null.test': { mx: [[0, '.']] },
    'both.test': {
      mx: [
        [0, '.'],
        [10, 'mx.both.test'],
      ],
    },
    'four.test': { a: '192.0.2.1' },
    'six.test': { aaaa: '2001:db8::1' },
    'empty.test': {},
    'broken.test': 'SERVFAIL',
    'closed.test': 'REFUSED',
    'silent.test': 'silence',
    'half.test': {},
    'AAAA half.test': 'SERVFAIL',
    'lucky.test': { a: '192.0.2.2' },
    'AAAA lucky.test': 'SERVFAIL',
  });
  resolver = resolverFor(dns.address);
});

afterAll(() => dns.close());

const lookUp = (domain: string) => lookUpDomain(domain, { resolver, timeoutMs: 300 });

describe('looking a domain up', () => {
  it.each([
    ['mail.test', 'exists'],
    ['four.test', 'exists'],
    ['six.test', 'exists'],
    ['lucky.test', 'exists'],
    ['both.test', 'exists'],
    ['null.test', 'accepts-no-mail'],
    ['empty.test', 'does-not-exist'],
    ['nowhere.test', 'does-not-exist'],
    ['xn--blbr-roah.test', 'does-not-exist'],
    ['broken.test', 'unknown'],
    ['closed.test', 'unknown'],
    ['half.test', 'unknown'],
    ['silent.test', 'unknown'],
  ])('%s: %s', async (domain, verdict) => {
    expect(await lookUp(domain)).toBe(verdict);
  });

  it('asks for hosts only where there is no MX', async () => {
    dns.questions.length = 0;
    await lookUp('mail.test');
    await lookUp('four.test');
    expect(dns.questions[0]).toBe('MX mail.test');
    expect(dns.questions.slice(1).sort()).toEqual(['A four.test', 'AAAA four.test', 'MX four.test']);
  });

  it('gives up when its time is over', async () => {
    const started = performance.now();
    expect(await lookUpDomain('silent.test', { resolver, timeoutMs: 50 })).toBe('unknown');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('says unknown where no server listens', async () => {
    const gone = await startDnsServer({});
    await gone.close();
    expect(await lookUpDomain('mail.test', { resolver: resolverFor(gone.address), timeoutMs: 300 })).toBe(
      'unknown',
    );
  });

  it('asks nothing when switched off', async () => {
    dns.questions.length = 0;
    expect(await lookUpDomain('nowhere.test', { resolver: resolverFor('off') })).toBe('unknown');
    expect(dns.questions).toEqual([]);
  });

  it('refuses a server that is no address at once', () => {
    expect(() => resolverFor('dns.eksempel.no')).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_IP_ADDRESS' }),
    );
  });
});

describe('remembering', () => {
  const MINUTE = 60_000;

  it('asks again only after ten minutes', async () => {
    let now = 0;
    const remembered = rememberingLookUp({ resolver }, () => now);
    dns.questions.length = 0;
    expect(await remembered('mail.test')).toBe('exists');
    now = 10 * MINUTE - 1;
    expect(await remembered('mail.test')).toBe('exists');
    expect(dns.questions).toHaveLength(1);
    now = 10 * MINUTE;
    await remembered('mail.test');
    expect(dns.questions).toHaveLength(2);
  });

  it('asks once for a domain that many ask for at the same time', async () => {
    const remembered = rememberingLookUp({ resolver });
    dns.questions.length = 0;
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => remembered('mail.test')));
    expect(new Set(verdicts)).toEqual(new Set(['exists']));
    expect(dns.questions).toHaveLength(1);
  });

  it('does not keep an unknown', async () => {
    const remembered = rememberingLookUp({ resolver, timeoutMs: 300 });
    dns.questions.length = 0;
    await remembered('broken.test');
    const asked = dns.questions.length;
    await remembered('broken.test');
    expect(dns.questions.length).toBe(2 * asked);
  });

  it('keeps a thousand domains and forgets the one asked for first', async () => {
    const asked: string[] = [];
    const counting: MailResolver = {
      resolveMx: (name: string) => {
        asked.push(name);
        return Promise.resolve([{ exchange: 'mx.test', priority: 1 }]);
      },
      resolve4: () => Promise.reject(new Error('not asked')),
      resolve6: () => Promise.reject(new Error('not asked')),
    } as MailResolver;
    const remembered = rememberingLookUp({ resolver: counting });
    for (let at = 0; at <= 1000; at += 1) await remembered(`d${at}.test`);
    expect(asked).toHaveLength(1001);
    await remembered('d1.test');
    expect(asked).toHaveLength(1001);
    await remembered('d0.test');
    expect(asked).toHaveLength(1002);
  });
});
