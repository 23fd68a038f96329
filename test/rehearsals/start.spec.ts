import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, isRunning, type ProcessIdentity } from '../../src/platform/embedded/process-identity.js';
import type { RunRecord } from '../../src/platform/embedded/run-record.js';
import { freePort } from '../support/free-port.js';

const START = join(process.cwd(), 'dist/start.js');

/** One machine, one command: `npm start` on a folder of its own, and what may go wrong around it. */
describe('the start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jatakk-test-'));
  // Started by root, the database belongs to another user, who must be able to walk to it.
  chmodSync(folder, 0o711);
  const data = join(folder, 'data');
  const secrets = join(folder, 'secrets');
  const runFile = join(data, 'run.json');
  let port: number;
  let house: House;

  beforeAll(async () => {
    port = await freePort();
    house = start({});
    await house.running;
    // A house is made from nothing, which a busy machine takes its time for.
  }, 240_000);

  afterAll(async () => {
    house.process.kill('SIGTERM');
    await house.ended;
    rmSync(folder, { recursive: true, force: true });
  }, 240_000);

  it('serves the first page, and prints where everything is and a link to set it up', async () => {
    expect((await page('/')).status).toBeLessThan(400);
    const link = /http:\/\/localhost:\d+\/setup\/[\w-]{43}/.exec(house.said());
    expect(link?.[0]).toContain(`:${port}/`);
    for (const place of [data, secrets, `http://localhost:${port}`]) expect(house.said()).toContain(place);
  });

  it('prints no secret and gives none to a process by its environment or arguments', () => {
    const passwords = Object.values(
      JSON.parse(readFileSync(join(data, 'passwords.json'), 'utf8')) as Record<string, string>,
    );
    const files = readdirSync(secrets).filter((name) => name.endsWith('.secret'));
    const keys = files.map((name) => readFileSync(join(secrets, name), 'utf8').trim());
    const { web, keeper, receiver } = record();
    const shown = [house.said(), readLogs()];
    if (process.platform === 'linux') {
      for (const { pid } of [web!, keeper!, receiver!]) {
        for (const file of ['environ', 'cmdline']) shown.push(readFileSync(`/proc/${pid}/${file}`, 'latin1'));
      }
    }
    for (const secret of [...passwords, ...keys]) {
      expect(secret.length).toBeGreaterThan(30);
      for (const text of shown) expect(text).not.toContain(secret);
    }
  });

  it('refuses to run twice on one folder, and harms nothing', async () => {
    const second = start({ PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(
      new RegExp(`^Jatakk is already running here \\(pid ${house.process.pid}, http`),
    );
    expect((await page('/')).status).toBeLessThan(400);
  });

  it('says so when another program has the port, before it makes anything', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const taken = (other.address() as AddressInfo).port;
    const elsewhere = join(folder, 'elsewhere');
    const late = start({ PORT: String(taken), JATAKK_DATA: elsewhere });
    expect(await late.ended).toBe(1);
    expect(late.said()).toBe(
      `Port ${taken} is taken by another program. Choose another one: PORT=${taken + 1} npm start\n`,
    );
    expect(existsSync(join(elsewhere, 'postgres'))).toBe(false);
    other.close();
  });

  it('starts web again when it dies', async () => {
    const before = record().web!;
    process.kill(before.pid, 'SIGKILL');
    await until(() => record().web!.pid !== before.pid && house.said().includes('web runs again.'));
    expect((await page('/')).status).toBeLessThan(400);
  });

  it('starts again after it was killed, and stops what the killed one left', async () => {
    const before = record();
    house.process.kill('SIGKILL');
    await house.ended;
    house = start({});
    await house.running;
    expect((await page('/')).status).toBeLessThan(400);
    for (const old of [before.web!, before.keeper!, before.receiver!]) expect(isRunning(old)).toBe(false);
    expect(existsSync(before.socketFolder!)).toBe(false);
  });

  it('ends with 0 on SIGTERM and leaves no process behind', async () => {
    const { web, keeper, receiver, socketFolder } = record();
    const postgres = identityOf(
      Number(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]),
    )!;
    house.process.kill('SIGTERM');
    expect(await house.ended).toBe(0);
    for (const each of [web!, keeper!, receiver!, postgres] satisfies ProcessIdentity[])
      expect(isRunning(each)).toBe(false);
    for (const file of [runFile, join(data, 'lock'), socketFolder!]) expect(existsSync(file)).toBe(false);
  });

  it('never makes a second key for a database that has one', async () => {
    const without = start({ JATAKK_SECRETS: join(folder, 'lost') });
    expect(await without.ended).toBe(1);
    expect(without.said()).toContain(join(folder, 'lost/keeper.secret'));
    expect(existsSync(join(folder, 'lost'))).toBe(false);
  });

  interface House {
    process: ChildProcess;
    said: () => string;
    running: Promise<void>;
    ended: Promise<number | null>;
  }

  function start(env: NodeJS.ProcessEnv): House {
    const child = spawn(process.execPath, [START], {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        PORT: String(port),
        RECEIVER_PORT: '0',
        JATAKK_DATA: data,
        JATAKK_SECRETS: secrets,
        DNS_RESOLVER: 'off',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = once(child, 'close').then(([code]) => code as number | null);
    const running = until(() => {
      if (child.exitCode !== null) throw new Error(`The start ended: ${text}`);
      return text.includes('Ctrl-C stops everything.');
    });
    running.catch(() => undefined);
    return { process: child, said: () => text, running, ended };
  }

  function record(): RunRecord {
    return JSON.parse(readFileSync(runFile, 'utf8')) as RunRecord;
  }

  function readLogs(): string {
    const logs = join(data, 'logs');
    return readdirSync(logs)
      .map((name) => readFileSync(join(logs, name), 'utf8'))
      .join('\n');
  }

  function page(path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept: 'text/html' } });
  }
});

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 80_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('It did not come about in time.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
