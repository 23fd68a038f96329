import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { translator } from '../../src/platform/i18n/messages.js';
import { HostileSink } from '../support/hostile-sink.js';
import { inputOf, textOf } from '../support/html.js';
import { HttpClient } from '../support/http-client.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { headerFields } from '../support/raw-message.js';

const t = translator('nb');
/** Whether the messages to these arrived nobody knows: the connection is lost behind the final dot. */
const LOST = ['lost1', 'lost2', 'lost3'];
const NAMES = ['anna', 'berit', ...LOST];

let house: TestHouse;
let sink: HostileSink;
let list: ListIds;
const leaves = new Map<string, string>();
let campaign: string;

const pathTo = (id = campaign) => `/staff/registers/${list.registerId}/campaigns/${id}`;
const asks = (id?: string) => `${pathTo(id)}/resend-unknown`;
const owner = (sql: string, values: unknown[] = []) => house.database.owner.query(sql, values);
const csrf = async () => /name="csrf" value="([^"]+)"/.exec(await house.staff.page(pathTo()))![1]!;
const answersFor = async (told: string) => house.staff.post(asks(), { csrf: await csrf(), told });
const copies = (name: string) => sink.attemptsFor(`${name}@example.org`);
const whole = async () =>
  (
    await owner(
      `select d.id, d.state, d.fence, d.attempts, c.state as campaign from jatakk.delivery d
         join jatakk.campaign c on c.id = d.campaign_id where c.id = $1 order by d.id`,
      [campaign],
    )
  ).rows as unknown[];

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  for (const name of NAMES) leaves.set(name, leavePath(await house.joins(list, `${name}@example.org`)));
  sink = await new HostileSink().listen();
  await keeperTo(house, sink);
});
afterAll(async () => {
  await house.close();
  await sink.close();
});

/** A campaign that is sent, three of its messages unknown; from then on the server behaves. */
async function isUncertain(): Promise<void> {
  sink.attempts.splice(0);
  sink.accepted.splice(0);
  sink.answer = (stage, to) => (stage === 'dot' && to.startsWith('lost') ? 'drop' : undefined);
  campaign = await house.sends(list, 'Uvisst');
  await house.isSent(campaign);
  sink.answer = () => undefined;
  expect(await house.deliveries(campaign)).toEqual({ accepted: 2, unknown: LOST.length });
}

describe('asking, and answering wrongly', () => {
  beforeAll(isUncertain);

  test('is led to from the campaign, tells the number, what it means and who decides, and does nothing', async () => {
    const before = await whole();
    expect(await house.staff.page(pathTo())).toContain(`href="${asks()}"`);
    const page = await house.staff.page(`${asks()}?told=3`);
    expect(page).toContain('<strong>3</strong>');
    expect(inputOf(page, 'told')?.value).toBe('3');
    for (const said of [
      t('resend.meaning', { count: 3 }),
      t('resend.twice', { count: 3 }),
      t('resend.who', { name: 'Kari Nordmann' }),
      t('resend.submit', { count: 3 }),
    ])
      expect(textOf(page)).toContain(said);
    expect(page).not.toMatch(/lost\d|example\.org/);
    expect(
      (await fetch(house.url + asks(), { method: 'HEAD', headers: { cookie: house.staff.cookie } })).status,
    ).toBe(200);
    expect(await whole()).toEqual(before);
  });

  test('is not there for another register, for strangers, or where nothing is unknown', async () => {
    const other = await house.makeRegister(`annet-${campaign.slice(0, 8)}`);
    expect((await house.staff.get(asks().replace(list.registerId, other))).status).toBe(404);
    expect((await house.visitor.get(asks())).status).toBe(303);
    const draft = await house.writes(list, 'Utkast');
    expect((await house.staff.get(asks(draft))).headers.get('location')).toBe(
      `${pathTo(draft)}?done=none-unknown`,
    );
  });

  test.each(['2', '4', '0', '999999999'])(
    'for %s changes nothing, and is told the number of now',
    async (told) => {
      const before = await whole();
      const answer = await answersFor(told);
      const page = await answer.text();
      expect(answer.status).toBe(409);
      expect(textOf(page)).toContain(
        `${t('resend.other-number', { count: 3 })} ${t('resend.other-number.text')}`,
      );
      expect(inputOf(page, 'told')?.value).toBe('3');
      expect(await whole()).toEqual(before);
    },
  );

  test.each(['', 'alle', '-3', '3.0', ' 3', '3e0', '0x3', '9999999999', '3; drop'])(
    'for %j is no answer',
    async (told) => {
      const before = await whole();
      expect((await answersFor(told)).status).toBe(400);
      expect(await whole()).toEqual(before);
    },
  );

  test('without a number, without the session’s token, or from another site is refused', async () => {
    const before = await whole();
    const token = await csrf();
    const attempts = [
      [400, await house.staff.post(asks(), { csrf: token })],
      [
        400,
        await house.staff.post(asks(), [
          ['csrf', token],
          ['told', '3'],
          ['told', '3'],
        ]),
      ],
      [403, await house.staff.post(asks(), { told: '3' })],
      [403, await house.staff.post(asks(), { csrf: 'x'.repeat(token.length), told: '3' })],
      [403, await house.staff.post(asks(), { csrf: token, told: '3' }, { origin: 'https://other.example' })],
      [403, await new HttpClient(house.url).post(asks(), { csrf: token, told: '3' })],
    ] as const;
    expect(attempts.map(([, { status }]) => status)).toEqual(attempts.map(([status]) => status));
    expect(await whole()).toEqual(before);
  });

  test('the keeper may not resend: its role has no right to ask', async () => {
    const keeper = new pg.Client({ connectionString: house.database.keeperUrl });
    await keeper.connect();
    const before = await whole();
    await expect(keeper.query('select jatakk.resend_unknown($1, 3)', [campaign])).rejects.toThrow(
      'permission denied',
    );
    await keeper.end();
    expect(await whole()).toEqual(before);
  });
});

