import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HttpClient } from '../support/http-client.js';
import { confirmPath } from '../support/house.js';
import { RestartableHouse } from '../support/restartable-house.js';
import { setUpProgram } from '../support/set-up-program.js';
import { TestSink } from '../support/sink.js';
import { until } from '../support/until.js';

const PEOPLE = ['ann', 'bo', 'cleo', 'dag', 'eva', 'finn'].map((name) => `${name}@example.org`);
const LATE = PEOPLE.slice(3);

let house: RestartableHouse;
let sink: TestSink;

beforeAll(async () => {
  sink = await new TestSink().listen();
  house = await RestartableHouse.make({ JATAKK_TRIAL_RELAY: sink.url });
});
afterAll(async () => {
  await house.throwAway();
  await sink.close();
}, 50_000);

const arrivals = (subject: string) =>
  PEOPLE.map((address) => sink.subjectsFor(address).filter((s) => s === subject).length);

async function deliveries(): Promise<Record<string, number>> {
  const rows = await house.query<{ state: string; count: number }>(
    'select state, count(*)::integer as count from jatakk.delivery group by state',
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Turns the clock: what waits for its next try has waited long enough. */
const waitedLongEnough = () =>
  house.query(`update jatakk.delivery set not_before = clock_timestamp() where state = 'queued'`);

async function joins(address: string): Promise<void> {
  const visitor = new HttpClient(house.url);
  await until('the sign-up is taken', async () => {
    const { status } = await visitor.post('/lists/program', { address, list: 'program', locale: 'nb' });
    return status === 200;
  });
  const path = confirmPath(await until('the confirmation', () => sink.to(address)[0]));
  await visitor.submit(path, path);
}

test('a data folder that is put back sends nothing to anybody a second time', async () => {
  await house.start();
  const { staff, list, campaigns } = await setUpProgram(house);
  await Promise.all(PEOPLE.map(joins));

  // Half of the recipients' servers say "later": the campaign is under way when the backup is made.
  sink.refuse = (address) => (LATE.includes(address) ? '450 4.2.1 later' : undefined);
  const fields = { list, language: 'nb', subject: 'Oktober', preheader: '', body: '# Hei\n\nDette skjer.' };
  const draft = await staff.submit(`${campaigns}/new/markdown`, campaigns, fields);
  const page = /.*\/campaigns\/[0-9a-f-]{36}/.exec(draft.headers.get('location')!)![0];
  await staff.submit(page, `${page}/send`);
  await until('half of it is sent', async () => {
    const { accepted, queued } = await deliveries();
    return accepted === 3 && queued === 3;
  });
  await house.stop();
  const backup = join(house.folder, 'backup');
  await house.copyData(house.data, backup);

  // The house goes on, and everybody gets it.
  sink.refuse = () => undefined;
  await house.start();
  expect(house.said).not.toContain('NOTHING IS SENT');
  await waitedLongEnough();
  await until('all of it is sent', () => arrivals('Oktober').every((count) => count === 1));
  await until('that is written down', async () => (await deliveries()).accepted === 6);
  await house.stop();

  // The disk breaks, and the backup is put back.
  await house.copyData(backup, house.data);
  await house.start();
  expect(house.said).toContain('NOTHING IS SENT: the keeper has seen this database further on');
  expect(await deliveries()).toEqual({ accepted: 3, queued: 3 });
  await waitedLongEnough();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(arrivals('Oktober')).toEqual([1, 1, 1, 1, 1, 1]);
  expect(await staff.page('/staff')).toContain('Ingenting sendes nå');

  expect(await house.command('restored', '--yes')).toContain('since the backup: 3.');
  expect(await deliveries()).toEqual({ accepted: 3, unknown: 3 });
  await staff.submit(page, `${page}/resume`);
  const state = () => house.query<{ state: string }>('select state from jatakk.campaign');
  await until('the rest of it is done', async () => (await state())[0]!.state === 'sent');
  expect(arrivals('Oktober')).toEqual([1, 1, 1, 1, 1, 1]);
  expect(await deliveries()).toEqual({ accepted: 3, unknown: 3 });

  // What is new is sent as ever.
  await joins('gro@example.org');
}, 240_000);
