import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type DnsName, type DnsServer, startDnsServer } from '../support/dns-server.js';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { goesLive, signsFor } from '../support/signing.js';

const zone: Record<string, DnsName> = {
  'finnes.no': { mx: [[10, 'mx.finnes.no']] },
  'bare-vert.no': { a: '192.0.2.1' },
  'tar-ikke-post.no': { mx: [[0, '.']] },
  'xn--blbr-roah.no': { mx: [[10, 'mx.finnes.no']] },
  'feiler.no': 'SERVFAIL',
  'tier.no': 'silence',
};
let dns: DnsServer;
let house: TestHouse;
let list: ListIds;

beforeAll(async () => {
  dns = await startDnsServer(zone);
  house = await TestHouse.open({ env: { DNS_RESOLVER: dns.address } });
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
  Object.assign(zone, await signsFor(house, 'fjellhallen.example'));
  await goesLive(house);
});
afterAll(async () => {
  await house.close();
  await dns.close();
});

test.each(['kari@example.org', 'kari@noe.test', 'kari@finnes-ikke.no', 'kari@tar-ikke-post.no'])(
  'live, %s is refused at once, and the domain is named',
  async (address) => {
    const startedAt = Date.now();
    const answer = await house.signsUpTo(list, address);
    expect(Date.now() - startedAt).toBeLessThan(4000);
    expect(answer.status).toBe(422);
    const text = textOf(await answer.text());
    expect(text).toContain(`Vi finner ikke noe e-postsystem som heter ${address.split('@')[1]}.`);
  },
);

test.each(['kari@finnes.no', 'kari@bare-vert.no', 'kari@blåbær.no', 'kari@feiler.no'])(
  'live, %s is taken, and its confirmation links to the public address',
  async (address) => {
    const answer = await house.signsUpTo(list, address);
    expect(answer.status).toBe(200);
    const mail = await house.confirmationFor(address);
    expect(mail.parsed.text).toContain('https://post.fjellhallen.example/confirm/');
  },
);

test('live, a name server that says nothing is waited for a second, and nobody is refused', async () => {
  const startedAt = Date.now();
  const answer = await house.signsUpTo(list, 'kari@tier.no');
  expect(answer.status).toBe(200);
  expect(Date.now() - startedAt).toBeLessThan(4000);
  await house.confirmationFor('kari@tier.no');
});

test('live, there is no mailbox and no banner', async () => {
  expect((await house.visitor.get('/mailbox')).status).toBe(404);
  const page = await house.visitor.page('/lists/hostprogrammet');
  expect(page).not.toContain('/mailbox');
  expect(page).not.toContain('class="trial"');
});
