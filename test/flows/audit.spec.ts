import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditCommand } from '../../src/cli/audit.js';
import { NoteAuditHead } from '../../src/keeper/audit/note-audit-head.service.js';
import { isLogAct } from '../../src/web/staff/log-acts.js';
import { HttpClient } from '../support/http-client.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { pathOf, type Route, routesOf } from '../support/routes.js';
import { until } from '../support/until.js';

const KARI = { address: 'kari@fjellhallen.example', password: 'fire ord som ingen gjetter' };

/** They change nothing, so they are not noted. */
const PREVIEWS = [
  '/staff/registers/:register/campaigns/preview',
  '/staff/registers/:register/campaigns/:campaign/preview',
  '/staff/registers/:register/campaigns/:campaign/frame',
  '/staff/registers/:register/lists/preview',
  '/staff/registers/:register/theme/look',
  '/staff/registers/:register/lists/:list/surveys/:survey/preview',
  '/staff/registers/:register/lists/:list/surveys/:survey/questions/lines',
];

const MEMBER = `insert into jatakk.staff (id, name, state, login_hash, address_sealed, address_key_version)
                values (gen_random_uuid(), 'Eva', 'invited', sha256('eva'), 'x', 1)`;

let house: TestHouse;
let state: string;
let list: ListIds;
let kari: string;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'jatakk-state-'));
  house = await TestHouse.open({ undoSeconds: 300, env: { KEEPER_STATE: state } });
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  ({ id: kari } = (await house.database.owner.query('select id from jatakk.staff')).rows[0]);
  // She reads mail too, which no first administrator does.
  await house.database.owner.query(
    `insert into jatakk.staff_grant (staff_id, role) values ($1, 'correspondent')`,
    [kari],
  );
});
afterAll(async () => {
  await house.close();
  rmSync(state, { recursive: true, force: true });
});

interface Line {
  number: number;
  actor_kind: string;
  actor_id: string | null;
  act: string;
  of_register: string | null;
  of_list: string | null;
  target: string | null;
  detail: { status?: number; line?: number };
}

async function linesAfter(number: number): Promise<Line[]> {
  const { rows } = await house.database.owner.query<Line>(
    `select number::integer, actor_kind, actor_id, act, of_register, of_list, target, detail
       from jatakk.audit where number > $1 order by audit.number`,
    [number],
  );
  return rows;
}

async function newest(): Promise<number> {
  const { rows } = await house.database.owner.query<{ n: number }>(
    'select max(number)::integer as n from jatakk.audit',
  );
  return rows[0]!.n;
}

/** What was noted while something was done: who, what, and what came of it. */
async function notedWhile(act: () => Promise<unknown>): Promise<string[]> {
  const before = await newest();
  await act();
  return (await linesAfter(before)).map(
    ({ actor_kind, act, detail }) => `${actor_kind} ${act}${detail.status ? ` ${detail.status}` : ''}`,
  );
}

const csrf = async () => /name="csrf" value="([^"]+)"/.exec(await house.staff.page('/staff'))![1]!;
/** Whether a route may be used by whoever has not signed in, or changes nothing. */
async function isOpen({ method, pattern }: Route): Promise<boolean> {
  if (['GET', 'HEAD', 'OPTIONS'].includes(method) || !pattern.startsWith('/staff/')) return true;
  const answer = await fetch(house.url + pathOf(pattern), { method, redirect: 'manual' });
  return answer.status !== 403;
}

const signOutLast = (a: { pattern: string }, b: { pattern: string }) =>
  Number(a.pattern.endsWith('sign-out')) - Number(b.pattern.endsWith('sign-out'));
const campaignPath = (id: string, act = '') =>
  `/staff/registers/${list.registerId}/campaigns/${id}${act && `/${act}`}`;

