import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/commands.js';
import { readWebSettings } from '../../src/platform/config/settings.js';
import { renderDocument } from '../../src/web/pages/document.js';
import { startWeb } from '../../src/web/start-web.js';
import { everyPage } from '../support/every-page.js';
import type { HttpClient } from '../support/http-client.js';
import { addsImage, photo } from '../support/images.js';
import { closeSurvey, openSurvey } from '../support/surveys.js';
import { until } from '../support/until.js';
import { everyRoute } from './support/every-route.js';
import { freePort } from '../support/free-port.js';
import { InboxAt } from '../support/inbox.js';
import { CANARY, openTwoRegisters, type TwoRegisters } from './support/two-registers.js';
import { staysHere, whatItLoads } from './support/what-it-loads.js';

const CANARIES = Object.values(CANARY);
const TAKING_OUT = /export|import|download|dump|csv|xlsx|addresses|subscribers|backup|search/i;

let people: TwoRegisters;
let campaign: string;
let picture: string;
/** One that is open, and one that is closed. */
let survey: string[];
let message: string;
let conversation: string;
let moved: { import: string; proposal: string };

beforeAll(async () => {
  people = await openTwoRegisters();
  campaign = await people.house.sends(people.autumn, 'Oktober');
  await people.house.isSent(campaign);
  moved = await movesIn();
  survey = [
    await openSurvey(people.house, people.autumn),
    await openSurvey(people.house, people.autumn, { sensitive: true }),
  ];
  await closeSurvey(people.house, survey[1]!);
  message = await says();
  const inbox = new InboxAt(people.house, people.house.staff, people.autumn.registerId);
  const from = { address: CANARY.autumn, name: CANARY.autumn };
  ({ conversation } = await inbox.receives({ from, automatic: true }));
  picture = await addsImage(people.house.staff, people.autumn.registerId, await photo(640, 320));
});
afterAll(() => people.house.close());

/** Reads everybody in once more, as from another tool, and proposes it: a page of its own, to be looked at too. */
async function movesIn(): Promise<{ import: string; proposal: string }> {
  const { house, autumn } = people;
  const path = `/staff/registers/${autumn.registerId}/lists/${autumn.listId}/imports`;
  const answer = await house.staff.submit(path, path, {
    tool: 'other',
    language: 'nb',
    from_1: '2024-01-01',
    to_1: '2024-12-31',
    text_1: 'Ja.',
    note_1: 'Arkivet.',
    rows: ['email,confirmed_at', ...CANARIES.map((canary) => `${canary},2024-03-01`)].join('\n'),
  });
  const page = answer.headers.get('location')!;
  await house.staff.submit(page, `${page}/propose`, { why: 'Samme ord.' });
  const { rows } = await house.database.owner.query<{ id: string; proposal: string; usable: number }>(
    'select id, proposal_id as proposal, usable from jatakk.import',
  );
  expect(rows[0]!.usable).toBeGreaterThan(2);
  return { import: rows[0]!.id, proposal: rows[0]!.proposal };
}

/** Puts a message on the organisation's site. */
async function says(): Promise<string> {
  const path = '/staff/site-messages';
  const words = { 'text-nb': 'Kom!', 'label-nb': 'Les mer', link: 'https://example.org/kom' };
  const answer = await people.house.staff.submit(`${path}/new`, path, words);
  return /[\w-]{36}/.exec(answer.headers.get('location')!)![0];
}

interface Answer {
  path: string;
  status: number;
  type: string;
  disposition: string | null;
  cookies: string[];
  text: string;
}

