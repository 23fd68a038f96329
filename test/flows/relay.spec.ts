import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { commands } from '../../src/cli/commands.js';
import { CurrentRelay } from '../../src/keeper/current-relay.service.js';
import { formats } from '../../src/platform/i18n/formats.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { changeRelay } from '../../src/registers/change-relay.js';
import { HostileSink } from '../support/hostile-sink.js';
import { textOf } from '../support/html.js';
import { everybodyHasSecondFactor } from '../support/second-factor.js';
import { TestHouse } from '../support/house.js';

const t = translator('nb');
const PAGE = '/staff/sending';
const GO_LIVE = '/staff/go-live';
const PASSWORD = 'ikke til noen andre';

let house: TestHouse;
let first: HostileSink;
let second: HostileSink;
let third: HostileSink;

beforeAll(async () => {
  first = await new HostileSink().listen();
  second = await new HostileSink().listen();
  third = await new HostileSink().listen();
  house = await TestHouse.open();
  await house.setUp();
});
afterAll(async () => {
  await house.close();
  await Promise.all([first, second, third].map((sink) => sink.close()));
});

interface Row {
  position: number;
  host: string;
  port: number;
  since: Date;
}
const owner = async (sql: string, values: unknown[] = []) =>
  (await house.database.owner.query<Row & { act: string }>(sql, values)).rows;
const inUse = () => owner('select * from jatakk.relay order by position');
const changes = async () =>
  (await owner('select act, position, port from jatakk.relay_change order by id')).map(
    ({ act, position, port }) => `${act} ${position} ${port}`,
  );
const shown = async () => textOf(await house.staff.page(PAGE));
const tried = () => [first, second, third].map(({ connections }) => connections);

/** What `jatakk relay` prints, run beside the house as its operator would. */
async function relayCommand(...args: string[]): Promise<string> {
  const before = { ...process.env };
  Object.assign(process.env, { DATABASE_URL: house.database.ownerUrl, JATAKK_DATA: '/nowhere' });
  let said = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    said += String(chunk);
    return true;
  });
  try {
    await commands.relay!.run(args);
  } finally {
    write.mockRestore();
    process.env = before;
  }
  return said;
}

describe('on trial', () => {
  test('the page says that mail stays in the local mailbox, and names no server', async () => {
    expect(await shown()).toContain(textOf(t('sending.trial')));
    expect(await house.staff.page(PAGE)).toContain(`href="${GO_LIVE}"`);
  });

  test('the privacy page names nobody', async () => {
    expect(textOf(await house.visitor.page('/personvern'))).toContain(t('privacy.recipients.trial'));
  });

  test('the command changes nothing, and says so', async () => {
    await expect(relayCommand('--relay', first.url)).rejects.toThrow(/on trial/);
    await expect(relayCommand('--second', '--relay', first.url)).rejects.toThrow(/on trial/);
    expect(await relayCommand('--show')).toMatch(/on trial/);
    expect([await inUse(), await changes(), tried()]).toEqual([[], [], [0, 0, 0]]);
  });

  test('the keeper sends to the local mailbox alone', async () => {
    const relays = await house.keeper!.get(CurrentRelay).relays();
    expect(relays).toEqual([expect.objectContaining({ host: '127.0.0.1', port: house.sink.port })]);
  });
});

