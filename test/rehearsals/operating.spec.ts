import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { parse } from 'yaml';
import { commands } from '../../src/cli/commands.js';
import { readMailbox, readMessage } from '../../src/platform/embedded/mailbox-reader.js';
import { JournalFolder } from '../../src/platform/journal/journal-folder.js';
import { type DnsName, type DnsServer, startDnsServer } from '../support/dns-server.js';
import { textOf } from '../support/html.js';
import { FrontDoor } from '../support/operating/front-door.js';
import { Machine, type Said } from '../support/operating/machine.js';
import { blocksOfThePage } from '../support/operating/page.js';
import { TestSink } from '../support/sink.js';
import { until } from '../support/until.js';
import { freePort } from '../support/free-port.js';

const SIGN_UPS = 8;
/** Settings that make a rehearsal quick, and one that shows whose address counts. */
const QUICK = [
  'FORM_MINIMUM_SECONDS=0',
  'UNDO_SECONDS=0',
  'POLL_SECONDS=1',
  'RECEIVER_PORT=0',
  `SIGN_UPS_PER_CLIENT=${SIGN_UPS}`,
];
const EXTERNAL = 'submission://user@mail.example.org:587';

const installed = (program: string) =>
  spawnSync('which', [program], { env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` } }).status === 0;
// Only Linux lets a visitor come from another address of the loopback without asking.
const throughNginx = installed('nginx') && installed('openssl') && process.platform === 'linux';
const blocks = blocksOfThePage();
const rehearsed = new Set<string>();

let machine: Machine;
let sink: TestSink;
let dns: DnsServer;
/** What a name server would say. */
const zone: Record<string, DnsName> = {};
let staff: FrontDoor;

beforeAll(async () => {
  sink = await new TestSink().listen();
  dns = await startDnsServer(zone);
  const [http, https, web] = [await freePort(), await freePort(), await freePort()];
  machine = new Machine({ http, https, web });
  staff = new FrontDoor(machine, throughNginx);
});
afterAll(async () => {
  await machine.throwAway();
  await sink.close();
  await dns.close();
}, 240_000);

/** The text of one block of the page, which is rehearsed with that. */
function block(name: string): string {
  const found = blocks.filter((one) => one.name === name);
  if (found.length !== 1) throw new Error(`docs/operating.md has ${found.length} blocks called ${name}`);
  rehearsed.add(name);
  return found[0]!.text;
}

/** Runs a block as it stands; what could not be rehearsed here is said aloud. */
async function runs(name: string, inPlaceOf: Record<string, string> = {}): Promise<Said> {
  const text = Object.entries(inPlaceOf).reduce((so, [from, to]) => so.replaceAll(from, to), block(name));
  const said = await machine.run(text);
  for (const line of said.text.split('\n'))
    if (line.startsWith('NOT REHEARSED')) console.warn(`${name}: ${line}`);
  if (said.status !== 0)
    throw new Error(`the commands of "${name}" ended with ${said.status}:\n${said.text}`);
  return said;
}

/** The newest confirmation of an address in the mailbox of the trial. */
async function confirmPathFor(address: string): Promise<string> {
  const folder = machine.path('var/lib/jatakk/mailbox');
  return until('a confirmation', async () => {
    const mine = readMailbox(folder).find(({ to }) => to.includes(address));
    const mail = mine && (await readMessage(folder, mine.id));
    return /\/confirm\/[\w-]{43}/.exec(mail?.text ?? '')?.[0];
  });
}

/** The way out that the same mail holds. */
async function leavePathFor(address: string): Promise<string> {
  const folder = machine.path('var/lib/jatakk/mailbox');
  const mine = readMailbox(folder).find(({ to }) => to.includes(address))!;
  return /\/u\/[\w-]{43}/.exec((await readMessage(folder, mine.id))!.text!)![0];
}

/** Lines of the journal that the keeper has kept outside the database. */
function journalled(): number {
  return new JournalFolder(machine.path('etc/jatakk/keys/keeper-state/journal')).read().lines.length;
}

const signUp = (from: FrontDoor, address: string, headers?: Record<string, string>) =>
  from.submit('/lists/program', '/lists/program', { list: 'program', address }, headers);

describe('one server', () => {
  test('is installed as the page says, and every unit is one that systemd takes', async () => {
    await runs('packages');
    await runs('program');
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts.pretest).toBe('node scripts/setup.mjs');
    await runs('folders');
    await runs('settings');
    expect(machine.read('etc/jatakk/jatakk.env')).toContain('\nPUBLIC_URL=https://lists.example.org\n');
    expect(statSync(machine.path('etc/jatakk/keys')).mode & 0o777).toBe(0o700);
    appendFileSync(
      machine.path('etc/jatakk/jatakk.env'),
      [...QUICK, `PORT=${machine.ports.web}`, `DNS_RESOLVER=${dns.address}`, ''].join('\n'),
    );
  });

  test('starts as its unit says, and prints the link that sets it up', async () => {
    expect((await runs('start')).text).toContain('active');
    const link = (await runs('setup-link')).text.trim();
    expect(link).toMatch(/^https:\/\/lists\.example\.org\/setup\/[\w-]{43}$/);
    if (process.getuid!() === 0) expect(machine.read('run/jatakk.said')).toContain('are different users');
    // The socket is where the operator's commands find it, in the folder that the unit makes.
    expect(readdirSync(machine.path('run/jatakk'))).toEqual([expect.stringMatching(/^jatakk-/)]);
    setupPath = new URL(link).pathname;
  }, 240_000);

  test('is set up and joined through the proxy', async () => {
    await runs('nginx');
    if (!throughNginx)
      console.warn('NOT REHEARSED: the front door through nginx; web is asked at its own port');
    const done = await staff.submit(setupPath, setupPath, {
      organisationName: 'Fjellhallen',
      organisationNumber: '974760673',
      postalAddress: 'Fjellveien 1, 0001 Oslo',
      contactAddress: 'post@example.org',
      privacyContactAddress: 'personvern@example.org',
      adminName: 'Kari Nordmann',
      adminAddress: 'kari@example.org',
      password: 'fire ord som ingen gjetter',
    });
    expect([done.status, staff.cookie.slice(0, 7)]).toEqual([303, '__Host-']);
    await makeList();
    // The keeper makes a new register's keys meanwhile. Asked of it, not of the form: that takes only so many.
    await until('the keys are made', async () =>
      (await machine.run('jatakk keys')).text.includes('lesere\n'),
    );
    expect((await signUp(staff, 'ann@example.org')).status).toBe(200);
    const confirm = await confirmPathFor('ann@example.org');
    expect((await staff.submit(confirm, confirm)).status).toBe(200);
  });

  test('counts each visitor by their own address, whatever they claim to be', async () => {
    if (!throughNginx) return console.warn('NOT REHEARSED: whose address counts behind nginx');
    const one = new FrontDoor(machine, true, '127.0.0.2');
    const other = new FrontDoor(machine, true, '127.0.0.3');
    const claim = (address: string) => ({ 'x-forwarded-for': address });
    const form = async (from: FrontDoor, n: number) => {
      return (await signUp(from, `p${n}@example.org`)).status;
    };
    const answers = [];
    for (let n = 0; n <= SIGN_UPS; n += 1) answers.push(await form(one, n));
    expect(answers).toEqual([...Array.from({ length: SIGN_UPS }, () => 200), 429]);
    const claimed = await signUp(one, 'x@example.org', claim('198.51.100.7'));
    expect(claimed.status).toBe(429);
    expect(await form(other, 99)).toBe(200);
  });

  test('keeps tokens and addresses out of its logs, and forms within bounds', async () => {
    if (!throughNginx) return console.warn('NOT REHEARSED: the logs and limits of nginx');
    const token = 'b'.repeat(43);
    const page = await staff.get('/personvern', { 'accept-encoding': 'gzip' });
    expect(page.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    expect(page.headers['content-encoding']).toBeUndefined();
    for (const path of [
      `/confirm/${token}`,
      `/u/${token}`,
      `//u//${token}`,
      `/%75/${token}`,
      `/invitation/${token}`,
      `/survey/${token}/${token}`,
    ])
      await staff.get(`${path}?t=${token}`);
    const [words, size] = [await staff.post('/lists/program', `address=${'x'.repeat(300_000)}`), 600_000];
    expect([words.status, textOf(words.text)]).toEqual([413, expect.stringContaining('Fjellhallen')]);
    expect((await staff.post('/lists/program', 'x'.repeat(size))).status).toBe(413);
    const moved = await fetch(`http://127.0.0.1:${machine.ports.http}/lists/program`, {
      redirect: 'manual',
      headers: { connection: 'close' },
    });
    expect([moved.status, moved.headers.get('location')]).toEqual([
      301,
      'https://lists.example.org/lists/program',
    ]);

    // With nobody behind it, nginx says so in words, and to no log what was asked for.
    await machine.run('systemctl stop jatakk');
    const away = await staff.post(`/u/${token}`, { 'List-Unsubscribe': 'One-Click' });
    expect([away.status, away.headers['retry-after']]).toEqual([503, '60']);
    expect(away.text).toContain('Vent et par minutter');
    await machine.run('systemctl start jatakk');

    const logs = readdirSync(machine.path('var/log/nginx')).map((name) =>
      machine.read(`var/log/nginx/${name}`),
    );
    expect(machine.read('var/log/nginx/jatakk.access.log')).toMatch(/ POST \/lists 200 /);
    expect(logs.join('\n')).not.toMatch(
      /[\w-]{43}|127\.0\.0\.|example\.org|\/(confirm|u|invitation|setup|survey)\b/,
    );
  }, 240_000);
});