describe('what a member does', () => {
  test('has its line: who, what, in which register, on which list, with which campaign', async () => {
    const campaign = await house.writes(list, 'Oktober');
    const before = await newest();
    await house.staff.post(campaignPath(campaign, 'test'), { csrf: await csrf() });
    expect(await linesAfter(before)).toEqual([
      {
        number: before + 1,
        actor_kind: 'staff',
        actor_id: kari,
        act: 'campaigns.test',
        of_register: list.registerId,
        of_list: list.listId,
        target: campaign,
        detail: {},
      },
    ]);
  });

  test('is in the log before it is done', async () => {
    const { owner } = house.database;
    await owner.query('begin');
    await owner.query('lock table jatakk.register in exclusive mode');
    const before = await newest();
    const made = house.staff.post('/staff/registers', { csrf: await csrf(), name: 'Ny', slug: 'ny' });
    const lines = await until('the line', async () => {
      const found = await linesAfter(before);
      return found.length > 0 && found;
    });
    const { rowCount } = await owner.query(`select 1 from jatakk.register where slug = 'ny'`);
    expect([lines.map(({ act }) => act), rowCount]).toEqual([['registers.create'], 0]);
    await owner.query('rollback');
    expect((await made).status).toBe(303);
  });

  test('is not done when it cannot be noted: a calm page, and nothing has changed', async () => {
    const { owner } = house.database;
    const signature = 'jatakk.note_staff_act(bytea, text, uuid, uuid, uuid)';
    const token = await csrf();
    await owner.query(`revoke execute on function ${signature} from jatakk_web`);
    const answer = await house.staff.post('/staff/registers', {
      csrf: token,
      name: 'Stille',
      slug: 'stille',
    });
    await owner.query(`grant execute on function ${signature} to jatakk_web`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(await answer.text()).toContain('Vent et par minutter');
    const { rowCount } = await owner.query(`select 1 from jatakk.register where slug = 'stille'`);
    expect(rowCount).toBe(0);
  });

  test('has a second line when nothing came of it: by the form, the thing or the time', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    const token = await csrf();
    const posts: [string, string[]][] = [
      ['/staff/registers', ['staff registers.create', 'staff came-to-nothing 422']],
      [campaignPath(nobody, 'send'), ['staff send-campaign.send', 'staff came-to-nothing 404']],
      [campaignPath('not-an-id', 'send'), ['staff send-campaign.send', 'staff came-to-nothing 400']],
    ];
    for (const [path, lines] of posts)
      expect(await notedWhile(() => house.staff.post(path, { csrf: token }))).toEqual(lines);
    const draft = await house.writes(list, 'November');
    const before = await newest();
    await house.staff.post(campaignPath(draft, 'pause'), { csrf: token });
    const [first, second] = await linesAfter(before);
    expect(first!.act).toBe('campaign.pause');
    expect(second).toMatchObject({
      act: 'came-to-nothing',
      actor_id: kari,
      target: draft,
      detail: { line: first!.number, status: 409 },
    });
  });

  test('every route of the staff’s that is not a GET writes its line, whatever comes of it, but for previews', async () => {
    const closed = await Promise.all(
      routesOf(house).map(async (route) => ({ ...route, open: await isOpen(route) })),
    );
    // The steps of signing in are told by the session that comes of them.
    const routes = closed.filter(({ open, pattern }) => !open && !pattern.startsWith('/staff/sign-in'));
    expect(routes.length).toBeGreaterThan(40);
    const silent: string[] = [];
    const acts = new Set<string>();
    for (const { method, pattern } of routes.toSorted(signOutLast)) {
      // Where it must have been shown lately who is sitting there, it has been.
      await house.database.owner.query(
        `update jatakk.staff_session set confirmed_at = now(), confirmed_by = 'password'`,
      );
      const body = new URLSearchParams({ csrf: await csrf() });
      const headers = { cookie: house.staff.cookie, origin: house.url };
      const before = await newest();
      await fetch(house.url + pathOf(pattern), { method, redirect: 'manual', headers, body });
      const lines = (await linesAfter(before)).filter(
        ({ actor_id, act }) => actor_id === kari && act.includes('.'),
      );
      if (lines.length !== 1) silent.push(pattern);
      for (const { act } of lines) acts.add(act);
    }
    expect(silent.toSorted()).toEqual(PREVIEWS.toSorted());
    expect(acts.size).toBe(routes.length - PREVIEWS.length);
    expect([...acts].filter((act) => !isLogAct(act))).toEqual([]);
    await house.staff.submit('/staff/sign-in', '/staff/sign-in', KARI);
  });

  test('a GET, and whoever may not, write none', async () => {
    const visitor = new HttpClient(house.url);
    expect(
      await notedWhile(async () => {
        await house.staff.page('/staff/members');
        await house.staff.post('/staff/registers', { csrf: 'another', name: 'x', slug: 'x' });
        await visitor.post('/staff/registers', { csrf: 'x', name: 'x', slug: 'x' });
      }),
    ).toEqual([]);
  });
});

describe('coming and going', () => {
  test('a sign-in has its line, a refused one has none; signing out and the language have theirs', async () => {
    const client = new HttpClient(house.url);
    const signIn = (password: string) =>
      client.submit('/staff/sign-in', '/staff/sign-in', { ...KARI, password });
    expect(await notedWhile(() => signIn('noe helt annet enn det'))).toEqual([]);
    expect(await notedWhile(() => signIn(KARI.password))).toEqual(['staff signed-in']);
    const token = /name="csrf" value="([^"]+)"/.exec(await client.page('/staff'))![1]!;
    const speaks = () => client.post('/staff/language', { csrf: token, locale: 'nb' });
    expect(await notedWhile(speaks)).toEqual(['staff session.speak']);
    const leaves = () => client.post('/staff/sign-out', { csrf: token });
    expect(await notedWhile(leaves)).toEqual(['staff session.sign-out']);
  });

  test('whoever sets the house up, and whoever takes an invitation, is there by their number', async () => {
    const { rows } = await house.database.owner.query(
      `select act, actor_id from jatakk.audit where act in ('set-up', 'signed-in', 'log-begun', 'setup-link-made')
        order by number limit 4`,
    );
    expect(rows.map(({ act, actor_id }) => [act, actor_id])).toEqual([
      ['log-begun', null],
      ['setup-link-made', null],
      ['set-up', kari],
      ['signed-in', kari],
    ]);
    const address = 'ola@fjellhallen.example';
    const invite = () =>
      house.staff.submit('/staff/members', '/staff/members', { name: 'Ola', address, role: 'editor' });
    expect(await notedWhile(invite)).toEqual(['staff members.invite', 'staff roles-given']);
    const mail = await until('the invitation', () => house.sink.to(address)[0]);
    const link = /\/invitation\/[\w-]{43}/.exec(mail.parsed.text!)![0];
    const accepts = () =>
      new HttpClient(house.url).submit(link, link, { password: 'fem helt andre ord sammen' });
    expect(await notedWhile(accepts)).toEqual(['staff invitation-accepted']);
  });
});

