import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { restoredCommand } from '../../src/cli/restored.js';
import { RestoreGuard } from '../../src/keeper/restore-guard.service.js';
import { startKeeper } from '../../src/keeper/start-keeper.js';
import { readKeeperSettings } from '../../src/platform/config/settings.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { knownPeople } from '../support/known-people.js';
import { until } from '../support/until.js';

const t = translator('nb');
const NAMES = ['ann', 'bo', 'cleo', 'dag', 'eva', 'finn'];
const root = mkdtempSync(join(tmpdir(), 'jatakk-guard-'));
const state = join(root, 'first');
const others: INestApplicationContext[] = [];

let house: TestHouse;
let list: ListIds;
let people: Map<string, string>;

const noted = (folder = state) => Number(readFileSync(join(folder, 'heartbeat'), 'utf8'));
const note = (counter: number) => writeFileSync(join(state, 'heartbeat'), `${counter}\n`);
const guard = (keeper = house.keeper!) => keeper.get(RestoreGuard);

beforeAll(async () => {
  mkdirSync(state);
  house = await TestHouse.open({ undoSeconds: 300, env: { KEEPER_STATE: state, POLL_SECONDS: '0.2' } });
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  people = await knownPeople(house, list, NAMES);
  process.env.DATABASE_URL = house.database.ownerUrl;
  process.env.JATAKK_DATA = join(root, 'none');
});
beforeEach(async () => {
  await Promise.all(others.splice(0).map((keeper) => keeper.close()));
  house.sink.refuse = () => undefined;
});
afterAll(async () => {
  await Promise.all(others.map((keeper) => keeper.close()));
  await house.close();
  rmSync(root, { recursive: true, force: true });
});

async function counter(): Promise<number> {
  const { rows } = await house.database.owner.query<{ heartbeat: string }>(
    'select heartbeat from jatakk.installation',
  );
  return Number(rows[0]!.heartbeat);
}

async function questions(): Promise<string[]> {
  const { rows } = await house.database.owner.query<{ said: string }>(
    `select kind || ' ' || coalesce(answer, 'open') as said from jatakk.restore_question order by asked_at`,
  );
  return rows.map(({ said }) => said);
}

const openQuestion = async () => (await questions()).find((said) => said.endsWith('open'));

/** What the operator's command prints. */
async function operatorSays(answer: '--yes' | '--no'): Promise<string> {
  let said = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    expect(await restoredCommand([answer])).toBe(0);
    return said;
  } finally {
    stdout.mockRestore();
  }
}

async function restart(change: () => unknown): Promise<void> {
  await house.stopKeeper();
  await change();
  await house.startKeeper();
}

/** The database's counter as an older copy of it would hold it. */
const setBack = (to: number) =>
  house.database.owner.query('update jatakk.installation set heartbeat = $1', [to]);

/** Looks as often as a keeper does in five polls, and tells what left meanwhile. */
async function leavesDuringPolls(): Promise<number> {
  const before = house.sink.mails.length;
  await new Promise((resolve) => setTimeout(resolve, 900));
  return house.sink.mails.length - before;
}

async function anotherKeeper(name: string): Promise<INestApplicationContext> {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  const keeper = await startKeeper({
    settings: readKeeperSettings({
      PUBLIC_URL: house.url,
      LOG_LEVEL: 'silent',
      SKIP_CRASH_WAIT: '1',
      POLL_SECONDS: '60',
      KEEPER_STATE: folder,
    }),
    databaseUrls: house.database.urls,
    secret: house.keeperSecret,
    trialRelay: house.sink.url,
  });
  others.push(keeper);
  return keeper;
}

/** A campaign as a backup in its middle would hold it: one person in each state. */
async function halfSent(subject: string): Promise<string> {
  await house.stopKeeper();
  const id = await house.sends(list, subject);
  const states = ['queued', 'claimed', 'handed', 'accepted', 'bounced', 'skipped'];
  await house.database.owner.query(
    `update jatakk.campaign set state = 'sending', started_at = clock_timestamp() where id = $1`,
    [id],
  );
  for (const [at, name] of NAMES.entries()) {
    await house.database.owner.query(
      `insert into jatakk.delivery (id, register_id, campaign_id, subscription_id, state, fence, lease_until)
       values (gen_random_uuid(), $1, $2, $3, $4::text, 1,
               case when $4::text in ('claimed', 'handed') then clock_timestamp() - interval '1 hour' end)`,
      [list.registerId, id, people.get(name), states[at]],
    );
  }
  return id;
}