describe('every day', () => {
  test('a backup is made while everything runs; put back, who had a link can use it, and who has left stays away', async () => {
    if (throughNginx) expect((await new FrontDoor(machine, true, '127.0.0.4').get('/')).status).toBe(200);
    const visitor = new FrontDoor(machine, throughNginx, throughNginx ? '127.0.0.5' : undefined);
    await signUp(visitor, 'bo@example.org');
    const confirm = await confirmPathFor('bo@example.org');

    const keys = await runs('keys');
    expect(keys.text).toMatch(/keeper\.secret[^]*[\w-]{43}[^]*web\.secret/);
    expect((await runs('backup')).text).toContain('jatakk-vault.backup');
    expect((await machine.run('systemctl is-active jatakk')).text).toContain('active');
    const [backup] = backups();
    expect(statSync(machine.path(`var/backups/jatakk/data/${backup}`)).mode & 0o077).toBe(0);

    // Somebody leaves and somebody comes after the backup, and then the worst happens.
    const out = await leavePathFor('ann@example.org');
    await visitor.submit(out, out);
    await until('it is outside the database', () => journalled() === 1);
    await runs('fetch');
    expect(existsSync(machine.path(`root/jatakk-backups/data/${backup}`))).toBe(true);
    expect(readdirSync(machine.path('root/jatakk-journal'))).toContain('since');
    await signUp(visitor, 'cia@example.org');
    const late = await confirmPathFor('cia@example.org');
    await machine.run('systemctl stop jatakk');
    rmSync(machine.path('var/lib/jatakk/postgres'), { recursive: true });
    const said = (await runs('restore')).text;
    expect(said).toContain('Done again since the backup: left: 1.');
    expect(machine.read('run/jatakk.said')).not.toContain('NOTHING IS SENT');
    expect((await visitor.submit(confirm, confirm)).status).toBe(200);
    expect((await runs('restored')).text).toContain('Campaigns held: 0');
    expect((await runs('not-restored')).text).toContain('No keeper asks.');
    // The honest limit: whoever came after the backup is not in it.
    expect(textOf((await visitor.get(late)).text)).not.toContain('Bekreft');
  }, 240_000);

  test('its keys are made, found in DNS and made anew', async () => {
    const { text } = await runs('dkim');
    // As a zone file has them: a name, and a text in one string or more.
    const lines = [
      ...text.matchAll(/^\s*(\S+\._domainkey\.example\.org)\.?\s+(?:\d+\s+)?(?:IN\s+)?TXT\s+(.+)$/gm),
    ];
    for (const [, name, strings] of lines)
      zone[name!] = { txt: [[...strings!.matchAll(/"([^"]*)"/g)].map(([, part]) => part).join('')] };
    expect(Object.keys(zone)).toHaveLength(2);
    zone['example.org'] = { txt: ['v=spf1 ip4:192.0.2.10 ~all'] };
    zone['_dmarc.example.org'] = { txt: ['v=DMARC1; p=none'] };
    expect((await runs('dkim-check')).text).toContain('sign from now on');
    expect((await runs('dkim-rotate')).text).toContain('has new keys');
  });

  test('mail comes back to a domain of its own, whose records are found in DNS', async () => {
    zone['returns.example.org'] = { mx: [[10, 'lists.example.org']], txt: ['v=spf1 ip4:192.0.2.10 ~all'] };
    const { text } = await runs('returns');
    expect(text).toContain('returns.example.org. 3600 IN MX 10 ');
    expect(text).toContain('DNS has both.');
  });

  test('its ledger is checked, its heads are kept elsewhere, and what another tool held is read in', async () => {
    const { text } = await runs('ledger');
    expect(text).toMatch(/lesere: \d+ records, each what it was/);
    expect(text).toContain('The ledger is as it was signed.');
    const here = { 'https://lists.example.org': `http://127.0.0.1:${machine.ports.web}` };
    if (installed('curl')) await runs('ledger-keep', { ...here, nyhetsbrev: 'lesere' });
    else {
      console.warn(`NOT REHEARSED: ${block('ledger-keep')}curl is not installed here`);
      await machine.run('mkdir -p ledger-heads');
    }
    expect((await runs('ledger-known')).text).toContain('The ledger is as it was signed.');

    const [head, row] = ['Email Address,OPTIN_TIME,CONFIRM_TIME', '2023-03-01 10:00:00,2023-03-01 10:05:00'];
    writeFileSync(machine.path('root/people.csv'), `${head}\ndora@example.org,${row}\nelse@example.org,,\n`);
    const [words] = /^ *\[\n[^]*?^ *\]\n/m.exec(readFileSync('docs/moving-in.md', 'utf8'))!;
    writeFileSync(machine.path('root/words.json'), words);
    const { text: said } = await runs('import', { hostprogrammet: 'program' });
    expect(said).toMatch(/^1 can be taken in\.\n[^]*Nothing has been kept\.\n1 can be taken in\.\n/);
    expect(said).not.toMatch(/dora|else@/);
    expect(existsSync(machine.path('root/people.csv'))).toBe(false);
  }, 240_000);

  test('it goes live, changes its relay, is looked into and upgraded', async () => {
    const second = await new TestSink().listen();
    const trial = { [EXTERNAL]: sink.url, 'jatakk go-live': 'jatakk go-live --word live' };
    expect((await runs('go-live', trial)).text).toContain('Jatakk is live.');
    expect(existsSync(machine.path('var/lib/jatakk/mailbox'))).toBe(false);
    await runs('relay', { [EXTERNAL]: sink.url, 'submission://user@other.example.org:587': second.url });
    await second.close();
    const { text: rotated } = await runs('keys-rotate', { nyhetsbrev: 'lesere' });
    expect(rotated.match(/^Done\. /gm)).toHaveLength(2);
    const secret = () => readFileSync(machine.path('etc/jatakk/keys/keeper.secret'), 'utf8');
    const before = secret();
    expect((await runs('keys-secret')).text).toContain('The old secret is gone');
    expect(secret()).not.toBe(before);
    const { text: sheet } = await runs('keys-sheet');
    const after = secret();
    writeFileSync(machine.path('etc/jatakk/sheet.txt'), sheet.toLowerCase());
    rmSync(machine.path('etc/jatakk/keys/keeper.secret'));
    await runs('keys-from-sheet');
    expect(secret()).toBe(after);
    const { text } = await runs('logs');
    expect(text).toContain('Mode       live');
    const log = await runs('audit');
    expect(log.text).toContain('The log is as it was written.');
    expect(log.text).not.toContain('was not compared');
    await runs('upgrade');
    expect(machine.calls).toContain('git pull --ff-only');
    expect((await machine.run('jatakk health')).status).toBe(0);
  }, 240_000);
});

describe('bad days', () => {
  test('what the page says to do can be done, and costs nothing that is needed', async () => {
    await runs('look');
    await runs('ballast');
    expect(existsSync(machine.path('var/lib/jatakk-ballast'))).toBe(true);
    await runs('disk-full');
    expect(existsSync(machine.path('var/lib/jatakk-ballast'))).toBe(false);
    expect(backups()).toHaveLength(1);
    await runs('postgres-down');
    expect((await machine.run('jatakk health')).status).toBe(0);
    await runs('postfix');
    if (installed('postconf')) {
      const { text } = await machine.run(
        'postconf -x inet_interfaces mynetworks smtpd_relay_restrictions myhostname',
      );
      expect(text).toContain('inet_interfaces = loopback-only');
      expect(text).toContain('smtpd_relay_restrictions = permit_mynetworks, reject');
    }
  }, 240_000);
});

describe('what is not for this machine', () => {
  test('the records are such as DNS takes', () => {
    const records = block('records')
      .trim()
      .split('\n')
      .map((line) => /^(\S+)\.\s+(\w+)\s+(.+)$/.exec(line)!.slice(1));
    expect(records.map(([, type]) => type)).toEqual(['A', 'AAAA', 'TXT', 'TXT']);
    for (const [, type, value] of records) {
      if (type === 'TXT')
        expect(value).toMatch(
          /^"(v=spf1( (ip[46]|include):\S+)+ [~-]all|v=DMARC1; p=none; rua=mailto:\S+)"$/,
        );
      else expect(value).toMatch(type === 'A' ? /^\d+(\.\d+){3}$/ : /^[0-9a-f:]+$/);
    }
  });

  test('the words for Caddy are such as it takes', () => {
    const text = block('caddy');
    // Its lines about a web that does not answer quote the whole path.
    expect(text).toContain('exclude http.log.error');
    if (!installed('caddy')) return console.warn('NOT REHEARSED: caddy is not installed here');
    const file = machine.path('tmp/Caddyfile');
    writeFileSync(file, text);
    const { status, stderr } = spawnSync('caddy', ['adapt', '--adapter', 'caddyfile', '--config', file], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
  });

  test('the commands for compose name what docker-compose.yml and the command line have', () => {
    const { services } = parse(readFileSync('docker-compose.yml', 'utf8')) as {
      services: Record<string, { entrypoint?: string[]; user?: string }>;
    };
    const rehearsedInCi = readFileSync('.github/workflows/ci.yml', 'utf8');
    for (const line of block('compose').trim().split('\n')) {
      const command = /^docker compose run --rm migrate (\S+)$/.exec(line)?.[1];
      if (command)
        expect([services.migrate!.entrypoint, Object.keys(commands)]).toEqual([
          ['node', 'dist/cli.js'],
          expect.arrayContaining([command]),
        ]);
      else if (line.startsWith('docker')) expect(rehearsedInCi).toContain(line);
      else expect(line).toBe("echo 'PUBLIC_URL=https://lists.example.org' > .env");
    }
    for (const line of block('compose-secret').trim().split('\n')) {
      const act = / keys (\S+)/.exec(line)?.[1];
      if (act) expect(['new-secret', 'rotate-secret', 'drop-old-secret']).toContain(act);
      else
        expect(line).toMatch(
          /^docker compose up -d --force-recreate keeper$|^rm secrets\/keeper_secret\.old$/,
        );
    }
    const { user } = services.backup!;
    expect(block('compose-backup').trim().split('\n')).toEqual([
      `install -d -o ${user!.split(':')[0]} -g ${user!.split(':')[1]} -m 0700 backups`,
      'docker compose run --rm backup',
    ]);
  });

  test('every block of the page was rehearsed', () => {
    expect(blocks.map(({ name }) => name).filter((name) => !rehearsed.has(name))).toEqual([]);
    expect(blocks.length).toBe(rehearsed.size);
  });
});

let setupPath = '';

function backups(): string[] {
  return readdirSync(machine.path('var/backups/jatakk/data')).sort();
}

async function makeList(): Promise<void> {
  const register = await staff.submit('/staff/registers/new', '/staff/registers', {
    name: 'Lesere',
    slug: 'lesere',
  });
  const lists = `${register.headers.location!}/lists`;
  const made = await staff.submit(`${lists}/new`, lists, {
    name: 'Programmet',
    slug: 'program',
    senderName: 'Fjellhallen',
    senderAddress: 'program@example.org',
    purpose_nb: 'Nyheter om programmet.',
    frequency_nb: 'Omtrent én gang i måneden.',
    purpose_en: 'News about the programme.',
    frequency_en: 'About once a month.',
    eyes: '1',
  });
  expect(made.status).toBe(303);
}
