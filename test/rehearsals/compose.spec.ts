import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ComposeHouse } from '../support/compose-house.js';
import { type DnsName, type DnsServer, startDnsServer } from '../support/dns-server.js';
import { HttpClient } from '../support/http-client.js';
import { confirmPath, leavePath } from '../support/house.js';
import { TestSink } from '../support/sink.js';
import { connectsAuthenticator } from '../support/second-factor.js';
import { until } from '../support/until.js';
import { FIRST_FORM } from '../support/first-form.js';

/** Not reserved for examples, since the house is live, and no domain of anybody's. */
const ANN = 'ann@rehearsal.internal';
const BO = 'bo@rehearsal.internal';

/** All that each service may know. */
const SECRETS: Record<string, string[]> = {
  migrate: [
    'keeper_database_password',
    'owner_database_url',
    'receiver_database_password',
    'survey_database_password',
    'traffic_database_password',
    'web_database_password',
  ],
  web: ['survey_database_url', 'traffic_database_url', 'web_database_url', 'web_secret'],
  keeper: ['keeper_database_url', 'keeper_secret', 'survey_database_url'],
  receiver: ['receiver_database_url', 'receiver_secret'],
  backup: ['keeper_secret', 'owner_database_url'],
  postgres: ['owner_database_password', 'postgres_password'],
  redis: [],
};

let house: ComposeHouse;
let sink: TestSink;
let dns: DnsServer;
const zone: Record<string, DnsName> = {
  'rehearsal.internal': { mx: [[10, 'mx.rehearsal.internal']] },
  'fjellhallen.no': { mx: [[10, 'mx.fjellhallen.no']] },
};

beforeAll(async () => {
  dns = await startDnsServer(zone);
  house = await ComposeHouse.open(dns.address);
  sink = await new TestSink().listen();
  process.stdout.write(
    `compose rehearsal: ${house.asUsers ? 'each service as its own user' : 'all services as this user (root can do more)'}; Redis: ${house.redis}\n`,
  );
});
afterAll(async () => {
  await house.close();
  await sink.close();
  await dns.close();
});

/** As an operator does it: has the keys of a domain made, and puts into DNS the records that are shown. */
async function signsFor(domain: string): Promise<void> {
  const said = await house.run('migrate', ['dkim', 'add', domain]);
  const records = [...said.matchAll(/^ +Name +(\S+)\n +Type +TXT\n +Value +(.+)$/gm)];
  expect(records).toHaveLength(2);
  for (const [, name, value] of records) zone[name!] = { txt: [value!] };
}

test('no service runs as root, no two as the same user but the keeper and its backup, and none can gain anything', () => {
  const services = Object.values(house.file.services);
  expect(Object.keys(house.file.services).sort()).toEqual(Object.keys(SECRETS).sort());
  for (const service of services) {
    expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(service.privileged).toBeUndefined();
  }
  const { backup, ...others } = house.file.services;
  expect(new Set(Object.values(others).map(({ user }) => user)).size).toBe(services.length - 1);
  expect(backup!.user).toBe(others.keeper!.user);
});

test('each service has the secrets it needs and no other, and no secret is in an environment', () => {
  for (const [name, { secrets = [], environment = {} }] of Object.entries(house.file.services)) {
    expect({ name, secrets: [...secrets].sort() }).toEqual({ name, secrets: SECRETS[name] });
    for (const [key, value] of Object.entries(environment)) {
      if (key.endsWith('_FILE')) expect(secrets).toContain(value.replace('/run/secrets/', ''));
      else expect(`${key}=${value}`).not.toMatch(/SECRET|PASSWORD|DATABASE_URL|:\/\/[^/]*@/);
    }
  }
  expect(Object.keys(house.file.services.web!.environment!).join(' ')).not.toMatch(/KEEPER|REDIS/);
  expect(Object.keys(house.file.services.keeper!.environment!).join(' ')).not.toContain('WEB');
});

test('only web and the receiver are reached from outside, and only this machine reaches them', () => {
  const reached: Record<string, string[]> = {
    web: [`127.0.0.1:${house.webPort}:3000`],
    receiver: ['127.0.0.1:2525:2525'],
  };
  for (const [name, { ports = [] }] of Object.entries(house.file.services)) {
    expect({ name, ports }).toEqual({ name, ports: reached[name] ?? [] });
  }
});

