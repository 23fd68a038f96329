import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LedgerFindings } from '../../src/consent/ledger/ledger-findings.js';
import {
  type PublishedLeaves,
  publishedLeaves,
  publishedLedger,
} from '../../src/consent/ledger/published-ledger.js';
import { textOf } from '../support/html.js';
import { LedgerHouse } from '../support/ledger.js';

let ledger: LedgerHouse;
let logId: string;
let folder: string;

beforeAll(async () => {
  ledger = await LedgerHouse.open();
  logId = (await ledger.logId())!;
  await ledger.sealsDays(700, 500, 3);
  folder = mkdtempSync(join(tmpdir(), 'jatakk-ledger-'));
});
afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const asked = async (path: string): Promise<Response> => ledger.house.visitor.get(`/ledger${path}`);

/** Everything that is published of the register, fetched into files as the page says. */
async function fetched(name: string): Promise<string> {
  const place = join(folder, name);
  mkdirSync(place);
  writeFileSync(join(place, 'heads.json'), await (await asked('/nyhetsbrev/heads')).text());
  for (const page of [0, 1])
    writeFileSync(
      join(place, `leaves-${page}.json`),
      await (await asked(`/nyhetsbrev/leaves/${logId}/${page}`)).text(),
    );
  return place;
}

interface Verdict {
  code: number;
  said: string;
  json?: { ok: boolean; notes?: boolean; ledgers: LedgerFindings[] };
}

/** `jatakk ledger verify …` as anybody runs it. */
function verify(args: string[], env: Record<string, string> = {}): Promise<Verdict> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/cli.js', 'ledger', 'verify', ...args],
      { env: { PATH: process.env.PATH, HOME: folder, JATAKK_DATA: join(folder, 'none'), ...env } },
      (error, stdout, stderr) => {
        const said = stdout + stderr;
        const json = args.includes('--json') && stdout ? (JSON.parse(stdout) as Verdict['json']) : undefined;
        resolve({ code: error ? Number(error.code) : 0, said, ...(json && { json }) });
      },
    );
  });
}

const change = (file: string, edit: (content: PublishedLeaves) => void) => {
  const content = publishedLeaves.parse(JSON.parse(readFileSync(file, 'utf8')));
  edit(content);
  writeFileSync(file, JSON.stringify(content));
};

