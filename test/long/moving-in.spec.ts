import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { commands } from '../../src/cli/commands.js';
import { ForgetDaily } from '../../src/keeper/forget-daily.service.js';
import { approval, colleague } from '../support/colleague.js';
import { formTo } from '../../src/cli/demo/form-to.js';
import { textOf, unescapeHtml } from '../support/html.js';
import type { HttpClient } from '../support/http-client.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

const MAILCHIMP = [
  'Email Address,First Name,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,UNSUB_TIME',
  'anna@example.org,Anna,2024-03-01 10:00:00,192.0.2.1,2024-03-01 10:05:00,192.0.2.1,',
  'bo@example.org,Bo,2024-03-02 10:00:00,192.0.2.1,2024-03-03 08:00:00,192.0.2.1,',
  'singel@example.org,S,,,2024-03-01 10:05:00,192.0.2.1,',
  'gone@example.org,G,2024-03-01 10:00:00,,2024-03-01 10:05:00,,2024-05-01 10:00:00',
  'never@example.org,N,2024-03-01 10:00:00,,,,',
  'late@example.org,L,2024-03-01 10:00:00,,2999-01-01 10:00:00,,',
  'early@example.org,E,2019-03-01 10:00:00,,2019-03-01 10:05:00,,',
  '"=HYPERLINK(""https://e.example"",""x"")",F,2024-03-01 10:00:00,,2024-03-01 10:05:00,,',
  'ANNA@EXAMPLE.ORG,Anna,2024-03-01 10:00:00,,2024-03-01 10:05:00,,',
].join('\r\n');

const words = {
  tool: 'mailchimp',
  language: 'nb',
  from_1: '2023-01-01',
  to_1: '2024-12-31',
  text_1: 'Ja, send meg konsertprogrammet.',
  note_1: 'Skjermbilde i arkivet, sak 24/17',
};

let house: TestHouse;
let ola: HttpClient;
let list: ListIds;
const imports = (of = list) => `/staff/registers/${of.registerId}/lists/${of.listId}/imports`;
const reads = (rows: string, of = list) => house.staff.submit(imports(of), imports(of), { ...words, rows });

/** Reads rows in, and has them proposed. Returns the path of the import's page. */
async function proposed(rows: string, of = list): Promise<string> {
  const path = (await reads(rows, of)).headers.get('location')!;
  await house.staff.submit(path, `${path}/propose`, { why: 'Samme ord, samme formål.' });
  return path;
}
const approves = (who: HttpClient, path: string) => who.submit(path, `${path}/decide`, approval);
const isDone = (path: string) =>
  until(
    'the import is done',
    async () =>
      (await count(`jatakk.import where id = '${path.split('/').at(-1)}' and state = 'done'`)) === 1,
  );
const rowOf = (address: string) =>
  `Email Address,OPTIN_TIME,CONFIRM_TIME\n${address},2024-03-01 10:00:00,2024-03-01 10:05:00\n`;

async function count(from: string): Promise<number> {
  const { rows } = await house.database.owner.query<{ count: number }>(
    `select count(*)::integer as count from ${from}`,
  );
  return rows[0]!.count;
}

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
  ola = await colleague(house);
}, 240_000);
afterAll(() => house.close());