test('web and the receiver each share a network with the database alone, and the database has none that leads outside', () => {
  const { services, networks } = house.file;
  const sharing = (name: string) =>
    Object.keys(services).filter(
      (other) =>
        other !== name && services[other]!.networks!.some((net) => services[name]!.networks!.includes(net)),
    );
  for (const name of ['web', 'receiver']) expect(sharing(name)).toEqual(['postgres']);
  expect(sharing('redis')).toEqual(['keeper']);
  for (const name of ['postgres', 'redis']) {
    for (const network of services[name]!.networks!) expect(networks[network]?.internal).toBe(true);
  }
});

test('the keeper alone has a volume, which is not the database, and notes there what the database must not fall behind', () => {
  const { keeper, postgres, backup } = house.file.services;
  // But for the backup, which is started by hand, for as long as it takes.
  expect(backup).toMatchObject({ profiles: ['backup'], networks: ['owner-database'] });
  expect(backup!.volumes).toEqual([`./backups:${backup!.environment!.JATAKK_BACKUPS}`, ...keeper!.volumes!]);
  expect(keeper!.volumes).toEqual([`keeper-state:${keeper!.environment!.KEEPER_STATE}`]);
  expect(postgres!.volumes!.join(' ')).not.toContain('keeper-state');
  for (const name of ['migrate', 'web', 'receiver', 'redis'])
    expect(house.file.services[name]!.volumes).toBeUndefined();
});

test('each command with its own environment and role does the main job', async () => {
  house.makeSecrets();
  await house.startPostgres();
  house.startRedis();
  await house.run('migrate');
  house.start('keeper');
  house.start('web');
  house.start('receiver');
  await house.isHealthy('keeper');
  await house.isHealthy('web');
  await house.isHealthy('receiver');

  const staff = new HttpClient(house.url);
  const link = new URL((await house.run('migrate', ['setup-link'])).trim());
  expect(link.origin).toBe(house.url);
  const setUp = await staff.submit(link.pathname, link.pathname, FIRST_FORM);
  expect(setUp.status).toBe(303);

  // Once live the house asks its administrator for one.
  await connectsAuthenticator(staff, 'fire ord som ingen gjetter');

  // Where notices come from, and where the list's mail does.
  await signsFor('fjellhallen.example');
  await signsFor('fjellhallen.no');
  expect(await house.run('migrate', ['dkim', 'check'])).toMatch(/(sign from now on[^]*){2}/);

  const nowhere = `smtp://127.0.0.1:${house.ports.nowhere}`;
  await expect(house.run('migrate', ['go-live', '--relay', nowhere, '--word', 'live'])).rejects.toThrow(
    /did not let us in/,
  );
  await expect(house.run('migrate', ['go-live', '--relay', sink.url, '--word', 'perhaps'])).rejects.toThrow(
    /That was not the word/,
  );
  const said = await house.run('migrate', ['go-live', '--relay', sink.url, '--word', 'live']);
  expect(said).toContain('Jatakk is live.');
  await expect(house.run('migrate', ['go-live', '--relay', sink.url, '--word', 'live'])).rejects.toThrow(
    /live already/,
  );

  const register = await staff.submit('/staff/registers/new', '/staff/registers', {
    name: 'Nyhetsbrev',
    slug: 'nyhetsbrev',
  });
  const lists = `/staff/registers/${register.headers.get('location')!.split('/').at(-1)!}/lists`;
  const list = await staff.submit(`${lists}/new`, lists, {
    name: 'Høstprogrammet',
    slug: 'host',
    senderName: 'Fjellhallen',
    senderAddress: 'program@fjellhallen.no',
    purpose_nb: 'Nyheter om høsten.',
    frequency_nb: 'Omtrent én gang i måneden.',
    purpose_en: 'News of the autumn.',
    frequency_en: 'About once a month.',
    eyes: '1',
  });
  const listId = list.headers.get('location')!.split('/').at(-1)!;

  const visitor = new HttpClient(house.url);
  for (const address of [ANN, BO]) {
    // A form on the organisation's own site: it has no stamp, so nobody waits for its minimum time.
    await until('the register has its keys and takes the sign-up', async () => {
      const { status } = await visitor.post('/lists/host', { address, list: 'host', locale: 'nb' });
      if (status !== 200 && status !== 503) throw new Error(`sign-up: ${status}`);
      return status === 200;
    });
    const path = confirmPath(await until('the confirmation', () => sink.to(address)[0]));
    expect((await visitor.submit(path, path)).status).toBe(200);
  }

  const campaigns = lists.replace('/lists', '/campaigns');
  const send = async (subject: string) => {
    const fields = { list: listId, language: 'nb', subject, preheader: '', body: '# Hei\n\nDette skjer.' };
    const draft = await staff.submit(`${campaigns}/new/markdown`, campaigns, fields);
    const page = /.*\/campaigns\/[0-9a-f-]{36}/.exec(draft.headers.get('location')!)![0];
    await staff.submit(page, `${page}/send`);
    await until(`${subject} has arrived`, () => sink.subjectsFor(BO).includes(subject));
  };
  await send('Oktober');
  const october = await until('Oktober for the other', () => sink.to(ANN)[1]);
  expect(october.parsed.subject).toBe('Oktober');

  const left = await visitor.post(leavePath(october), { 'List-Unsubscribe': 'One-Click' });
  expect(left.status).toBe(200);
  await send('November');
  expect(sink.subjectsFor(ANN)).toEqual(['Bekreft påmeldingen til Høstprogrammet', 'Oktober']);
  expect(sink.subjectsFor(BO)).toEqual(['Bekreft påmeldingen til Høstprogrammet', 'Oktober', 'November']);
  expect(sink.mails).toHaveLength(5);
  expect(await house.run('migrate', ['restored', '--no'])).toContain('No keeper asks.');
}, 240_000);

