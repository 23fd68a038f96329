import { createHash, randomBytes } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startKeeper } from '../../src/keeper/start-keeper.js';
import { readProvider } from '../../src/platform/config/provider-settings.js';
import { readKeeperSettings, readWebSettings } from '../../src/platform/config/settings.js';
import { randomToken } from '../../src/platform/sealing/link-token.js';
import { startWeb } from '../../src/web/start-web.js';
import { HttpClient } from './http-client.js';
import { type SunkMail, TestSink } from './sink.js';
import { queueOf } from './queue-of.js';
import { makeTestDatabase, type TestDatabase } from './test-database.js';
import { until } from './until.js';
import { freePort } from './free-port.js';
import { FIRST_FORM } from './first-form.js';

export interface HouseOptions {
  undoSeconds?: number;
  /** Settings beside those that make tests fast. */
  env?: Record<string, string>;
  smtpUtf8?: boolean;
  /** Start without a keeper, to see what waits. */
  withoutKeeper?: boolean;
}

export interface ListIds {
  registerId: string;
  listId: string;
  slug: string;
  name: string;
}

/**
 * A whole house for a spec file: its own database, web and keeper in this process as their own database roles, and a
 * real SMTP server to send to. Used through the front door.
 */
export class TestHouse {
  readonly keeperSecret = randomBytes(32);
  readonly webSecret = randomBytes(32);
  keeper: INestApplicationContext | undefined;
  web!: NestFastifyApplication;
  url = '';
  /** Signed in as the first administrator after {@link setUp}. */
  staff!: HttpClient;
  visitor!: HttpClient;

  private constructor(
    readonly database: TestDatabase,
    readonly sink: TestSink,
    private readonly options: HouseOptions,
  ) {}

  static async open(options: HouseOptions = {}): Promise<TestHouse> {
    const database = await makeTestDatabase({ undoSeconds: options.undoSeconds ?? 0 });
    const sink = await new TestSink({ smtpUtf8: options.smtpUtf8 ?? true }).listen();
    const house = new TestHouse(database, sink, options);
    house.url = `http://localhost:${await freePort()}`;
    if (!options.withoutKeeper) await house.startKeeper();
    await house.startWeb();
    return house;
  }