describe('a file', () => {
  let path: string;
  beforeAll(async () => {
    path = (await reads(MAILCHIMP)).headers.get('location')!;
  });

  test('is told of in numbers, with a reason for each row that is refused, and no address', async () => {
    const page = await house.staff.page(path);
    const text = textOf(page);
    expect(text).toContain('2 kan tas inn');
    for (const reason of [
      '1 som aldri bekreftet på e-post (enkel påmelding)',
      '1 som hadde meldt seg av eller var sperret',
      '1 uten tidspunkt for bekreftelsen',
      '1 med et tidspunkt som ikke har vært ennå',
      '1 som bekreftet utenfor periodene',
      '1 med en adresse som ikke går å sende til',
      '1 som står flere ganger',
    ])
      expect(text).toContain(reason);
    expect(page).not.toMatch(/@example\.org|HYPERLINK|192\.0\.2/);
  });

  test('is not kept: what is, is sealed, and only of those who can be taken in', async () => {
    expect(await count('jatakk.import_row')).toBe(2);
    const { rows } = await house.database.owner.query<{ row: string }>(
      `select to_jsonb(r)::text || r.sealed::text as row from jatakk.import_row r`,
    );
    expect(rows.map(({ row }) => row).join()).not.toMatch(/anna|example|616e6e61/i);
    expect(await count('jatakk.subscription')).toBe(0);
  });

  test('is nothing until another person has approved it: not its reader, not with another digest', async () => {
    await house.staff.submit(path, `${path}/propose`, { why: 'Samme ord, samme formål.' });
    const own = await house.staff.page(path);
    expect(textOf(own)).toContain('Du la dette fram selv.');
    const { hidden } = formTo(await ola.page(path), `${path}/decide`);
    const csrf = formTo(own, '/staff/sign-out').hidden['csrf']!;
    await house.staff.post(`${path}/decide`, {
      ...hidden,
      csrf,
      decision: 'approve',
      factorPassword: 'fire ord som ingen gjetter',
    });
    await ola.post(`${path}/decide`, { ...hidden, ...approval, digest: 'AAAA' });
    await ola.post(`${path}/decide`, { ...hidden, decision: 'approve' });
    await ola.post(`${path}/decide`, { ...hidden, ...approval, factorPassword: 'ikke passordet' });
    expect(await count(`jatakk.import where state = 'proposed'`)).toBe(1);
    expect(await count('jatakk.subscription')).toBe(0);
  });

  test('is taken in once it is approved: confirmed, with a record that says transferred, and no mail', async () => {
    const before = house.sink.mails.length;
    expect((await approves(ola, path)).status).toBe(303);
    await isDone(path);
    expect(textOf(await house.staff.page(path))).toContain('2 er tatt inn på listen');
    const { rows } = await house.database.owner.query(
      `select s.state, c.answer, c.method, c.purpose_version from jatakk.subscription s
         join jatakk.consent_record c on c.subscription_id = s.id`,
    );
    const expected = { state: 'confirmed', answer: 'yes', method: 'transferred', purpose_version: 1 };
    expect(rows).toEqual([expected, expected]);
    expect(await count('jatakk.import_row')).toBe(0);
    expect(house.sink.mails.length).toBe(before);
  });

  test('and its people get the campaigns, and leave with one click', async () => {
    const campaign = await house.sends(list, 'Oktober');
    await house.isSent(campaign);
    const mail = house.sink.to('anna@example.org').at(-1)!;
    expect((await house.visitor.post(leavePath(mail), { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
  });
});

test('nobody comes back by an import: who left, objected, was erased, is there, or waits to confirm', async () => {
  const other = await house.makeList(list.registerId, 'familie', 'Barn og familie');
  await house.joins(other, 'here@example.org');
  await house.signsUpTo(other, 'waits@example.org');
  await house.confirmationFor('waits@example.org', other);
  const left = await house.joins(other, 'left@example.org');
  await house.visitor.post(leavePath(left), { 'List-Unsubscribe': 'One-Click' });
  for (const [address, kind] of [
    ['objected@example.org', 'objection'],
    ['erased@example.org', 'erased'],
    ['bounced@example.org', 'hard-bounce'],
  ] as const) {
    await house.joins(other, address);
    await house.database.owner.query(
      `insert into jatakk.suppression (register_id, hash, kind)
       select p.register_id, p.suppression_hash, $2 from jatakk.subscriber p
         join jatakk.subscription s on s.subscriber_id = p.id and s.list_id = $1
        where s.id = (select id from jatakk.subscription where list_id = $1 order by xmin::text::bigint desc limit 1)`,
      [other.listId, kind],
    );
    await house.database.owner.query(
      `select jatakk.drop_subscriber(s.register_id, s.subscriber_id) from jatakk.subscription s
        where s.list_id = $1 order by s.xmin::text::bigint desc limit 1`,
      [other.listId],
    );
  }
  const states = async () =>
    (
      await house.database.owner.query<{ state: string; count: number }>(
        `select state, count(*)::integer as count from jatakk.subscription where list_id = $1 group by state order by state`,
        [other.listId],
      )
    ).rows;
  const before = await states();
  const all = ['here', 'waits', 'left', 'objected', 'erased', 'bounced'].map((name) => `${name}@example.org`);
  const head = 'Email Address,OPTIN_TIME,CONFIRM_TIME';
  const path = await proposed(
    [head, ...all.map((one) => `${one},2024-03-01 10:00:00,2024-03-01 10:05:00`)].join('\n'),
    other,
  );
  await approves(ola, path);
  await isDone(path);
  expect(await states()).toEqual(before);
  const text = textOf(await house.staff.page(path));
  expect(text).toContain('0 er tatt inn på listen');
  expect(text).toContain('6 ble ikke tatt inn');
});

test('somebody of another register is another person', async () => {
  const there = await house.makeList(await house.makeRegister('billetter'), 'billettkjop', 'Billettkjøpere');
  const path = await proposed(rowOf('anna@example.org'), there);
  await approves(ola, path);
  await isDone(path);
  const { rows } = await house.database.owner.query(
    `select state from jatakk.subscription where list_id = $1`,
    [there.listId],
  );
  expect(rows).toEqual([{ state: 'confirmed' }]);
  const elsewhere = path.replace(there.registerId, list.registerId);
  expect((await fetchPage(elsewhere)).status).toBe(404);
});

const fetchPage = (path: string) => fetch(house.url + path, { headers: { cookie: house.staff.cookie } });

test('a purpose that changes meanwhile makes the approval one of something else', async () => {
  const path = await proposed(rowOf('cato@example.org'));
  await house.database.owner.query(
    `insert into jatakk.purpose_text (register_id, list_id, version, revision, locale, text, frequency, sha256)
     select register_id, list_id, 2, 1, locale, 'Noe helt annet.', frequency, sha256(convert_to(text, 'UTF8'))
       from jatakk.purpose_text where list_id = $1 and version = 1`,
    [list.listId],
  );
  await approves(ola, path);
  expect(await count(`jatakk.import where id = '${path.split('/').at(-1)}' and state = 'proposed'`)).toBe(1);
});

test('what nobody approves is gone after a week; refused or dropped, at once', async () => {
  const paths = await Promise.all([1, 2, 3].map((n) => proposed(rowOf(`glemt${n}@example.org`))));
  await ola.post(`${paths[0]}/decide`, {
    ...formTo(await ola.page(paths[0]!), `${paths[0]}/decide`).hidden,
    decision: 'refuse',
  });
  await house.staff.submit(paths[1]!, `${paths[1]}/drop`);
  const waiting = `jatakk.import_row r join jatakk.import i on i.id = r.import_id where i.state = 'proposed'`;
  const before = await count(waiting);
  expect(before).toBeGreaterThan(0);
  await house.database.owner.query(`update jatakk.import set made_at = now() - interval '8 days'`);
  await house.keeper!.get(ForgetDaily).forget();
  expect(await count('jatakk.import_row')).toBe(0);
  expect(await count(`jatakk.proposal where kind = 'import' and state = 'waiting'`)).toBe(0);
});

test.each([
  ['no rows', '', 'Her mangler det noe'],
  ['no address column', 'name,CONFIRM_TIME\nx,2024-01-01', 'ingen kolonne med adresser'],
  ['a column twice', 'Email Address,email address,CONFIRM_TIME\na,b,c', 'står to ganger'],
  ['a NUL', 'Email Address,CONFIRM_TIME\na\0@example.org,x', 'ikke en tekstfil'],
  ['a quote nobody closed', 'Email Address,CONFIRM_TIME\n"a@example.org,x', 'ikke en hel CSV-fil'],
])('with %s nothing is read or kept, and what was pasted is not shown again', async (_, rows, says) => {
  const before = await count('jatakk.import');
  const answer = await reads(rows);
  expect(answer.status).toBe(422);
  const page = unescapeHtml(await answer.text());
  expect(textOf(page)).toContain(says);
  expect(page).not.toContain('a@example.org');
  expect(await count('jatakk.import')).toBe(before);
});

describe('from a shell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jatakk-import-'));
  const file = join(folder, 'people.csv');
  const wordings = join(folder, 'words.json');
  const asOperator = [file, '--list', 'hostprogrammet', '--tool', 'mailchimp', '--words', wordings];
  beforeAll(() => {
    writeFileSync(file, MAILCHIMP);
    const words = { from: '2023-01-01', to: '2024-12-31', text: 'Ja.', note: 'Arkivet.' };
    writeFileSync(wordings, JSON.stringify([words]));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What `jatakk import` prints, run beside the house as its operator would. */
  async function importCommand(args: string[]): Promise<string> {
    const before = { ...process.env };
    Object.assign(process.env, { DATABASE_URL: house.database.ownerUrl, JATAKK_DATA: '/nowhere' });
    let said = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      said += String(chunk);
      return true;
    });
    try {
      await commands.import!.run(args);
    } finally {
      write.mockRestore();
      process.env = before;
    }
    return said;
  }

  test('a dry run tells the same numbers, no address, and keeps nothing', async () => {
    const before = await count('jatakk.import');
    const said = await importCommand([...asOperator, '--dry-run']);
    expect(said).toContain('2 can be taken in.\n');
    expect(said).toContain('1 never confirmed by e-mail (single opt-in).\n');
    expect(said).not.toContain('@');
    expect(await count('jatakk.import')).toBe(before);
  });

  test('what is read waits for an administrator to propose it, and another to approve', async () => {
    expect(await importCommand(asOperator)).not.toContain('@');
    expect(await count(`jatakk.import where author_id is null and state = 'read' and usable = 2`)).toBe(1);
    const { rows } = await house.database.owner.query<{ id: string }>(
      'select id from jatakk.import where author_id is null',
    );
    const path = `${imports()}/${rows[0]!.id}`;
    await house.staff.submit(path, `${path}/propose`, { why: 'Lest inn av drift.' });
    await approves(ola, path);
    await isDone(path);
  });

  test.each([
    ['a list there is none of', ['--list', 'ingen'], /no list of that short name/],
    ['a tool we do not know', ['--tool', 'brevdue'], /jatakk import <file.csv>/],
    ['no words', ['--words', '/nowhere'], /must be a list of/],
  ])('with %s it says so and keeps nothing', async (_, args, says) => {
    await expect(importCommand([...asOperator, ...args])).rejects.toThrow(says);
  });
});

test('a text to send from the old tool invites everybody else to the form', async () => {
  const page = unescapeHtml(await house.staff.page(imports()));
  expect(page).toContain(`${house.url}/lists/${list.slug}`);
});
