import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HttpClient } from '../support/http-client.js';
import { runCli } from '../support/started-house.js';
import { until } from '../support/until.js';
import { idOf } from '../tour/chance.js';
import { personOf } from '../tour/people.js';
import { listId, registerId } from '../tour/plan.js';
import { getRoutes } from '../tour/shots/routes.js';
import { surveyId } from '../tour/surveys.js';

const TOUR = join(process.cwd(), 'scripts/tour.mjs');
const START_MS = 240_000;

// A folder for temporary files of its own: what it leaves behind is seen.
const folder = mkdtempSync(join(tmpdir(), 'jt-'));
let running: ChildProcess;
let said = '';

/** @param more beside what every program needs */
function start(args: string[], more: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, ...more };
  const child = spawn(process.execPath, [TOUR, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return child;
}

const url = () => /http:\/\/localhost:\d+/.exec(said)![0];

/** Address and password of each account, as printed. */
const accounts = () =>
  [...said.matchAll(/^ {2}(\S+@\S+) +(\S.*?) {2,}(\S.*)$/gm)].map(([, address, password, does]) => ({
    address: address!,
    password: password!,
    does: does!,
  }));

async function signedIn(does: RegExp): Promise<HttpClient> {
  const { address, password } = accounts().find((one) => does.test(one.does))!;
  const client = new HttpClient(url());
  await client.submit('/staff/sign-in', '/staff/sign-in', { address, password });
  return client;
}

beforeAll(async () => {
  // Run by root, its parts are other users' and must be able to walk through.
  chmodSync(folder, 0o711);
  running = start(['--scale', '0.02']);
  await until(
    'the tour stands',
    () => {
      if (running.exitCode !== null) throw new Error(`The tour ended: ${said}`);
      return said.includes('Ctrl-C stops it');
    },
    START_MS,
  );
}, START_MS + 10_000);

afterAll(() => {
  running.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('npm run tour', () => {
  test('prints seven accounts, and each signs in with what was printed', async () => {
    expect(accounts()).toHaveLength(7);
    for (const { address, password } of accounts()) {
      const client = new HttpClient(url());
      const answer = await client.submit('/staff/sign-in', '/staff/sign-in', { address, password });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/staff']);
    }
  });

  test('shows a year: campaigns in every state, numbers, a log that holds', async () => {
    const kari = await signedIn(/^administrator/);
    const register = `/staff/registers/${registerId('lesere')}`;
    expect(await kari.page(`${register}/lists/${listId('programmet')}/numbers`)).toContain('<svg');
    expect(await kari.page(`${register}/campaigns`)).toContain('Novemberkonsertene');
    const house = readdirSync(folder).find((name) => name.startsWith('jatakk-tour-'))!;
    const log = await runCli(
      {
        PATH: process.env.PATH,
        HOME: folder,
        JATAKK_DATA: join(folder, house, 'data'),
        JATAKK_SECRETS: join(folder, house, 'secrets'),
      },
      ['audit', 'verify'],
    );
    expect(log).toMatchObject({ code: 0 });
  });

  test('holds real people: one who was written in by SQL is found by the exact address', async () => {
    const per = await signedIn(/^privacy officer/);
    const answer = await per.submit('/staff/look-up', '/staff/look-up', {
      register: registerId('lesere'),
      address: personOf('lesere', 0),
      reason: 'Spør i brev hva vi har lagret.',
    });
    expect(await answer.text()).toContain('Programmet');
  });

  test('has surveys: one is closed, and one was answered by twenty and more, the last way to answer it printed', async () => {
    const ola = await signedIn(/^editor of all/);
    const surveys = (list: string) =>
      `/staff/registers/${registerId('lesere')}/lists/${listId(list)}/surveys`;
    const page = await ola.page(`${surveys('programmet')}/${surveyId('program')}/results`);
    expect(page).toContain('412 har svart.');
    expect(await ola.page(`${surveys('frivillige')}/${surveyId('frivillige')}`)).toContain('Minst 20');
    const way = /\/survey\/[0-9a-f-]{36}\/[\w-]{100}/.exec(said)![0];
    expect(await new HttpClient(url()).page(way)).toContain('Hvor lenge har du vært med?');
  });

  test('has a year of visits, a message on the site, and what is told of a list', async () => {
    const kari = await signedIn(/^administrator/);
    const visits = await kari.page('/staff/traffic?by=month&site=www.fjellhallen.example');
    expect(visits).toContain('fjellavisen.example');
    const visitor = new HttpClient(url());
    expect(await visitor.page('/m.json')).toContain('vårens program');
    expect(await visitor.page('/lists/programmet/transparency')).toMatch(/omtrent [1-9]/);
    expect(await visitor.page('/personvern')).toContain('Personvernombudet vårt');
  });

  test('has mail: what waits is read by the correspondent, what came today too, and a volunteer has left by mail', async () => {
    const hanne = await signedIn(/^correspondent/);
    const inbox = `/staff/registers/${registerId('lesere')}/inbox`;
    const talk = await hanne.page(`${inbox}/${idOf('talk wheelchair')}`);
    for (const words of ['Rullestol på balkongen?', 'Hanne Sørli svarte', 'Har ringt skranken'])
      expect(talk).toContain(words);
    const paths = [...(await hanne.page(inbox)).matchAll(new RegExp(`${inbox}/[0-9a-f-]{36}`, 'g'))];
    const pages = await Promise.all(paths.map(([path]) => hanne.page(path)));
    expect(pages.join('')).toContain('Kart over løypa.pdf');
    const visitor = new HttpClient(url());
    expect(await visitor.page('/mailbox')).toContain('Du er meldt av Frivillige');
    expect(await visitor.page('/registers/lesere/heard')).toContain('begynner Familielørdag klokken elleve');
  });

  test('knows each page that there is to photograph', () => {
    const patterns = getRoutes().map(({ pattern }) => pattern);
    expect(patterns).toEqual(
      expect.arrayContaining(['/personvern', '/survey/:survey/:ticket', '/staff/traffic']),
    );
  });

  test('has sent mail to them, which lies in the mailbox', async () => {
    await until(
      'a campaign in the mailbox',
      async () => (await new HttpClient(url()).page('/mailbox')).includes('Vaktlisten for uken'),
      20_000,
    );
  });

  test('refuses where another house is named', async () => {
    const before = said.length;
    const other = start([], { DATABASE_URL: 'postgres://localhost/theirs' });
    const [code] = (await once(other, 'close')) as [number];
    expect([code, said.slice(before)]).toEqual([
      2,
      'The tour is made in a house of its own. Unset DATABASE_URL, which names another.\n',
    ]);
  });

  test('leaves nothing behind when it is stopped', async () => {
    const ended = once(running, 'close');
    running.kill('SIGINT');
    const [code] = (await ended) as [number];
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  }, 240_000);
});
