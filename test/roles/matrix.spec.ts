import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { POLICY, ROLES, type Act, type Grant } from '../../src/staff/policy.js';
import { TestHouse } from '../support/house.js';
import { routesOf } from '../support/routes.js';
import { ACT_OF_ROUTE } from './act-of-route.js';
import { type Answer, each, knock } from './support/knock.js';
import { makeMember, STRANGER, type TestMember } from './support/member.js';
import { type Corner, makeCorner, NOTHING, wordsOf } from './support/places.js';
import { routesOfNest, type StaffRoute, staffRoutes } from './support/staff-routes.js';
import { VARIANTS } from './support/variants.js';

let house: TestHouse;
let corners: Record<'A1' | 'A2' | 'B1', Corner>;
let members: TestMember[];
let routes: StaffRoute[];
/** `staff id / act / register or '' / list or ''`, for everything that the database says is allowed. */
let allowedThere: Set<string>;

const leaks: string[] = [];
let checked = 0;
let told = 0;

/** Where a page's forms post to. */
const POSTED_TO = /(?:<form method="post" action| formaction)="(\/staff[^"?#]*)/g;

const WORDS = { A1: wordsOf('astrid'), A2: wordsOf('anders'), B1: wordsOf('berit') };
const NO_PAGE = '/staff/there-is-no-such-page';

beforeAll(async () => {
  house = await TestHouse.open({ undoSeconds: 300 });
  await house.setUp();
  const [a, b] = [await house.makeRegister('alfa'), await house.makeRegister('bravo')];
  corners = {
    A1: await makeCorner(house, a, 'astrid'),
    A2: await makeCorner(house, a, 'anders'),
    B1: await makeCorner(house, b, 'berit'),
  };
  const placements: Record<string, Omit<Grant, 'role'>> = {
    'of the house': { registerId: null, listId: null },
    'of register A': { registerId: a, listId: null },
    'of list A1': { registerId: a, listId: corners.A1.list },
  };
  members = [STRANGER, await makeMember(house, 'somebody without a role', [])];
  for (const role of ROLES)
    for (const [where, place] of Object.entries(placements))
      members.push(await makeMember(house, `${role} ${where}`, [{ role, ...place }]));
  routes = staffRoutes(house);
  const { rows } = await house.database.owner.query(
    `select s.id, a.act, p.register::text, p.list::text
       from jatakk.staff s cross join (select distinct act from jatakk.role_act) a
       cross join (values (null::uuid, null::uuid), ($1, null), ($1, $2), ($1, $3), ($4, null), ($4, $5)) as p (register, list)
      where jatakk.may(s.id, a.act, p.register, p.list)`,
    [a, corners.A1.list, corners.A2.list, b, corners.B1.list],
  );
  allowedThere = new Set(
    (rows as { id: string; act: string; register: string | null; list: string | null }[]).map((row) =>
      key(row.id, row.act, row.register, row.list),
    ),
  );
}, 240_000);

afterAll(async () => {
  await house.close();
  const summary = {
    routes: routes.length,
    variants: VARIANTS.length,
    roles: ROLES.length,
    checked,
    leaks: leaks.length,
  };
  if (process.env.ROLES_SUMMARY) writeFileSync(process.env.ROLES_SUMMARY, JSON.stringify(summary));
});

function key(id: string, act: string, register: string | null, list: string | null): string {
  return [id, act, register ?? '', list ?? ''].join('/');
}

/** What the database allows, asked as a path asks: at its list, or somewhere where it names none. */
function isAllowed({ id }: TestMember, { act, pattern }: StaffRoute, { register, list }: Corner): boolean {
  if (id === null) return false;
  if (act === null) return true;
  const { scope } = POLICY[act];
  const at = (r: string | null, l: string | null) => allowedThere.has(key(id, act, r, l));
  if (/:(list|campaign)\b/.test(pattern)) return at(register, list);
  const inRegister = (r: string) =>
    scope === 'house'
      ? at(null, null)
      : at(r, null) ||
        (scope === 'list' &&
          Object.values(corners).some((corner) => corner.register === r && at(r, corner.list)));
  if (pattern.includes(':register')) return inRegister(register);
  return scope === 'house'
    ? at(null, null)
    : Object.values(corners).some((corner) => inRegister(corner.register));
}

function pathOf(pattern: string, corner: Corner): string {
  const member = members.at(-1)!.id!;
  return pattern.replaceAll(
    /:(\w+)/g,
    (_, name: string) => ({ ...corner, member })[name as keyof Corner] ?? NOTHING.question,
  );
}

function leak(what: string): void {
  leaks.push(what);
}

/** Of what has been done since it was last asked. */
function expectNone(): void {
  const found = leaks.slice(told);
  told = leaks.length;
  expect(found.slice(0, 60)).toEqual([]);
}