describe('live', () => {
  beforeAll(async () => {
    const answer = await house.staff.submit(GO_LIVE, GO_LIVE, {
      publicUrl: 'https://post.fjellhallen.no',
      relayHost: '127.0.0.1',
      relayPort: String(first.port),
      relaySecurity: 'plain-local',
      relayUser: '',
      relayPassword: '',
      word: t('go-live.word'),
    });
    if (answer.status !== 303) throw new Error(`go-live: ${answer.status}`);
    await everybodyHasSecondFactor(house);
  });

  test('the relay that was given is the first one, since now, and that is written down and shown', async () => {
    const [relay, ...others] = await inUse();
    expect([relay!.position, relay!.host, relay!.port, others]).toEqual([1, '127.0.0.1', first.port, []]);
    expect(Date.now() - relay!.since.getTime()).toBeLessThan(60_000);
    expect(await changes()).toEqual([`set 1 ${first.port}`]);
    const page = await shown();
    expect(page).toContain(t('sending.relays.first'));
    expect(page).toContain(t('sending.relays.only-one'));
    expect(page).toContain(formats('nb', 'Europe/Oslo').dateTime(relay!.since));
    expect(page).toContain(t('sending.changes.set-first', { host: '127.0.0.1' }));
    expect(page).toContain(t('sending.changes.how'));
  });

  test('the shell sets a second one, which it tries first', async () => {
    const before = tried();
    const said = await relayCommand('--second', '--relay', second.url);
    expect(said).toContain(`takes over when the first relay does not answer`);
    expect([before[1], tried()[1], second.attempts]).toEqual([0, 1, []]);
    expect((await inUse()).map(({ position, port }) => [position, port])).toEqual([
      [1, first.port],
      [2, second.port],
    ]);
    expect(await changes()).toEqual([`set 1 ${first.port}`, `set 2 ${second.port}`]);
    const page = await shown();
    expect(page).toContain(t('sending.relays.second'));
    expect(page).not.toContain(t('sending.relays.only-one'));
    expect(page).toContain(t('sending.security.plain', { port: String(second.port) }));
  });

  test('the keeper has both, in order', async () => {
    const current = house.keeper!.get(CurrentRelay);
    current.forget();
    const found = await current.connections();
    expect(found.map(({ relay, options }) => [relay.port, options.port, options.name])).toEqual([
      [first.port, first.port, 'post.fjellhallen.no'],
      [second.port, second.port, 'post.fjellhallen.no'],
    ]);
    expect((await current.relay())!.port).toBe(first.port);
  });

  test('--show tells both and the changes, and changes nothing', async () => {
    const said = await relayCommand('--show');
    expect(said).toMatch(new RegExp(`^First   127\\.0\\.0\\.1, port ${first.port} .*, since 20.* UTC$`, 'm'));
    expect(said).toMatch(new RegExp(`^Second  127\\.0\\.0\\.1, port ${second.port} `, 'm'));
    expect(said.indexOf(`second is 127.0.0.1, port ${second.port}`)).toBeLessThan(
      said.indexOf(`first is 127.0.0.1, port ${first.port}`),
    );
    expect(await changes()).toHaveLength(2);
  });

  test.each([
    ['does not let us in', async () => ['--relay', `smtp://127.0.0.1:${await deadPort()}`], /let us in/],
    ['is the second already', async () => ['--relay', second.url], /is the second relay already/],
    ['is the first already', async () => ['--second', '--relay', first.url], /is the first relay already/],
    ['has its password in the URL', async () => ['--relay', 'smtps://a:b@mail.example'], /does not belong/],
    ['is not named alone', async () => ['--show', '--remove-second'], /stand alone/],
  ])('a relay that %s is refused, and nothing is changed', async (_, args, why) => {
    const before = await inUse();
    await expect(relayCommand(...(await args()))).rejects.toThrow(why);
    expect([await inUse(), (await changes()).length]).toEqual([before, 2]);
  });

  test('another first one begins its own time; a new login on the same does not', async () => {
    const before = await inUse();
    await relayCommand('--relay', third.url);
    const [relay] = await inUse();
    expect(relay!.since.getTime()).toBeGreaterThan(before[0]!.since.getTime());
    await relayCommand('--relay', third.url);
    expect((await inUse())[0]!.since).toEqual(relay!.since);
    expect((await changes()).slice(2)).toEqual([`set 1 ${third.port}`, `set 1 ${third.port}`]);
    expect(await shown()).toContain(t('sending.changes.renewed', { host: '127.0.0.1' }));
  });

  test('a password is sealed, opens for the keeper alone, and is shown nowhere', async () => {
    const database = await new DataSource({
      type: 'postgres',
      url: house.database.ownerUrl,
      installExtensions: false,
    }).initialize();
    const host = 'smtp.reserve.example';
    const user = 'fjellhallen-sender';
    await changeRelay(database, 2, { host, port: 587, security: 'starttls', user, password: PASSWORD });
    await database.destroy();
    const current = house.keeper!.get(CurrentRelay);
    current.forget();
    expect((await current.relays())[1]).toEqual({
      host,
      port: 587,
      security: 'starttls',
      user,
      password: PASSWORD,
    });
    const sealed = JSON.stringify(await owner('select r::text from jatakk.relay r'));
    expect(sealed).not.toMatch(new RegExp(`${PASSWORD}|${Buffer.from(PASSWORD).toString('hex')}`));
    const records = JSON.stringify(await owner('select c::text from jatakk.relay_change c'));
    for (const said of [await house.staff.page(PAGE), await relayCommand('--show'), records]) {
      expect(said).toContain(host);
      expect(said).not.toContain(user);
      expect(said).not.toContain(PASSWORD);
    }
  });

  test('the privacy page names both, and says that the second is used only instead of the first', async () => {
    const page = textOf(await house.visitor.page('/personvern'));
    expect(page).toContain(
      t('privacy.recipients.two', { first: '127.0.0.1', second: 'smtp.reserve.example' }),
    );
  });

  test('--remove-second takes the second away, once, and that is shown', async () => {
    expect(await relayCommand('--remove-second')).toContain('gone');
    expect((await inUse()).map(({ position }) => position)).toEqual([1]);
    expect((await changes()).at(-1)).toBe('removed 2 587');
    expect(await shown()).toContain(t('sending.changes.removed-second', { host: 'smtp.reserve.example' }));
    await expect(relayCommand('--remove-second')).rejects.toThrow('There is no second relay.');
    expect(textOf(await house.visitor.page('/personvern'))).toContain(
      t('privacy.recipients.text', { relay: '127.0.0.1' }),
    );
  });

  test('an editor is not shown the page, nor the way to it', async () => {
    await owner(`update jatakk.staff_grant set role = 'editor' where role = 'administrator'`);
    expect((await house.staff.get(PAGE)).status).toBe(404);
    expect(await house.staff.page('/staff')).not.toContain(PAGE);
    await owner(`update jatakk.staff_grant set role = 'administrator' where role = 'editor'`);
    expect(await house.staff.page('/staff')).toContain(PAGE);
  });

  test('without a relay the page says that nothing is sent, and the keeper has none', async () => {
    await owner('delete from jatakk.relay');
    expect(await shown()).toContain(t('sending.relays.none.title'));
    expect(textOf(await house.visitor.page('/personvern'))).toContain(t('privacy.recipients.nobody'));
    const current = house.keeper!.get(CurrentRelay);
    current.forget();
    expect(await current.connections()).toEqual([]);
  });
});

async function deadPort(): Promise<number> {
  const gone = await new HostileSink().listen();
  await gone.close();
  return gone.port;
}