/** Every GET route with every thing of the house in its place, as one visitor with one wish. */
async function everyAnswer(client: HttpClient, accept: string): Promise<Answer[]> {
  const { house, autumn, family, ways } = people;
  const logs = await house.database.owner.query<{ id: string }>('select id from jatakk.ledger_log');
  const staff = await house.database.owner.query<{ id: string }>('select id from jatakk.staff');
  const versions = await house.database.owner.query<{ id: string }>('select id from jatakk.campaign_version');
  const fill: Record<string, string[]> = {
    register: [autumn.registerId],
    list: [autumn.listId, family.listId],
    campaign: [campaign],
    member: staff.rows.map(({ id }) => id),
    import: [moved.import],
    proposal: [moved.proposal],
    slug: [autumn.slug, 'nyhetsbrev'],
    token: [ways.both, ways.left].map((way) => way.split('/').at(-1)!),
    name: ['jatakk.css', 'htmx.js'],
    id: ['20240101T000000000Z-0123456789abcdef', ...logs.rows.map(({ id }) => id)],
    page: ['0'],
    image: [picture],
    width: ['600'],
    position: ['1', '2'],
    version: [campaign, ...versions.rows.map(({ id }) => id)],
    code: ['0'.repeat(22)],
    survey,
    message: [message],
    conversation: [conversation],
    month: [new Date().toISOString().slice(0, 7)],
    ticket: ['A'.repeat(100)],
  };
  const paths = everyRoute(house.web.getHttpAdapter().getInstance())
    .filter(({ methods }) => methods.includes('GET'))
    .flatMap(({ path }) => filled(path, fill));
  expect(paths.length).toBeGreaterThan(25);
  return Promise.all(
    paths.map(async (path) => {
      const response = await client.get(path, { accept });
      return {
        path,
        status: response.status,
        type: response.headers.get('content-type') ?? '',
        disposition: response.headers.get('content-disposition'),
        cookies: response.headers.getSetCookie(),
        text: await response.text(),
      };
    }),
  );
}

function filled(path: string, fill: Record<string, string[]>): string[] {
  const name = /:(\w+)/.exec(path)?.[1];
  if (name === undefined) return [path];
  const values = fill[name];
  if (!values) throw new Error(`a route has a parameter that this attack does not know: ${path}`);
  return values.flatMap((value) => filled(path.replace(`:${name}`, value), fill));
}

test('look for a route that exports, downloads, lists or searches people: none, and those of the import only take in', () => {
  const routes = everyRoute(people.house.web.getHttpAdapter().getInstance());
  expect(routes.length).toBeGreaterThan(40);
  const found = routes.filter(({ path }) => TAKING_OUT.test(path)).map(({ path }) => path);
  const imports = '/staff/registers/:register/lists/:list/imports';
  expect(found.toSorted()).toEqual([
    imports,
    `${imports}/:import`,
    `${imports}/:import/decide`,
    `${imports}/:import/drop`,
    `${imports}/:import/propose`,
  ]);
});

test.each(['text/html', 'text/csv', 'application/json', '*/*'])(
  'open every page as administrator, asking for %s: no address, no file to save',
  async (accept) => {
    const answers = await everyAnswer(people.house.staff, accept);
    expect(
      answers.filter(({ path, status }) => path.startsWith('/staff') && status === 200).length,
    ).toBeGreaterThan(10);
    for (const { path, type, disposition, text } of answers) {
      expect([path, CANARIES.filter((canary) => text.includes(canary))]).toEqual([path, []]);
      expect([path, disposition]).toEqual([path, null]);
      if (text !== '') expect([path, type]).toEqual([path, expect.stringMatching(allowedType(path))]);
    }
  },
);

function allowedType(path: string): RegExp {
  if (path.startsWith('/assets/')) return /^text\/(css|javascript)/;
  if (['/t.js', '/v.js', '/m.js'].includes(path)) return /^text\/javascript/;
  if (path.startsWith('/images/')) return /^image\/jpeg$/;
  if (['/health', '/m.json', '/v.json', '/.well-known/jatakk'].includes(path))
    return /^application\/(problem\+)?json/;
  if (path.startsWith('/ledger/') || path.endsWith('/transparency.json'))
    return /^application\/(problem\+)?json|^text\/html/;
  if (path === '/robots.txt' || path.startsWith('/.well-known/'))
    return /^text\/plain|^application\/problem\+json/;
  return /^text\/html|^application\/problem\+json/;
}

test('open every page as a visitor and as administrator: none loads anything from a third party, a visitor gets no cookie', async () => {
  const answers = await everyAnswer(people.house.visitor, 'text/html');
  expect(answers.flatMap(({ cookies }) => cookies)).toEqual([]);
  const pages = [
    ...[...answers, ...(await everyAnswer(people.house.staff, 'text/html'))].filter(({ type }) =>
      type.startsWith('text/html'),
    ),
    ...everyPage('nb', 'https://tredjepart.example/x').map(([path, page]) => ({
      path,
      text: renderDocument(page),
    })),
  ];
  expect(pages.flatMap(({ text }) => whatItLoads(text)).length).toBeGreaterThan(50);
  const abroad = pages.flatMap(({ path, text }) =>
    whatItLoads(text)
      .filter((url) => !staysHere(url))
      .map((url) => `${path}: ${url}`),
  );
  expect(abroad).toEqual([]);
});

