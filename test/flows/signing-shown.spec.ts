import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { translator } from '../../src/platform/i18n/messages.js';
import { publishedBytes } from '../../src/platform/dns/dkim-record.js';
import { textOf } from '../support/html.js';
import { TestHouse } from '../support/house.js';

const t = translator('nb');
const DOMAIN = 'fjellhallen.example';
const KEYS = {
  rsa: publishedBytes(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey),
  ed25519: publishedBytes(generateKeyPairSync('ed25519').publicKey),
};

let house: TestHouse;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  // It would ask DNS itself.
  await house.stopKeeper();
});
afterAll(() => house.close());

type State = 'waiting' | 'active' | 'retired';
type Seen = 'published' | 'not-published' | 'other-key' | 'dns-away' | null;

/** The page about sending when the domain has these keys, and what DNS last said of each. */
async function shown(...pairs: [state: State, rsa: Seen, ed25519: Seen][]): Promise<string> {
  const { owner } = house.database;
  await owner.query('delete from jatakk.dkim_key');
  for (const [state, ...seen] of pairs) {
    for (const [index, type] of (['rsa', 'ed25519'] as const).entries()) {
      await owner.query(
        `insert into jatakk.dkim_key (domain, selector, algorithm, public_key, private_key_sealed, key_version, state,
                                      checked_at, check_result, seen_at, retired_at)
         values ($1, $2, $3, $4, case when $5 <> 'retired' then '\\x00'::bytea end, 1, $5,
                 case when $6::text is not null then now() end, $6,
                 case when $6 = 'published' then now() end, case when $5 = 'retired' then now() end)`,
        [DOMAIN, `${state}-${type}`, `${type}-sha256`, KEYS[type], state, seen[index]],
      );
    }
  }
  return textOf(await house.staff.page('/staff/sending'));
}

const record = (state: State, type: keyof typeof KEYS) => [
  `${state}-${type}._domainkey.${DOMAIN}`,
  `v=DKIM1; k=${type}; p=${KEYS[type].toString('base64')}`,
];

test('without keys it says so, and what to type', async () => {
  const page = await shown();
  expect(page).toContain(t('signing.state.no-keys'));
  expect(page).toContain(`jatakk dkim add ${DOMAIN}`);
  expect(page).not.toContain('v=DKIM1');
});

test('keys that have retired are none', async () => {
  expect(await shown(['retired', 'published', 'published'])).toContain(t('signing.state.no-keys'));
});

test('keys that wait are shown with their records, to be copied, and with what DNS said', async () => {
  const page = await shown(['waiting', 'not-published', null]);
  expect(page).toContain(t('signing.state.waiting'));
  for (const part of [...record('waiting', 'rsa'), ...record('waiting', 'ed25519')]) {
    expect(page).toContain(part);
  }
  expect(page).toContain(t('signing.publish', { count: 2 }));
  expect(page).toContain(t('dns-record.seen.not-published'));
  expect(page).toContain(t('dns-record.seen.never'));
});

test('what DNS has already need not be put there', async () => {
  const page = await shown(['waiting', 'published', 'other-key']);
  expect(page).toContain(t('signing.publish', { count: 1 }));
  expect(page).not.toContain(record('waiting', 'rsa')[0]);
  expect(page).toContain(record('waiting', 'ed25519')[0]);
});

test('keys that are found sign, and nothing is asked for', async () => {
  const page = await shown(['active', 'published', 'published']);
  expect(page).toContain(t('signing.state.works'));
  expect(page).not.toContain('v=DKIM1');
});

test('a record that is gone is shown, and that nothing is sent until it is back', async () => {
  const page = await shown(['active', 'not-published', 'published']);
  expect(page).toContain(t('signing.state.broken'));
  expect(page).toContain(record('active', 'rsa')[1]);
  expect(page).not.toContain(record('active', 'ed25519')[1]);
});

test('new keys beside those that sign are shown as what they are', async () => {
  const page = await shown(['active', 'published', 'published'], ['waiting', 'not-published', 'dns-away']);
  expect(page).toContain(t('signing.state.renewing'));
  expect(page).toContain(record('waiting', 'rsa')[0]);
  expect(page).not.toContain(record('active', 'rsa')[0]);
});
