import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { returnsCommand } from '../../src/cli/returns.js';
import { type DnsServer, startDnsServer } from '../support/dns-server.js';
import { TestHouse } from '../support/house.js';

let house: TestHouse;
let dns: DnsServer;
const before = { ...process.env };

beforeAll(async () => {
  dns = await startDnsServer({
    'retur.fjellhallen.example': { mx: [[10, 'localhost']], txt: ['v=spf1 a:localhost ~all'] },
    'tom.fjellhallen.example': {},
  });
  house = await TestHouse.open();
  await house.setUp();
  await house.makeList(await house.makeRegister('nyhetsbrev'), 'host');
  Object.assign(process.env, {
    DATABASE_URL: house.database.ownerUrl,
    DNS_RESOLVER: dns.address,
    JATAKK_DATA: '/nonexistent/jatakk',
  });
});
afterAll(async () => {
  process.env = before;
  await house.close();
  await dns.close();
});

/** What `jatakk returns …` prints, and its exit code. */
async function jatakkReturns(...args: string[]): Promise<{ said: string; code: number }> {
  let said = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    return { code: await returnsCommand(args), said };
  } finally {
    stdout.mockRestore();
  }
}

const page = async () => (await house.staff.get('/staff/sending')).text();

test('without a domain: what that means, and how to give one; the page says so too', async () => {
  expect(await jatakkReturns()).toMatchObject({
    code: 0,
    said: expect.stringContaining('jatakk returns returns.'),
  });
  expect(await page()).toContain('Jatakk ser dem ikke');
});

test('a domain: its records, whether DNS has them, and the page names it', async () => {
  const { said, code } = await jatakkReturns('Retur.Fjellhallen.example');
  expect(code).toBe(0);
  expect(said).toContain('retur.fjellhallen.example. 3600 IN MX 10 mail.example.org.');
  expect(said).toContain('DNS has both.');
  expect(await page()).toContain('kommer tilbake til retur.fjellhallen.example');
  expect((await jatakkReturns()).said).toContain('retur.fjellhallen.example');
});

test('one that DNS does not know yet is kept, and what is missing is said with exit code 1', async () => {
  const { said, code } = await jatakkReturns('tom.fjellhallen.example');
  expect(code).toBe(1);
  expect(said).toMatch(/MX is missing[^]*SPF is missing/);
});

test.each([
  [
    'the domain that lists are sent from, whose mail would be lost',
    ['fjellhallen.example'],
    /has mail of its own/,
  ],
  ['no domain', ['not a domain'], /That is no domain/],
  ['two', ['a.example', 'b.example'], /Usage/],
])('%s: refused, and nothing changes', async (_, args, why) => {
  await expect(jatakkReturns(...args)).rejects.toThrow(why);
  const { rows } = await house.database.owner.query('select return_domain from jatakk.installation');
  expect(rows).toEqual([{ return_domain: 'tom.fjellhallen.example' }]);
});

test('off: as it was before', async () => {
  expect((await jatakkReturns('off')).code).toBe(0);
  expect(await page()).toContain('Jatakk ser dem ikke');
});
