import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publishedBytes } from '../../src/platform/dns/dkim-record.js';
import { type MessageKey, translator } from '../../src/platform/i18n/messages.js';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { mayBeNameless } from '../support/nameless-house.js';
import { keeperTo } from '../support/keeper-to.js';
import { goesLive } from '../support/signing.js';
import { until } from '../support/until.js';

const t = translator('nb');
const DOMAIN = 'fjellhallen.example';

let house: TestHouse;
let list: ListIds;

const pathTo = (id: string) => `/staff/registers/${list.registerId}/campaigns/${id}`;
const shown = async (id: string) => textOf(await house.staff.page(pathTo(id)));
const owner = (sql: string, values: unknown[] = []) => house.database.owner.query(sql, values);
/** As a page in a browser tab that has been open for a while: the button is there, whatever has changed since. */
const pressesSend = async (id: string) => {
  const csrf = /name="csrf" value="([^"]+)"/.exec(await house.staff.page(pathTo(id)))![1]!;
  return house.staff.post(`${pathTo(id)}/send`, { csrf });
};

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  await house.joins(list, 'anna@example.org');
  // What is sent stays where it is, until a test has a keeper.
  await house.stopKeeper();
  await mayBeNameless(house);
});
afterAll(() => house.close());

/** Each thing that is missing, in the order in which it is looked for: how it goes, how it is put right. */
const MISSING: [what: MessageKey, breaks: string, mends: string][] = [
  ['held.no-subject.what', `campaign set subject = ''`, `campaign set subject = 'Emne'`],
  // What mends the one breaks the next: they stand in the same text.
  [
    'held.no-body.what',
    `campaign set body = ' '`,
    `campaign set body = '"image": "00000000-0000-4000-8000-000000000000"'`,
  ],
  ['held.no-image.what', `campaign set body = ' '`, `campaign set body = 'Hei.'`],
  ['held.list-closed.what', `list set state = 'closing'`, `list set state = 'open'`],
  ['held.no-sender.what', `list set sender_name = ''`, `list set sender_name = 'Fjellhallen'`],
  ['held.no-purpose.what', `campaign set locale = 'sv'`, `campaign set locale = 'nb'`],
  [
    'held.no-postal-address.what',
    `organisation set postal_address = ''`,
    `organisation set postal_address = 'Fjellveien 1, 0001 Oslo'`,
  ],
];
const change = (sql: string, id: string) =>
  owner(sql.startsWith('campaign') ? `update jatakk.${sql} where id = '${id}'` : `update jatakk.${sql}`);

async function isRefused(id: string, what: string): Promise<string> {
  const answer = await pressesSend(id);
  const page = textOf(await answer.text());
  expect(answer.status).toBe(422);
  expect(page).toContain(`${t('ready.refused')} ${what}`);
  expect(await house.campaignState(id)).toBe('draft');
  expect(await house.deliveries(id)).toEqual({});
  return page;
}

test('whatever is missing is named, one after the other, and keeps the button away', async () => {
  const id = await house.writes(list, 'Uferdig');
  for (const [, breaks] of MISSING) await change(breaks, id);
  for (const [at, [what, , mends]] of MISSING.entries()) {
    const page = await isRefused(id, t(what));
    const missing = (one: MessageKey) => `${t('ready.missing')}: ${t(one)}`;
    expect(page).toContain(missing(what));
    // All before it are in order by now.
    expect(MISSING.slice(0, at).filter(([before]) => page.includes(missing(before)))).toEqual([]);
    expect(await house.staff.page(pathTo(id))).not.toContain(`action="${pathTo(id)}/send"`);
    await change(mends, id);
  }
  expect(await house.staff.page(pathTo(id))).toContain(`action="${pathTo(id)}/send"`);
  expect((await pressesSend(id)).status).toBe(303);
  expect(await house.campaignState(id)).toBe('scheduled');
});

test('somebody else pressed first: the page says that it has changed', async () => {
  const id = await house.sends(list, 'To trykk');
  const answer = await pressesSend(id);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${pathTo(id)}?done=changed`]);
});

describe('once live', () => {
  const KEYS = {
    rsa: publishedBytes(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey),
    ed25519: publishedBytes(generateKeyPairSync('ed25519').publicKey),
  };

  /** What DNS was last seen to say of the two keys of the domain, so many hours ago. */
  async function dnsSaid(rsa: string | null, ed25519: string | null, hours = 0): Promise<void> {
    await owner('delete from jatakk.dkim_key');
    for (const [type, seen] of Object.entries({ rsa, ed25519 }) as [keyof typeof KEYS, string | null][])
      await owner(
        `insert into jatakk.dkim_key (domain, selector, algorithm, public_key, private_key_sealed, key_version,
                                        checked_at, check_result, seen_at)
           values ($1, $2, $3, $4, '\\x00', 1, now() - $6 * interval '1 hour', $5,
                   case when $5 = 'published' then now() - $6 * interval '1 hour' end)`,
        [DOMAIN, `s-${type}`, `${type}-sha256`, KEYS[type], seen, hours],
      );
  }

  beforeAll(() => goesLive(house));

  test.each([
    ['held.unsigned.no-key.what', undefined],
    ['held.unsigned.not-published.what', ['published', 'not-published']],
    ['held.unsigned.not-published.what', [null, null]],
    ['held.unsigned.other-key.what', ['other-key', 'published']],
    ['held.unsigned.dns-away.what', ['published', 'dns-away']],
  ] as const)('a domain that is not signed for: %s', async (what, seen) => {
    await owner('delete from jatakk.dkim_key');
    if (seen) await dnsSaid(...(seen as [string | null, string | null]));
    await isRefused(await house.writes(list, 'Usignert'), t(what, { domain: DOMAIN }));
  });

  test('nobody to carry it', async () => {
    await dnsSaid('published', 'published');
    const id = await house.writes(list, 'Uten server');
    expect(await shown(id)).toContain(t('ready.check.signed', { domain: DOMAIN }));
    await owner('delete from jatakk.relay');
    await isRefused(id, t('sending.relays.none.title'));
  });

  test('seen in DNS once, and not to be found when it comes to sending: held, and nobody is mailed', async () => {
    await goesLive(house);
    await dnsSaid('published', 'published', 25);
    const before = house.sink.mails.length;
    const id = await house.sends(list, 'Siden borte');
    await keeperTo(house, house.sink, { DNS_RESOLVER: 'off' });
    await until('it is held', async () => (await house.campaignState(id)) === 'held');
    expect(await shown(id)).toContain(t('held.unsigned.dns-away.what', { domain: DOMAIN }));
    expect(await house.deliveries(id)).toEqual({ queued: 1 });
    expect(house.sink.mails.length).toBe(before);
  });
});
