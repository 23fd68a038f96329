import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { DataSource } from 'typeorm';
import {
  type ArrivalContents,
  type ArrivalKind,
  arrivalPartRow,
  leaveArrival,
  mailArrival,
  returnedArrival,
} from '../../src/inbound/arrival.js';
import { returnToken, type TokenUse } from '../../src/inbound/return-token.js';
import { openSealedBox } from '../../src/platform/sealing/open-sealed-box.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { type OwnProcess, startAlone } from '../promises/support/own-process.js';
import { freePort } from './free-port.js';
import type { TestHouse } from './house.js';
import { SmtpTalk } from './smtp-talk.js';
import { until } from './until.js';

/** Where mail to return paths of a test comes to. */
export const RETURN_DOMAIN = 'retur.fjellhallen.example';

/** The receiver of a house, a process of its own as it is in production, and what it has put down. */
export class TestReceiver {
  private constructor(
    private readonly house: TestHouse,
    readonly process: OwnProcess,
    readonly port: number,
    readonly secret: Buffer,
    private readonly keys: DataSource,
  ) {}

  /** With the keys of every register that is there; the house's keeper must run. */
  static async start(
    house: TestHouse,
    env: Record<string, string> = {},
    secret = randomBytes(32),
  ): Promise<TestReceiver> {
    const { owner, urls } = house.database;
    await owner.query('update jatakk.installation set return_domain = $1', [RETURN_DOMAIN]);
    const port = await freePort();
    const process = startAlone('receiver', {
      databaseUrls: urls,
      secret,
      env: { PUBLIC_URL: house.url, RECEIVER_PORT: String(port), ...env },
    });
    const keys = await new DataSource({
      type: 'postgres',
      url: urls.keeper,
      installExtensions: false,
      poolSize: 2,
    }).initialize();
    const receiver = new TestReceiver(house, process, port, secret, keys);
    await until('the receiver greets', () => {
      if (process.child.exitCode !== null) throw new Error(`the receiver ended: ${process.said()}`);
      return greets(port);
    });
    await receiver.hasKeys();
    return receiver;
  }

  async stop(): Promise<void> {
    await this.process.stop();
    await this.keys.destroy();
  }

  /** It says that it is here when somebody asks for one of ours; the keeper then gives it what it lacks. */
  async hasKeys(): Promise<void> {
    const { owner } = this.house.database;
    const { rows } = await owner.query<{ id: string }>('select id from jatakk.register order by id limit 1');
    if (!rows[0]) return;
    const probe = await this.address('r', rows[0].id, '00000000-0000-4000-8000-000000000000');
    await until('the receiver knows the return path’s key', async () => {
      const talk = await SmtpTalk.greeted(this.port);
      await talk.says('MAIL FROM:<>');
      const reply = await talk.says(`RCPT TO:<${probe}>`);
      talk.drops();
      return reply.startsWith('250');
    });
  }

  /** An address with a token, as the keeper would make it. */
  async address(use: TokenUse, registerId: string, id: string, at = new Date()): Promise<string> {
    const ring = await new KeyRings(this.keys, this.house.keeperSecret).ring(registerId);
    return `${returnToken(ring.current('verp').key, use, registerId, id, at)}@${RETURN_DOMAIN}`;
  }

  /** What lies there of one kind, opened with the keeper's secret, in no order. */
  async arrivals<K extends ArrivalKind>(
    kind: K,
  ): Promise<{ registerId: string; content: ArrivalContents[K]; parts: Buffer[] }[]> {
    const { owner } = this.house.database;
    const { rows } = await owner.query<{
      id: string;
      register_id: string;
      key_version: number;
      sealed: Buffer;
      parts: Buffer[] | null;
    }>(
      `select a.*, (select array_agg(p.sealed order by p.position) from jatakk.arrival_part p where p.arrival_id = a.id) as parts
         from jatakk.arrival a where a.kind = $1`,
      [kind],
    );
    const rings = new KeyRings(this.keys, this.house.keeperSecret);
    return Promise.all(
      rows.map(async ({ id, register_id: ringId, key_version, sealed, parts }) => {
        const pair = (await rings.ring(ringId)).sealPair(key_version);
        const open = (rowId: string, box: Buffer) => openSealedBox(pair, { ringId, rowId }, box);
        return {
          registerId: ringId,
          content: SCHEMAS[kind].parse(open(id, sealed)) as ArrivalContents[K],
          parts: (parts ?? []).map((box, position) =>
            Buffer.from(open(arrivalPartRow(id, position), box) as string, 'base64'),
          ),
        };
      }),
    );
  }

  /** Takes everything away that has come. */
  async forget(): Promise<void> {
    await this.house.database.owner.query('delete from jatakk.arrival; delete from jatakk.arrival_seen');
  }
}

const SCHEMAS = { returned: returnedArrival, leave: leaveArrival, mail: mailArrival };

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (does: boolean) => {
      socket.destroy();
      resolve(does);
    };
    socket.once('data', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