test('what is published has its form, is no download, and names nobody', async () => {
  const heads = await asked('/nyhetsbrev/heads');
  const leaves = await asked(`/nyhetsbrev/leaves/${logId}/1`);
  for (const answer of [heads, leaves]) {
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    expect(answer.headers.get('content-disposition')).toBeNull();
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  const { logs } = publishedLedger.parse(await heads.json());
  expect(logs.map(({ id, heads }) => [id, heads.map(({ size }) => size)])).toEqual([
    [logId, [700, 1200, 1203]],
  ]);
  const page = publishedLeaves.parse(await leaves.json());
  expect([page.first, page.leaves.length]).toEqual([1000, 203]);
});

test.each([
  '/nowhere/heads',
  '/nowhere/leaves/x/0',
  '/nyhetsbrev/leaves/x/0',
  '/nyhetsbrev/leaves/00000000-0000-4000-8000-000000000000/0',
  '/nyhetsbrev/leaves/LOG/2',
  '/nyhetsbrev/leaves/LOG/9999999',
  '/nyhetsbrev/leaves/LOG/-1',
  '/nyhetsbrev/leaves/LOG/0x1',
  "/nyhetsbrev/leaves/LOG'--/0",
])('%s is not there', async (path) => {
  expect((await asked(path.replace('LOG', logId))).status).toBe(404);
});

test('another register’s log is not shown under this one', async () => {
  await ledger.house.makeRegister('billetter');
  expect((await asked(`/billetter/leaves/${logId}/0`)).status).toBe(404);
});

test('the page shows the newest seal, and says how to check it', async () => {
  const page = textOf(await (await asked('')).text());
  const { rows } = await ledger.owner.query<{ root: string }>(
    `select encode(root, 'hex') as root from jatakk.ledger_head where size = 1203`,
  );
  expect(page).toContain('Samtykkeloggen');
  expect(page).toContain(rows[0]!.root);
  expect(page).toMatch(/1\s203 avtrykk/);
  expect(page).toContain(`/ledger/nyhetsbrev/leaves/${logId}/[0-1]'`);
  expect(page).toContain('jatakk ledger verify --file ledger --known kept/heads.json');
});

test('anybody checks it from the files alone, without database, key or network', async () => {
  const place = await fetched('whole');
  const { code, said } = await verify(['--file', place]);
  expect([code, said]).toEqual([0, expect.stringContaining('1203 leaves under 3 heads, all as signed')]);
  expect(said).toContain('The ledger is as it was signed.');
  const each = ['heads', 'leaves-0', 'leaves-1'].flatMap((name) => ['--file', join(place, `${name}.json`)]);
  expect((await verify(each)).code).toBe(0);
});

test.each<[string, (place: string) => void, object]>([
  [
    'a leaf was changed',
    (place) => change(join(place, 'leaves-0.json'), ({ leaves }) => (leaves[800] = leaves[3]!)),
    { what: 'leaves-rewritten', leaf: 700, before: 1200 },
  ],
  [
    'a leaf is gone',
    (place) => change(join(place, 'leaves-1.json'), ({ leaves }) => leaves.pop()),
    { what: 'leaf-missing', leaf: 1202 },
  ],
  ['a page is gone', (place) => rmSync(join(place, 'leaves-0.json')), { what: 'leaf-missing', leaf: 0 }],
  [
    'two leaves changed places',
    (place) =>
      change(
        join(place, 'leaves-0.json'),
        ({ leaves }) => ([leaves[5], leaves[6]] = [leaves[6]!, leaves[5]!]),
      ),
    { what: 'leaves-rewritten', leaf: 0, before: 700 },
  ],
])('%s: the check fails and says where', async (name, tamper, fault) => {
  const place = await fetched(name.replaceAll(' ', '-'));
  tamper(place);
  const { code, json } = await verify(['--file', place, '--json']);
  expect(code).toBe(1);
  expect(json).toMatchObject({
    ok: false,
    ledgers: [{ register: 'nyhetsbrev', logs: [{ faults: [fault] }] }],
  });
});

test('the operator checks the database beside the keeper’s notes, and beside what was published', async () => {
  const env = { DATABASE_URL: ledger.house.database.ownerUrl, KEEPER_STATE: ledger.state };
  const whole = await verify(['--json', '--known', join(folder, 'whole')], env);
  expect(whole).toMatchObject({ code: 0, json: { ok: true, notes: true } });
  const secret = join(folder, 'keeper.secret');
  writeFileSync(secret, ledger.house.keeperSecret.toString('base64url'));
  const records = await verify(['--records'], { ...env, KEEPER_SECRET_FILE: secret });
  expect([records.code, records.said]).toEqual([0, expect.stringContaining('nyhetsbrev: 0 records')]);
  const none = await verify(['--records', '--file', join(folder, 'whole')], env);
  expect([none.code, none.said]).toEqual([1, expect.stringContaining('The records are not published')]);
  const alone = await verify([], { DATABASE_URL: env.DATABASE_URL });
  expect([alone.code, alone.said]).toEqual([0, expect.stringContaining('could not be read from here')]);

  await ledger.owner.query(
    'update jatakk.ledger_leaf set leaf = set_byte(leaf, 9, 255 - get_byte(leaf, 9)) where leaf_index = 77',
  );
  const wrong = await verify([], env);
  expect(wrong.code).toBe(1);
  expect(wrong.said).toContain('WRONG: leaf 77 is not the one that was sealed there.');
  expect(wrong.said).toContain('THE LEDGER IS NOT AS IT WAS SIGNED.');
  await ledger.owner.query(
    'update jatakk.ledger_leaf set leaf = set_byte(leaf, 9, 255 - get_byte(leaf, 9)) where leaf_index = 77',
  );

  await ledger.owner.query(`update jatakk.register set slug = 'noe-annet' where slug = 'nyhetsbrev'`);
  const renamed = await verify(['--json', '--known', join(folder, 'whole')], env);
  await ledger.owner.query(`update jatakk.register set slug = 'nyhetsbrev' where slug = 'noe-annet'`);
  expect(renamed.code).toBe(1);
  expect(renamed.json!.ledgers.at(-1)).toEqual({
    register: 'nyhetsbrev',
    logs: [],
    faults: [{ what: 'known-head-missing', head: 1203 }],
  });
});

test.each([
  ['no JSON', 'heads'],
  ['[]', 'heads'],
  ['{"format":"jatakk ledger v1","register":"x","leavesPerPage":1,"logs":[{}]}', 'heads'],
  [
    `{"format":"jatakk leaves v1","logId":"00000000-0000-4000-8000-000000000000","first":-1,"leaves":[]}`,
    'heads',
  ],
])('a file that is none of ours is refused by name: %s', async (content, name) => {
  const file = join(folder, `${name}.broken`);
  writeFileSync(file, content);
  const { code, said } = await verify(['--file', file]);
  expect([code, said]).toEqual([1, `jatakk ledger: ${file} is not a file of a published ledger.\n`]);
});

test('without an act, or with another one, it says how it is used', async () => {
  for (const args of [[], ['forge']]) {
    const said = await new Promise<string>((resolve) =>
      execFile(process.execPath, ['dist/cli.js', 'ledger', ...args], (_, __, stderr) => resolve(stderr)),
    );
    expect(said).toContain('Usage: jatakk ledger verify');
  }
});