test('every route of the router but four for anybody is one of Nest’s controllers, and says who may use it', () => {
  const known = routesOfNest(house);
  const name = ({ method, pattern }: { method: string; pattern: string }) => `${method} ${pattern}`;
  const ofRouter = routesOf(house).filter(({ method }) => !/HEAD|OPTIONS/.test(method));
  // What other sites load and send reads no cookie, and comes before Nest, which would take longer than it does.
  expect(ofRouter.map(name).filter((one) => !known.some((route) => name(route) === one))).toEqual([
    'POST /t',
    'GET /t.js',
    'GET /v.js',
    'GET /v.json',
  ]);
  expect(known.filter(({ access }) => access === undefined).map(name)).toEqual([]);
  expect(
    known
      .filter(({ pattern, access }) => pattern.startsWith('/staff') && access?.kind === 'public')
      .map(name),
  ).toEqual(['GET /staff/sign-in', 'POST /staff/sign-in', 'GET /staff/forgotten', 'POST /staff/forgotten']);
});

test('every route for staff asks for the act that is written down for it', () => {
  const lines = routes.map(
    ({ method, pattern, act }) => `${method} ${pattern}: ${act ?? 'whoever is signed in'}`,
  );
  expect(lines.toSorted()).toEqual([...ACT_OF_ROUTE]);
});

describe('each role, at each place, on each route', () => {
  test('gets what the table grants and, of everything else, what it gets of things that do not exist', async () => {
    const gone = await knock(house.url, { method: 'GET', path: NO_PAGE, cookie: members[1]!.cookie });
    expect(gone.status).toBe(404);
    await each(members, async (member) => {
      for (const route of routes)
        for (const corner of corners_of(route)) await checkRoute(member, route, corner, gone);
    });
    expectNone();
  }, 240_000);

  test('however the path or the method is written', async () => {
    const denied = members
      .filter(({ id }) => id !== null)
      .flatMap((member) =>
        routes
          .filter((route) => !isAllowed(member, route, corners.A1))
          .flatMap((route) => VARIANTS.map((variant) => ({ member, route, variant }))),
      );
    // One page for each way of being refused, whatever was asked for.
    const refusals = new Map<number, string>();
    await each(denied, async ({ member, route, variant }) => {
      const asked = variant.of(route.method, pathOf(route.pattern, corners.A1));
      if (isAnotherOfTheirs(member, route, asked.method)) return;
      const { status, location, body } = await knock(house.url, { ...asked, cookie: member.cookie });
      checked += 1;
      const what = `${member.name}: ${variant.name} ${route.method} ${route.pattern}: ${status}`;
      if (status < 400 && !(status === 303 && location === '/staff/sign-in')) leak(what);
      if (status < 400 || asked.method === 'HEAD') return;
      if (!refusals.has(status)) refusals.set(status, body);
      if (refusals.get(status) !== body) leak(`${what}, in other words than elsewhere`);
    });
    expectNone();
  }, 400_000);
});

/** Whether this path with that method is another route, which they may use. */
function isAnotherOfTheirs(member: TestMember, { pattern }: StaffRoute, method: string): boolean {
  const get = method === 'HEAD' ? 'GET' : method;
  return routes.some(
    (other) => other.method === get && other.pattern === pattern && isAllowed(member, other, corners.A1),
  );
}

/** The corners for which a route is another path. */
function corners_of({ pattern }: StaffRoute): Corner[] {
  const all = Object.values(corners);
  return all.filter(
    (corner, n) => all.findIndex((one) => pathOf(pattern, one) === pathOf(pattern, corner)) === n,
  );
}

async function checkRoute(
  member: TestMember,
  route: StaffRoute,
  corner: Corner,
  gone: Answer,
): Promise<void> {
  const path = pathOf(route.pattern, corner);
  const what = `${member.name}: ${route.method} ${path}`;
  const { cookie, csrf } = member;
  const get = route.method === 'GET';
  checked += 1;
  if (member.id === null) {
    const answer = await knock(house.url, {
      method: route.method,
      path,
      ...(!get && { form: { csrf: 'x' } }),
    });
    const turnedAway = get
      ? answer.status === 303 && answer.location === '/staff/sign-in'
      : answer.status === 403;
    if (!turnedAway) leak(`${what}: ${answer.status}`);
    return;
  }
  if (isAllowed(member, route, corner)) {
    const answer = await knock(house.url, { method: route.method, path, cookie, ...(!get && { form: {} }) });
    // A form without the session's token is refused for that alone: the role was enough.
    if (get ? answer.status === 403 : answer.status !== 403)
      leak(`${what}: granted, and yet ${answer.status}`);
    if (get && answer.status === 404 && !ABSENT.test(route.pattern)) leak(`${what}: granted, and not there`);
    return;
  }
  const answer = await knock(house.url, {
    method: route.method,
    path,
    cookie,
    ...(!get && { form: { csrf } }),
  });
  if (answer.status !== 404 || answer.body !== gone.body) leak(`${what}: ${answer.status}`);
}

/** Pages of things that this house has none of. */
const ABSENT = /\/(eyes|proposals)\/:proposal|:(?!register|list|campaign|import|proposal|member)\w+/;

