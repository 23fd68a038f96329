import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import type { Claim } from '../../../src/deliveries/delivery.queries.js';
import { makeTestDatabase, type TestDatabase } from '../../support/test-database.js';

type Columns = Record<string, unknown>;

const MONTH = '2026-01-01';

/** Whoever waits for a lock longer than this is told so: a test that would hang fails instead. */
const LOCK_TIMEOUT = '-c lock_timeout=2s';

/**
 * A register with its lists and people as rows alone, written by the owner: what the database and the statements put to
 * it guard by themselves, without a house around.
 */
export class Rows {
  readonly #sources: DataSource[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly registerId: string,
    readonly listId: string,
  ) {}

  static async open(): Promise<Rows> {
    const rows = new Rows(await makeTestDatabase(), randomUUID(), randomUUID());
    await rows.#insert('staff', {
      id: rows.registerId,
      name: 'Kari',
      state: 'invited',
      login_hash: randomBytes(32),
      address_sealed: Buffer.of(1),
      address_key_version: 1,
    });
    await rows.#insert('organisation', {
      name: 'Fjellhallen',
      org_number: '974760673',
      postal_address: 'Oslo',
      contact_email: 'post@fjellhallen.example',
      privacy_email: 'post@fjellhallen.example',
    });
    await rows.#insert('register', { id: rows.registerId, slug: 'nyhetsbrev', name: 'Nyhetsbrev' });
    await rows.list(rows.listId);
    return rows;
  }

  get owner(): pg.Client {
    return this.database.owner;
  }

  /** Connections as a role; one by default, so that `begin` holds for what follows. `settings` as for postgres -c. */
  async signIn(
    role: 'keeper' | 'web' | 'owner',
    { poolSize = 1, settings = [] as string[] } = {},
  ): Promise<DataSource> {
    const source = await new DataSource({
      type: 'postgres',
      url: this.database[`${role}Url`],
      installExtensions: false,
      poolSize,
      extra: { options: [LOCK_TIMEOUT, ...settings.map((setting) => `-c ${setting}`)].join(' ') },
    }).initialize();
    this.#sources.push(source);
    return source;
  }

  async close(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.destroy()));
    await this.database.drop();
  }

  async list(id: string = randomUUID()): Promise<string> {
    const slug = `l${id.slice(0, 8)}`;
    await this.#insert('list', {
      id,
      register_id: this.registerId,
      slug,
      name: slug,
      sender_name: 'Fjellhallen',
      sender_address: 'program@fjellhallen.example',
      eyes: 1,
    });
    await this.#insert('purpose_text', {
      register_id: this.registerId,
      list_id: id,
      version: 1,
      locale: 'nb',
      text: 'Nyheter.',
      frequency: 'Av og til.',
      sha256: randomBytes(32),
    });
    return id;
  }

  /** Somebody whose address is sealed to nobody, with a row key to be handed out. */
  async person(columns: Columns = {}): Promise<string> {
    const id = randomUUID();
    await this.#insert('subscriber', {
      id,
      register_id: this.registerId,
      blind_index: randomBytes(32),
      suppression_hash: randomBytes(32),
      address: Buffer.from('sealed'),
      key_version: 1,
      ...columns,
    });
    await this.owner.query('insert into vault.row_key values ($1, $2, $3)', [
      this.registerId,
      id,
      randomBytes(16),
    ]);
    return id;
  }

  /** A confirmed subscription of somebody new, unless the columns say otherwise. */
  async subscription(columns: Columns = {}): Promise<{ id: string; person: string; hash: Buffer }> {
    const person = (columns.subscriber_id as string | undefined) ?? (await this.person());
    const id = (columns.id as string | undefined) ?? randomUUID();
    const hash = randomBytes(32);
    await this.#insert('subscription', {
      id,
      register_id: this.registerId,
      list_id: this.listId,
      subscriber_id: person,
      state: 'confirmed',
      purpose_version: 1,
      locale: 'nb',
      unsubscribe_hash: hash,
      since_month: MONTH,
      ...columns,
    });
    return { id, person, hash };
  }

  /** A campaign to the first list that is being sent, unless the columns say otherwise. */
  async campaign(columns: Columns = {}): Promise<string> {
    const id = randomUUID();
    await this.#insert('campaign', {
      id,
      register_id: this.registerId,
      list_id: this.listId,
      purpose_version: 1,
      state: 'sending',
      locale: 'nb',
      subject: 'Nytt',
      preheader: '',
      body: 'Hei',
      author_id: this.registerId,
      started_at: new Date(),
      ...columns,
    });
    return id;
  }

  /** A delivery that a keeper holds under fence 7 for another minute, unless the columns say otherwise. */
  async delivery(campaign: string, subscription: string, columns: Columns = {}): Promise<Claim> {
    const id = (columns.id as string | undefined) ?? randomUUID();
    await this.#insert('delivery', {
      id,
      register_id: this.registerId,
      campaign_id: campaign,
      subscription_id: subscription,
      state: 'claimed',
      fence: 7,
      lease_until: new Date(Date.now() + 60_000),
      ...columns,
    });
    return { id, fence: '7', attempts: 0 };
  }

  async notice(columns: Columns = {}): Promise<string> {
    const id = randomUUID();
    await this.#insert('notice', {
      id,
      ring_id: this.registerId,
      kind: 'confirmation',
      locale: 'nb',
      ...columns,
    });
    return id;
  }

  /** One column of one row, as text. */
  async read(table: string, column: string, id: string): Promise<string | null> {
    const { rows } = await this.owner.query<{ value: string | null }>(
      `select ${column}::text as value from jatakk.${table} where id = $1`,
      [id],
    );
    return rows[0]!.value;
  }

  async #insert(table: string, columns: Columns): Promise<void> {
    const names = Object.keys(columns);
    await this.owner.query(
      `insert into jatakk.${table} (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
      Object.values(columns),
    );
  }
}