test('write a campaign with a tracking picture, a script and a style sheet: the mail loads nothing from anywhere', async () => {
  const { house, autumn } = people;
  const body = [
    '# Hei',
    '![telles](https://tredjepart.example/telles.png)',
    '<img src="https://tredjepart.example/raa.png"><script src="https://tredjepart.example/x.js"></script>',
    '<style>@import "https://tredjepart.example/x.css"; p { background: url(https://tredjepart.example/y.png) }</style>',
    '<iframe src="https://tredjepart.example/z"></iframe>',
    '[en lenke](https://tredjepart.example/side)',
  ].join('\n\n');
  const id = await house.writes(autumn, 'Med sporing', body);
  await house.presses('send', autumn, id);
  await house.isSent(id);
  const mails = house.sink.mails.filter(({ parsed }) => parsed.subject === 'Med sporing');
  expect(mails).toHaveLength(2);
  for (const { parsed } of house.sink.mails) {
    expect(whatItLoads(parsed.html as string)).toEqual([]);
    expect(parsed.attachments).toEqual([]);
  }
});

test('read a message of one person for the address of another: each names its own recipient and nobody else', () => {
  for (const { to, raw, parsed } of people.house.sink.mails) {
    expect(to).toHaveLength(1);
    const text = `${raw.toString('latin1')}${parsed.text}${parsed.html as string}${JSON.stringify(parsed.headerLines)}`;
    expect(CANARIES.filter((canary) => canary !== to[0] && text.includes(canary))).toEqual([]);
  }
});

test('ask the command line for the list, with every command and the owner’s rights: no address', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jatakk-cli-'));
  const names = Object.keys(commands);
  // A backup is sealed under the keeper's secret; an import only takes in.
  expect(names.filter((name) => TAKING_OUT.test(name)).toSorted()).toEqual(['backup', 'import']);
  const tried = ['export', 'list', 'dump', 'subscribers', 'addresses', 'download', '__proto__'];
  // The demo makes a house of its own and never sees this one.
  const asked = names.filter((name) => name !== 'demo');
  const said = await Promise.all([...asked, ...tried].map((name) => command(name, folder)));
  rmSync(folder, { recursive: true, force: true });
  expect(said.slice(asked.length).map(({ code }) => code)).toEqual(tried.map(() => 2));
  expect(CANARIES.filter((canary) => said.some(({ text }) => text.includes(canary)))).toEqual([]);
  // As many programs at once as there are commands.
}, 240_000);

async function command(name: string, folder: string): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [join(process.cwd(), 'dist/cli.js'), name, '--json', '--all'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      DATABASE_URL: people.house.database.ownerUrl,
      JATAKK_DATA: folder,
    },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text };
}

test('ask a live house for the mailbox, with a folder of mail still given: 404', async () => {
  const { house } = people;
  const folder = mkdtempSync(join(tmpdir(), 'jatakk-mailbox-'));
  const id = '20240101T000000000Z-0123456789abcdef';
  const entry = {
    id,
    from: 'a@b.example',
    to: [CANARY.autumn],
    subject: 'S',
    receivedAt: '2024-01-01T00:00:00.000Z',
  };
  writeFileSync(join(folder, `${id}.json`), JSON.stringify(entry));
  writeFileSync(join(folder, `${id}.eml`), `To: ${CANARY.autumn}\r\nSubject: S\r\n\r\nHei\r\n`);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const web = await startWeb({
    settings: readWebSettings({
      PUBLIC_URL: url,
      PORT: String(port),
      LOG_LEVEL: 'silent',
      DNS_RESOLVER: 'off',
    }),
    databaseUrls: house.database.urls,
    secret: house.webSecret,
    mailboxDir: folder,
    onLive: () => undefined,
  });
  try {
    const statuses = () =>
      Promise.all(
        ['/mailbox', `/mailbox/${id}`, `/mailbox/${id}/html`].map((path) =>
          fetch(url + path).then((r) => r.status),
        ),
      );
    expect((await statuses()).slice(0, 2)).toEqual([200, 200]); // on trial it is there
    await house.database.owner.query(
      `update jatakk.installation set mode = 'live', public_url = 'https://jatakk.example'`,
    );
    await until('the mailbox is closed', async () => (await statuses()).every((status) => status === 404));
    await expect(house.database.owner.query(`update jatakk.installation set mode = 'trial'`)).rejects.toThrow(
      'live is for good',
    );
    expect(await statuses()).toEqual([404, 404, 404]);
  } finally {
    await web.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
