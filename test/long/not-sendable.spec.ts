import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type ListIds, TestHouse } from '../support/house.js';
import { mayBeNameless } from '../support/nameless-house.js';
import { until } from '../support/until.js';

let house: TestHouse;
let list: ListIds;
let web: pg.Client;
let campaign: string;

beforeAll(async () => {
  house = await TestHouse.open({ env: { POLL_SECONDS: '0.2' } });
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  await house.joins(list, 'anna@example.org');
  web = new pg.Client({ connectionString: house.database.webUrl });
  await web.connect();
});
beforeEach(async () => {
  await house.stopKeeper();
  await mayBeNameless(house);
  campaign = await house.writes(list, 'Oktober');
});
afterEach(async () => {
  for (const { mends } of Object.values(MISSING)) if (mends) await owner(mends);
});
afterAll(async () => {
  await web.end();
  await house.close();
});

const owner = (sql: string, values?: unknown[]) => house.database.owner.query(sql, values);

/** What may be missing, how it comes to be missing, and how it is mended. There is one list and one organisation. */
const MISSING: Record<string, { breaks: string; mends?: string }> = {
  // Only of a draft: a campaign that has been sent keeps its words.
  'no-body': { breaks: `update jatakk.campaign set body = e' \\n\\t\\n' where state = 'draft'` },
  'no-image': {
    breaks: `update jatakk.campaign set body = '{"type":"image","attrs":{"image":"00000000-0000-4000-8000-000000000000"}}'
              where state = 'draft'`,
  },
  'list-closed': {
    breaks: `update jatakk.list set state = 'closing'`,
    mends: `update jatakk.list set state = 'open'`,
  },
  'no-sender': {
    breaks: `update jatakk.list set sender_name = ' '`,
    mends: `update jatakk.list set sender_name = 'Fjellhallen'`,
  },
  'no-purpose': {
    breaks: `update jatakk.purpose_text set locale = 'x-' || locale`,
    mends: `update jatakk.purpose_text set locale = replace(locale, 'x-', '')`,
  },
  'no-postal-address': {
    breaks: `update jatakk.organisation set postal_address = e' \\n'`,
    mends: `update jatakk.organisation set postal_address = 'Fjellveien 1, 0001 Oslo'`,
  },
};
const MENDABLE = Object.entries(MISSING).flatMap(([why, { breaks, mends }]) =>
  mends ? [[why, breaks, mends] as const] : [],
);

/** What web's own role is told when somebody presses. */
async function press(act: string): Promise<string | null> {
  const { rows } = await web.query<{ became: string | null }>(
    'select jatakk.act_on_campaign($1, $2) as became',
    [campaign, act],
  );
  return rows[0]!.became;
}

async function said(): Promise<string> {
  const { rows } = await owner(
    `select state || ' ' || coalesce(held_reason, '-') as said from jatakk.campaign where id = $1`,
    [campaign],
  );
  return (rows[0] as { said: string }).said;
}

const says = (what: string) => until(`the campaign is ${what}`, async () => (await said()) === what);

test.each(Object.entries(MISSING))('a draft with %s stays a draft', async (why, { breaks }) => {
  await owner(breaks);
  expect(await press('send')).toBe(`refused:${why}`);
  expect(await said()).toBe('draft -');
  // A person who is in the way of nothing is told so first.
  expect((await web.query('select jatakk.why_not_sendable($1) as why', [campaign])).rows).toEqual([{ why }]);
});

test('a draft without a subject stays a draft', async () => {
  for (const subject of ['', '  ']) {
    await owner('update jatakk.campaign set subject = $2 where id = $1', [campaign, subject]);
    expect(await press('send')).toBe('refused:no-subject');
  }
  expect(await said()).toBe('draft -');
});

test.each(MENDABLE)(
  '%s after it was pressed holds it; mended and resumed it starts',
  async (why, breaks, mends) => {
    expect(await press('send')).toBe('scheduled');
    await owner(breaks);
    await house.startKeeper();
    await says(`held ${why}`);
    expect(await house.deliveries(campaign)).toEqual({});
    await owner(mends);
    // Begun anew, with the time to take it back.
    expect(await press('resume')).toBe('scheduled');
    await says('sent -');
    expect(await house.deliveries(campaign)).toEqual({ accepted: 1 });
  },
);

describe('a keeper that comes late', () => {
  const isLate = (minutes: number) =>
    owner(
      `update jatakk.campaign set starts_at = clock_timestamp() - make_interval(mins => $2) where id = $1`,
      [campaign, minutes],
    );

  test('by an hour and more sends nothing until a person has looked', async () => {
    await press('send');
    await isLate(61);
    await house.startKeeper();
    await says('held late-start');
    expect(await house.deliveries(campaign)).toEqual({});
    expect(await press('resume')).toBe('scheduled');
    await says('sent -');
    expect(await house.deliveries(campaign)).toEqual({ accepted: 1 });
  });

  test('by less sends', async () => {
    await press('send');
    await isLate(59);
    await house.startKeeper();
    await says('sent -');
  });
});