test('a path that mixes places is a path of things that do not exist', async () => {
  const { A1, A2, B1 } = corners;
  const names = ['register', 'list', 'campaign', 'import', 'proposal', 'question'] as const;
  const mixes = [A2, B1].flatMap((other) =>
    names.map((name) => [
      { ...A1, [name]: other[name] },
      { ...A1, [name]: NOTHING[name] },
    ]),
  );
  await each(
    members.filter(({ id }) => id !== null),
    async ({ name, cookie, csrf }) => {
      for (const { method, pattern } of routes)
        for (const [mix, nothing] of mixes) {
          const path = pathOf(pattern, mix!);
          // A whole path into another place is the business of the tests above.
          if (Object.values(corners).some((corner) => pathOf(pattern, corner) === path)) continue;
          const ask = (of: Corner) =>
            knock(house.url, {
              method,
              path: pathOf(pattern, of),
              cookie,
              ...(method === 'POST' && { form: { csrf } }),
            });
          const [got, wanted] = [await ask(mix!), await ask(nothing!)];
          checked += 1;
          if (got.status !== wanted.status || plain(got, mix!) !== plain(wanted, nothing!))
            leak(`${name}: ${method} ${path} of ${pattern}: ${got.status} instead of ${wanted.status}`);
        }
    },
  );
  expectNone();
}, 240_000);

/** A page, and where it leads to, without the ids that were asked for. */
function plain({ body, location }: Answer, of: Corner): string {
  const ids = [...Object.values(corners.A1), ...Object.values(of)];
  return ids.reduce((text, id) => text.replaceAll(id, '…'), `${location} ${body}`);
}

test('an id of another place in a form is an id of nothing', async () => {
  const { A1, A2, B1 } = corners;
  for (const member of members.filter(({ name }) =>
    /(administrator|editor|privacy-officer) of (register|list)/.test(name),
  )) {
    const isList = member.name.endsWith('A1');
    const base = `/staff/registers/${A1.register}/campaigns`;
    const forms = [
      { path: base, fields: (of: Corner) => ({ list: of.list, language: 'nb', subject: 's', body: 'b' }) },
      {
        path: `${base}/preview`,
        fields: (of: Corner) => ({ list: of.list, language: 'nb', subject: 's', body: 'b' }),
      },
      { path: `${base}/${A1.campaign}/copy`, fields: (of: Corner) => ({ list: of.list }) },
      {
        path: '/staff/look-up',
        fields: (of: Corner) => ({ register: of.register, address: 'a@b.example', reason: 'spørsmål' }),
      },
      ...['show', 'end', 'link', 'print', 'erase', 'erase/now'].map((act) => ({
        path: `/staff/look-up/${act}`,
        fields: (of: Corner) => ({
          register: of.register,
          address: 'a@b.example',
          handle: 'x'.repeat(43),
          subscription: of.list,
        }),
      })),
      {
        path: '/staff/members',
        fields: (of: Corner) => ({ name: 'x', role: 'viewer', place: `${of.register}/${of.list}` }),
      },
    ];
    for (const { path, fields } of forms)
      for (const other of isList ? [A2, B1] : [B1]) {
        // Looking somebody up asks for a register, and whoever works on one list of it has none.
        const ask = (form: Record<string, string>) =>
          knock(house.url, {
            method: 'POST',
            path,
            cookie: member.cookie,
            form: { csrf: member.csrf, ...form },
          });
        const [got, wanted] = [await ask(fields(other)), await ask(fields(NOTHING))];
        checked += 1;
        if (got.status !== wanted.status || plain(got, other) !== plain(wanted, NOTHING))
          leak(`${member.name}: POST ${path} with another place: ${got.status} instead of ${wanted.status}`);
      }
  }
  expectNone();
}, 240_000);

test('every link and button that somebody is shown is theirs, and no page tells of another place', async () => {
  await each(
    members.filter(({ id }) => id !== null),
    async (member) => {
      const seen = new Set(['/staff']);
      const hidden = (Object.keys(WORDS) as (keyof typeof WORDS)[]).filter(
        (name) => !sees(member, corners[name]),
      );
      for (const path of seen) {
        const page = await knock(house.url, { method: 'GET', path, cookie: member.cookie });
        checked += 1;
        if (page.status >= 400) leak(`${member.name} is shown a link to ${path}: ${page.status}`);
        for (const word of hidden.flatMap((name) => WORDS[name]))
          if (page.body.includes(word)) leak(`${member.name} reads ${word} on ${path}`);
        for (const [, link] of page.body.matchAll(/ href="(\/staff[^"?#]*)/g))
          if (seen.size < 150) seen.add(link!);
        for (const [, action] of page.body.matchAll(POSTED_TO)) {
          const answer = await knock(house.url, {
            method: 'POST',
            path: action!,
            cookie: member.cookie,
            form: {},
          });
          checked += 1;
          if (answer.status !== 403) leak(`${member.name} is shown a button to ${action}: ${answer.status}`);
        }
      }
    },
  );
  expectNone();
}, 240_000);

function sees({ id }: TestMember, { register, list }: Corner): boolean {
  return allowedThere.has(key(id!, 'see' satisfies Act, register, list));
}