  async startKeeper(): Promise<void> {
    this.keeper = await startKeeper({
      settings: readKeeperSettings(this.#env()),
      databaseUrls: this.database.urls,
      secret: this.keeperSecret,
      trialRelay: this.sink.url,
    });
  }

  async stopKeeper(): Promise<void> {
    await this.keeper?.close();
    this.keeper = undefined;
  }

  async startWeb(): Promise<void> {
    const settings = readWebSettings({ ...this.#env(), PORT: new URL(this.url).port });
    this.web = await startWeb({
      settings,
      provider: readProvider(settings),
      databaseUrls: this.database.urls,
      secret: this.webSecret,
      mailboxDir: undefined,
      onLive: () => undefined,
    });
    this.staff = new HttpClient(this.url);
    this.visitor = new HttpClient(this.url);
  }

  async close(): Promise<void> {
    await this.web.close();
    await this.stopKeeper();
    await this.sink.close();
    await this.database.drop();
  }

  /** Through the one-time link: the organisation and the first administrator, who is signed in afterwards. */
  async setUp(): Promise<void> {
    const token = randomToken();
    await this.database.owner.query('update jatakk.installation set setup_hash = $1', [
      createHash('sha256').update(token).digest(),
    ]);
    const response = await this.staff.submit(`/setup/${token}`, `/setup/${token}`, FIRST_FORM);
    if (response.status !== 303) throw new Error(`set-up: ${response.status}`);
  }

  /** A register with its keys made. */
  async makeRegister(slug: string, name = slug): Promise<string> {
    const response = await this.staff.submit('/staff/registers/new', '/staff/registers', { name, slug });
    if (response.status !== 303) throw new Error(`register: ${response.status}`);
    const id = response.headers.get('location')!.split('/').at(-1)!;
    await until('the register has keys', async () => {
      const { rowCount } = await this.database.owner.query(
        'select 1 from jatakk.sealing_key where ring_id = $1',
        [id],
      );
      return rowCount;
    });
    return id;
  }

  /** One person may send to it alone, where nothing else is said. */
  async makeList(registerId: string, slug: string, name = slug, eyes: 1 | 2 = 1): Promise<ListIds> {
    const lists = `/staff/registers/${registerId}/lists`;
    const response = await this.staff.submit(`${lists}/new`, lists, {
      name,
      slug,
      senderName: 'Fjellhallen',
      senderAddress: 'program@fjellhallen.example',
      purpose_nb: `Nyheter om ${name}.`,
      frequency_nb: 'Omtrent én gang i måneden.',
      purpose_en: `News about ${name}.`,
      frequency_en: 'About once a month.',
      eyes: String(eyes),
    });
    if (response.status !== 303) throw new Error(`list: ${response.status}`);
    return { registerId, listId: response.headers.get('location')!.split('/').at(-1)!, slug, name };
  }

  /** The list asks for something beside the address from now on. */
  async asks({ registerId, listId }: ListIds, name: string): Promise<void> {
    const questions = `/staff/registers/${registerId}/lists/${listId}/questions`;
    const words = { label_nb: name, why_nb: 'Derfor.', label_en: name, why_en: 'Because.' };
    const response = await this.staff.submit(questions, questions, { name, ...words });
    if (response.status !== 303) throw new Error(`question: ${response.status}`);
  }

  async signsUpTo(list: Pick<ListIds, 'slug'>, address: string): Promise<Response> {
    return this.visitor.submit(`/lists/${list.slug}`, `/lists/${list.slug}`, { address, list: list.slug });
  }

  /** The newest confirmation that has arrived for an address, waited for. */
  async confirmationFor(address: string, list?: Pick<ListIds, 'name'>): Promise<SunkMail> {
    const subject = list ? `Bekreft påmeldingen til ${list.name}` : undefined;
    return until('a confirmation', () =>
      this.sink
        .to(address)
        .findLast(
          ({ parsed }) =>
            /\/confirm\//.test(parsed.text ?? '') && (subject === undefined || parsed.subject === subject),
        ),
    );
  }

  async confirms(mail: SunkMail): Promise<Response> {
    const path = confirmPath(mail);
    return this.visitor.submit(path, path);
  }

  /** Signs up and confirms. Returns the confirmation, which holds the way out too. */
  async joins(list: ListIds, address: string): Promise<SunkMail> {
    const response = await this.signsUpTo(list, address);
    if (response.status !== 200) throw new Error(`sign-up: ${response.status}`);
    const mail = await this.confirmationFor(address, list);
    await this.confirms(mail);
    return mail;
  }

  /** A saved draft's id. */
  async writes(list: ListIds, subject: string, body = '# Hei\n\nDette skjer.'): Promise<string> {
    const campaigns = `/staff/registers/${list.registerId}/campaigns`;
    const response = await this.staff.submit(`${campaigns}/new/markdown`, campaigns, {
      list: list.listId,
      language: 'nb',
      subject,
      preheader: '',
      body,
    });
    if (response.status !== 303) throw new Error(`campaign: ${response.status}`);
    return /campaigns\/([0-9a-f-]{36})/.exec(response.headers.get('location')!)![1]!;
  }

  async presses(act: string, list: ListIds, campaignId: string): Promise<Response> {
    const page = `/staff/registers/${list.registerId}/campaigns/${campaignId}`;
    return this.staff.submit(page, `${page}/${act}`);
  }

  /** Writes and sends a campaign; returns its id at once. */
  async sends(list: ListIds, subject: string, body?: string): Promise<string> {
    const id = await this.writes(list, subject, body);
    await this.presses('send', list, id);
    return id;
  }

  /** What the relay said of a mail may be written down a moment after the mail has arrived. */
  async noticesAccepted(): Promise<void> {
    await until('every notice has its outcome', async () => {
      const { rows } = await this.database.owner.query(
        `select 1 from jatakk.notice where state in ('claimed', 'handed') limit 1`,
      );
      return rows.length === 0;
    });
  }

  /** The keeper enters each yes and no a moment after it was said. */
  async answersEntered(): Promise<void> {
    await until('every answer is entered', async () => {
      const { rows } = await this.database.owner.query(
        'select 1 from jatakk.consent_record where detail is null limit 1',
      );
      return rows.length === 0;
    });
  }

  async campaignState(id: string): Promise<string> {
    const { rows } = await this.database.owner.query('select state from jatakk.campaign where id = $1', [id]);
    return (rows[0] as { state: string }).state;
  }

  async isSent(id: string, withinMs = 40_000): Promise<void> {
    await until('the campaign is sent', async () => (await this.campaignState(id)) === 'sent', withinMs);
  }

  /** Counts by state, straight from the rows. */
  async deliveries(campaignId: string): Promise<Record<string, number>> {
    const { rows } = await this.database.owner.query(
      'select state, count(*)::integer as count from jatakk.delivery where campaign_id = $1 group by state',
      [campaignId],
    );
    return Object.fromEntries(
      (rows as { state: string; count: number }[]).map(({ state, count }) => [state, count]),
    );
  }

  #env(): Record<string, string> {
    return {
      PUBLIC_URL: this.url,
      LOG_LEVEL: 'silent',
      FORM_MINIMUM_SECONDS: '0',
      SIGN_UPS_PER_CLIENT: '100000',
      POLL_SECONDS: '1',
      SKIP_CRASH_WAIT: '1',
      DNS_RESOLVER: 'off',
      ...queueOf(this.database),
      ...this.options.env,
    };
  }
}

export function confirmPath(mail: SunkMail): string {
  return /\/confirm\/[\w-]{43}/.exec(mail.parsed.text!)![0];
}

export function leavePath(mail: SunkMail): string {
  return /\/u\/[\w-]{43}/.exec(mail.parsed.text!)![0];
}