async function campaign(id: string): Promise<string> {
  const { rows } = await house.database.owner.query<{ said: string }>(
    `select state || ' ' || coalesce(held_reason, '-') as said from jatakk.campaign where id = $1`,
    [id],
  );
  return rows[0]!.said;
}

test('each minute raises the counter in the database and then in the file', async () => {
  const before = await counter();
  expect(before).toBeGreaterThan(0);
  expect(noted()).toBe(before);
  await guard().everyMinute();
  expect([await counter(), noted(), guard().maySend()]).toEqual([before + 1, before + 1, true]);
});

test('a keeper that was killed between the row and the file goes on', async () => {
  await restart(async () => note((await counter()) - 1));
  expect([guard().maySend(), noted() === (await counter())]).toEqual([true, true]);
  expect(await questions()).toEqual([]);
});

test('a restored database: nothing leaves, staff are told, and after --yes nothing is sent again by itself', async () => {
  const october = await halfSent('Oktober');
  const november = await house.sends(list, 'November');
  await house.database.owner.query(
    `insert into jatakk.notice (id, ring_id, kind, locale, state, handed_at)
     select gen_random_uuid(), $1, 'confirmation', 'nb', s, clock_timestamp() - interval '5 minutes'
       from unnest(array['queued', 'handed']) s`,
    [list.registerId],
  );
  const known = noted();
  await setBack(1);
  await house.startKeeper();
  expect(guard().maySend()).toBe(false);
  expect(await leavesDuringPolls()).toBe(0);
  expect(await openQuestion()).toBe('restored open');
  expect(await house.deliveries(october)).toMatchObject({ queued: 1, claimed: 1, handed: 1 });
  expect(await counter()).toBe(1);
  expect(noted()).toBe(known);
  expect(await house.staff.page('/staff')).toContain(t('restore.restored'));

  const said = await operatorSays('--yes');
  expect(said).toContain('Campaigns held: 2.');
  expect(said).toContain('since the backup: 3.');
  expect(await house.deliveries(october)).toEqual({ unknown: 3, accepted: 1, bounced: 1, skipped: 1 });
  expect([await campaign(october), await campaign(november)]).toEqual(['held restored', 'held restored']);
  await until('the keeper goes on', () => guard().maySend());
  expect(await counter()).toBeGreaterThan(known);
  expect(noted()).toBe(await counter());
  await until('staff are told no more', async () => {
    return !(await house.staff.page('/staff')).includes(t('restore.label'));
  });

  await house.presses('resume', list, october);
  await until('what is left of it is done', async () => (await house.campaignState(october)) === 'sent');
  expect(await leavesDuringPolls()).toBe(0);
  expect(await house.deliveries(october)).toEqual({ unknown: 3, accepted: 1, bounced: 1, skipped: 1 });
  expect(await campaign(november)).toBe('held restored');
  const { rows } = await house.database.owner.query<{ said: string }>(
    `select state || ' ' || repeated as said from jatakk.notice
      where reply_class = 'restored' or state = 'unknown' order by 1`,
  );
  expect(rows.map(({ said }) => said)).toEqual(['dead false', 'unknown true']);
  await house.presses('cancel', list, november);
});

test('the same database again after an answer is no question, an older one is', async () => {
  const known = noted();
  await restart(() => undefined);
  expect(guard().maySend()).toBe(true);
  await restart(() => setBack(known - 1));
  expect([guard().maySend(), await openQuestion()]).toEqual([false, 'restored open']);
  expect(await operatorSays('--no')).toContain('goes on within a minute');
  await until('the keeper goes on', () => guard().maySend());
});