test('roles that are given have one line, which says which; what cannot be given has two', async () => {
  const { rows } = await house.database.owner.query<{ id: string }>(
    `select id from jatakk.staff where name = 'Ola'`,
  );
  const ola = rows[0]!.id;
  const page = `/staff/members/${ola}`;
  const before = await newest();
  await house.staff.submit(page, `${page}/grant`, { role: 'approver', place: '' });
  expect(await linesAfter(before)).toEqual([
    expect.objectContaining({
      act: 'roles-given',
      actor_id: kari,
      target: ola,
      detail: { approver: 1, editor: 1 },
    }),
  ]);
  const wrong = () => house.staff.submit(page, `${page}/grant`, { role: 'owner', place: '' });
  expect(await notedWhile(wrong)).toEqual(['staff members.grant', 'staff came-to-nothing 422']);
});

describe('what no page does', () => {
  const owner = (sql: string) => house.database.owner.query(sql);

  test.each([
    [
      'a relay',
      `insert into jatakk.relay (position, host, port, security) values (2, 'smtp.example', 465, 'tls')`,
      ['operator relay-set'],
    ],
    [
      'a relay that goes',
      `insert into jatakk.relay (position, host, port, security) values (2, 'smtp.example', 465, 'tls');
       delete from jatakk.relay where position = 2`,
      ['operator relay-set', 'operator relay-removed'],
    ],
    [
      'new keys',
      `insert into jatakk.rotation (ring_id, purpose, version) select id, 'link', 2 from jatakk.register limit 1`,
      ['operator rotation-ordered'],
    ],
    [
      'a restore, suspected and answered',
      `insert into jatakk.restore_question (id, kind, highest) values (gen_random_uuid(), 'unsure', 0);
       select jatakk.answer_restored(true)`,
      ['operator restore-suspected', 'operator restore-answered'],
    ],
    ['a member whom the owner makes', MEMBER, ['operator member-made']],
    [
      'a house that goes live',
      `update jatakk.installation set mode = 'live', public_url = 'https://x.example'`,
      ['operator went-live'],
    ],
  ])('%s has its line, with the operator', async (_, sql, lines) => {
    await owner('begin');
    const noted = await notedWhile(async () => {
      await owner(sql);
      await owner('set constraints all immediate');
    });
    await owner('rollback');
    expect(noted).toEqual(lines);
  });

  test('an order that is taken back leaves no line', async () => {
    expect(
      await notedWhile(async () => {
        await owner('begin');
        await owner(MEMBER);
        await owner('rollback');
      }),
    ).toEqual([]);
  });
});

describe('jatakk audit verify', () => {
  async function says(...args: string[]): Promise<[number, string]> {
    let said = '';
    const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    try {
      return [await auditCommand(['verify', ...args]), said];
    } finally {
      stdout.mockRestore();
    }
  }

  beforeAll(async () => {
    process.env.DATABASE_URL = house.database.ownerUrl;
    process.env.KEEPER_STATE = state;
    process.env.JATAKK_DATA = join(state, 'none');
    await house.keeper!.get(NoteAuditHead).note();
  });

  test('says how many lines there are, and that all is as it was written', async () => {
    const [code, said] = await says();
    expect(code).toBe(0);
    expect(said).toMatch(
      /^\d+ lines fit together\.\n {2}The last: \d+, hash [0-9a-f]{64}\nThe log is as it was/,
    );
    const [, json] = await says('--json');
    expect(JSON.parse(json)).toMatchObject({ ok: true, fault: null, noted: await newest() });
  });

  test('names the line that was changed, and ends with 1', async () => {
    const { owner } = house.database;
    await owner.query('alter table jatakk.audit disable trigger user');
    await owner.query(`update jatakk.audit set act = 'house.change' where number = 4`);
    const [code, said] = await says();
    expect(code).toBe(1);
    expect(said).toContain('WRONG: line 4 is not what was written there.\nTHE LOG IS NOT AS IT WAS WRITTEN.');
    const [, json] = await says('--json');
    expect(JSON.parse(json)).toMatchObject({ ok: false, fault: { what: 'line-changed', line: 4 } });
  });
});