describe('the answer', () => {
  beforeEach(isUncertain);

  test('sends exactly those once more, the same messages, and rings at once', async () => {
    const messageIds = (name: string) =>
      copies(name).map(
        ({ wire }) => headerFields(wire).find((field) => /^message-id$/i.test(field.name))?.value,
      );
    const answer = await house.staff.submit(asks(), asks());
    expect(answer.headers.get('location')).toBe(`${pathTo()}?done=resent`);
    expect(await house.staff.page(`${pathTo()}?done=resent`)).toContain(t('resend.done'));
    await house.isSent(campaign);
    expect(await house.deliveries(campaign)).toEqual({ accepted: NAMES.length });
    for (const name of NAMES)
      expect([name, copies(name).length]).toEqual([name, LOST.includes(name) ? 2 : 1]);
    for (const name of LOST) expect(new Set(messageIds(name)).size).toBe(1);
    expect(await house.staff.page(pathTo())).not.toContain(asks());
  });

  test('given twice sends once', async () => {
    const token = await csrf();
    const press = () => house.staff.post(asks(), { csrf: token, told: '3' });
    const locations = (await Promise.all([press(), press(), press()])).map((answer) =>
      answer.headers.get('location'),
    );
    expect(locations.filter((to) => to === `${pathTo()}?done=resent`)).toHaveLength(1);
    await house.isSent(campaign);
    for (const name of LOST) expect(copies(name)).toHaveLength(2);
  });

  test('by an editor is as good as by an administrator', async () => {
    await owner(`update jatakk.staff_grant set role = 'editor' where role = 'administrator'`);
    const answer = await house.staff.submit(asks(), asks());
    await owner(`update jatakk.staff_grant set role = 'administrator' where role = 'editor'`);
    expect(answer.headers.get('location')).toBe(`${pathTo()}?done=resent`);
    await house.isSent(campaign);
  });

  test('on a campaign that is held puts them into the queue, and nothing leaves before it continues', async () => {
    await owner(`update jatakk.campaign set state = 'held', held_reason = 'restored' where id = $1`, [
      campaign,
    ]);
    expect(textOf(await house.staff.page(asks()))).toContain(t('resend.stands', { count: 3 }));
    await house.staff.submit(asks(), asks());
    expect([await house.campaignState(campaign), await house.deliveries(campaign)]).toEqual([
      'held',
      { accepted: 2, queued: 3 },
    ]);
    for (const name of LOST) expect(copies(name)).toHaveLength(1);
    await house.presses('resume', list, campaign);
    await house.isSent(campaign);
    for (const name of LOST) expect(copies(name)).toHaveLength(2);
  });

  test('on a campaign that was cancelled does nothing, and is not asked for', async () => {
    await owner(`update jatakk.campaign set state = 'cancelled' where id = $1`, [campaign]);
    expect(await house.staff.page(pathTo())).not.toContain(asks());
    expect((await house.staff.get(asks())).headers.get('location')).toBe(`${pathTo()}?done=none-unknown`);
    const before = await whole();
    expect((await answersFor('3')).headers.get('location')).toBe(`${pathTo()}?done=changed`);
    expect(await whole()).toEqual(before);
  });

  // The last one: whoever has left stays away.
  test('passes by whoever has left since', async () => {
    const leave = leaves.get('lost3')!;
    expect((await house.visitor.submit(leave, leave)).status).toBe(200);
    await house.staff.submit(asks(), asks());
    await house.isSent(campaign);
    expect(await house.deliveries(campaign)).toEqual({ accepted: 4, skipped: 1 });
    expect(copies('lost3')).toHaveLength(1);
  });
});
