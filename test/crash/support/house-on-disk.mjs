import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { BUILT } from '../../../bench/support/built.mjs';
import { until } from './until.mjs';

const NOT_NOW = /Vi er ikke helt på plass akkurat nå|Vi kan ikke ta imot påmeldinger akkurat nå/;

/** A whole house as `npm start` raises it, with everything it keeps, its logs too, on one disk. */
export class HouseOnDisk {
  #said = '';

  /** @param {string} folder @param {import('node:child_process').ChildProcess} child @param {string} url */
  constructor(folder, child, url) {
    this.folder = folder;
    this.child = child;
    this.url = url;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (/** @type {Buffer} */ chunk) => (this.#said += chunk.toString('utf8')));
  }

  /** @param {string} disk @param {string} relayUrl @param {Record<string, string>} settings */
  static async start(disk, relayUrl, settings) {
    const folder = join(disk, 'house');
    mkdirSync(folder);
    chmodSync(folder, 0o711);
    const port = await freePort();
    const child = spawn(process.execPath, [join(BUILT, 'start.js')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        TMPDIR: folder,
        PORT: String(port),
        RECEIVER_PORT: '0',
        JATAKK_DATA: join(folder, 'data'),
        JATAKK_SECRETS: join(folder, 'secrets'),
        JATAKK_TRIAL_RELAY: relayUrl,
        DNS_RESOLVER: 'off',
        UNDO_SECONDS: '0',
        FORM_MINIMUM_SECONDS: '0',
        SIGN_UPS_PER_CLIENT: '1000',
        POLL_SECONDS: '1',
        ...settings,
      },
    });
    const house = new HouseOnDisk(folder, child, `http://localhost:${port}`);
    await until(
      'the house stands',
      async () => {
        if (child.exitCode !== null) throw new Error(`the start ended: ${house.said}`);
        return house.said.includes('Ctrl-C stops everything.');
      },
      90_000,
    );
    return house;
  }

  get said() {
    return this.#said;
  }

  /** What runs where. @returns {{ socketFolder: string, web: object, keeper: object }} */
  get record() {
    return JSON.parse(readFileSync(join(this.folder, 'data/run.json'), 'utf8'));
  }

  get keeperSecret() {
    return Buffer.from(readFileSync(join(this.folder, 'secrets/keeper.secret'), 'utf8').trim(), 'base64url');
  }

  get ownerUrl() {
    const { owner } = JSON.parse(readFileSync(join(this.folder, 'data/passwords.json'), 'utf8'));
    const host = encodeURIComponent(this.record.socketFolder);
    return `postgres://jatakk_owner:${owner}@/jatakk?host=${host}&port=5432`;
  }

  /** A client signed in as the owner; its closing is the caller's. */
  async connect() {
    const client = new pg.Client({ connectionString: this.ownerUrl, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** @template T @param {(owner: pg.Client) => Promise<T>} work */
  async asOwner(work) {
    const owner = await this.connect();
    try {
      return await work(owner);
    } finally {
      await owner.end().catch(() => undefined);
    }
  }

  async databaseAnswers() {
    return this.asOwner((owner) => owner.query('select 1')).then(
      () => true,
      () => false,
    );
  }

  /** Uses up the room that PostgreSQL's own log has set aside, until it needs a file that cannot be made. */
  async exhaustLog() {
    await this.asOwner(async (owner) => {
      for (;;) {
        await owner.query(`select pg_logical_emit_message(false, 'ballast', repeat('x', 1000000))`);
        await owner.query('select pg_switch_wal()');
      }
    }).catch((error) => {
      if (!/57P02|08006|XX000|53100|terminated/.test(`${error.code} ${error.message}`)) throw error;
    });
  }

  /** Lets PostgreSQL keep files for its own log, so that it has room there when nothing else has any. */
  async setRoomAsideForLog() {
    await this.asOwner(async (owner) => {
      for (let files = 0; files < 5; files += 1) {
        await owner.query(`select pg_logical_emit_message(false, 'ballast', repeat('x', 1000000))`);
        await owner.query('select pg_switch_wal()');
      }
      await owner.query('checkpoint');
    });
  }

  /** Whether rows that need a larger file are refused for want of room. */
  async refusesToGrow() {
    return this.asOwner(async (owner) => {
      await owner.query(
        'create table ballast (x text); alter table ballast alter column x set storage plain',
      );
      await owner.query(`insert into ballast select repeat('x', 7000) from generate_series(1, 100)`);
    }).then(
      () => false,
      ({ code }) => code === '53100',
    );
  }

  /** Everybody who comes now is told so in words, and when to come back; what they typed in a form is not lost. */
  async visitorsAreTold(/** @type {string} */ slug) {
    const requests = [
      () => this.post(`/lists/${slug}`, { list: slug, address: 'ann@example.org' }),
      () => this.get(`/u/${'a'.repeat(43)}`),
      () => this.post('/staff/sign-in', { address: 'kari@fjellhallen.example', password: 'fire ord her' }),
      () => this.get('/health'),
    ];
    for (const request of requests) {
      const began = Date.now();
      const answer = await request();
      const page = await answer.text();
      assert.equal(answer.status, 503, answer.url.replace(/a{43}/, '…'));
      assert.ok(Number(answer.headers.get('retry-after')) > 0);
      assert.match(page, NOT_NOW);
      assert.doesNotMatch(page, /No space|PANIC|ENOSPC|ECONN|could not|at \w+ \(/);
      assert.ok(Date.now() - began < 10_000, 'a visitor waited for more than ten seconds');
    }
    assert.equal((await this.get('/assets/jatakk.css')).status, 200);
  }

  /** Somebody can sign up: the form is taken. */
  async visitorSignsUp(/** @type {string} */ slug) {
    await until('the form is taken', async () => {
      const answer = await this.post(`/lists/${slug}`, { list: slug, address: 'ann@example.org' });
      return answer.status === 200;
    });
  }

  get(/** @type {string} */ path) {
    return fetch(this.url + path, { headers: { accept: 'text/html', 'accept-language': 'nb' } });
  }

  post(/** @type {string} */ path, /** @type {Record<string, string>} */ fields) {
    return fetch(this.url + path, {
      method: 'POST',
      headers: { accept: 'text/html', 'accept-language': 'nb', origin: this.url },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  }

  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'close');
    this.child.kill('SIGTERM');
    await ended;
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}