test('a backup is made while everything runs, and is not put over a house that runs', async () => {
  expect(await house.run('backup')).toMatch(/^Data {3}\S+\.backup {3}\(\d+ rows\)\nVault /);
  const [file] = readdirSync(join(house.backupsPath, 'data'));
  const vault = '/backups/vault/jatakk-vault.backup';
  await expect(house.run('backup', ['restore', `/backups/data/${file}`, '--vault', vault])).rejects.toThrow(
    /Web or keeper works on this database/,
  );
}, 240_000);

test('what runs has nothing in its environment beyond the file, and cannot reach what is not its own', () => {
  for (const name of ['web', 'keeper', 'receiver']) {
    const shown = house.environment(name);
    if (process.platform === 'linux') {
      // PWD is the shell's, where one had to show the program in another place.
      const read = readFileSync(`/proc/${house.pid(name)}/environ`, 'utf8')
        .split('\0')
        .filter((line) => line !== '' && !line.startsWith('PWD='));
      expect(read.sort()).toEqual(
        Object.entries(shown)
          .map(([key, value]) => `${key}=${value}`)
          .sort(),
      );
    }
  }
  if (!house.asUsers) return;
  const keeperSecret = house.secretPath('keeper', 'keeper_secret');
  expect(house.canReadAs('keeper', keeperSecret)).toBe(true);
  for (const name of ['web', 'receiver']) expect(house.canReadAs(name, keeperSecret)).toBe(false);
  expect(house.canReadAs('keeper', house.secretPath('web', 'web_secret'))).toBe(false);
  const counter = join(house.statePath, 'heartbeat');
  expect([house.canReadAs('keeper', counter), house.canReadAs('web', counter)]).toEqual([true, false]);
  if (process.platform === 'linux') {
    expect(house.canReadAs('web', `/proc/${house.pid('web')}/environ`)).toBe(true);
    for (const name of ['web', 'receiver'])
      expect(house.canReadAs(name, `/proc/${house.pid('keeper')}/environ`)).toBe(false);
  }
});

test('no address is in what any service printed', () => {
  for (const name of ['web', 'keeper', 'receiver'])
    expect(house.said(name)).not.toContain('@rehearsal.internal');
});