test('a database put back under a running keeper is noticed at the next look', async () => {
  await setBack(1);
  expect(await guard().look()).toBe(false);
  expect(guard().maySend()).toBe(false);
  await operatorSays('--no');
  expect(await guard().look()).toBe(true);
});

test('a keeper without a file asks; after --no everything goes on as it was', async () => {
  const december = await halfSent('Desember');
  rmSync(join(state, 'heartbeat'));
  await house.startKeeper();
  expect(await leavesDuringPolls()).toBe(0);
  expect([guard().maySend(), await openQuestion()]).toEqual([false, 'unsure open']);
  expect(await house.staff.page('/staff')).toContain(t('restore.unsure'));
  await operatorSays('--no');
  await house.isSent(december);
  expect(house.sink.subjectsFor('ann@example.org')).toContain('Desember');
  expect(noted()).toBe(await counter());
});

test.each([
  ['cannot be read', () => writeFileSync(join(state, 'heartbeat'), 'nothing\n')],
  ['is from long ago', () => note(noted() - 11)],
])('a file that %s is no file', async (_what, spoil) => {
  await restart(spoil);
  expect([guard().maySend(), await openQuestion()]).toEqual([false, 'unsure open']);
  await operatorSays('--no');
  await until('the keeper goes on', () => guard().maySend());
});

test('without a question --no changes nothing', async () => {
  const before = await counter();
  expect(await operatorSays('--no')).toContain('No keeper asks.');
  expect(await counter()).toBe(before);
});

test('a second keeper that is new is vouched for by the first, which does not stop', async () => {
  const second = await anotherKeeper('second');
  expect([guard(second).maySend(), await openQuestion()]).toEqual([false, 'unsure open']);
  expect(await guard().look()).toBe(true);
  await guard().everyMinute();
  expect((await questions()).at(-1)).toBe('unsure vouched');
  expect(await guard(second).look()).toBe(true);
  expect(noted(join(root, 'second'))).toBe(await counter());
});

test('what one keeper knows to be restored stops the others', async () => {
  const second = await anotherKeeper('second');
  expect(guard(second).maySend()).toBe(true);
  const third = await anotherKeeper('third');
  await guard().everyMinute();
  expect(await guard(third).look()).toBe(true);
  await restart(async () => note((await counter()) + 1));
  expect([await guard(second).look(), await guard(third).look(), guard().maySend()]).toEqual([
    false,
    false,
    false,
  ]);
  await operatorSays('--no');
  for (const keeper of [house.keeper!, second, third]) expect(await guard(keeper).look()).toBe(true);
});

test('two keepers that beat at once lose no beat, and no file is ahead', async () => {
  const second = await anotherKeeper('second');
  const before = await counter();
  for (let beat = 0; beat < 10; beat++) {
    await Promise.all([guard().everyMinute(), guard(second).everyMinute()]);
  }
  // The keepers beat by themselves as well, each minute: the files first, then the row that may be further by then.
  const files = [noted(), noted(join(root, 'second'))];
  expect(Math.max(...files)).toBeGreaterThanOrEqual(before + 20);
  expect(await counter()).toBeGreaterThanOrEqual(Math.max(...files));
  expect(await openQuestion()).toBeUndefined();
});

test('while the file cannot be written the row does not run ahead, and sending goes on', async () => {
  const file = join(state, 'heartbeat');
  const before = await counter();
  rmSync(file);
  mkdirSync(file);
  for (let minute = 0; minute < 20; minute++) await guard().everyMinute();
  expect([await counter(), guard().maySend()]).toEqual([before + 1, true]);
  rmdirSync(file);
  await guard().everyMinute();
  expect([await counter(), noted()]).toEqual([before + 2, before + 2]);
});

test('a database that does not answer stops sending until it has been looked at again', async () => {
  const keeperMay = (what: 'grant' | 'revoke') =>
    house.database.owner.query(
      `${what} execute on function jatakk.beat(bigint, uuid) ${what === 'grant' ? 'to' : 'from'} jatakk_keeper`,
    );
  await keeperMay('revoke');
  await guard().everyMinute();
  expect(guard().maySend()).toBe(false);
  await keeperMay('grant');
  expect(await guard().look()).toBe(true);
});
