import { createHmac } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { faultCode } from '../../platform/fault-code.js';
import { hashToken, randomToken } from '../../platform/sealing/link-token.js';
import { parseEmailAddress } from '../../registers/email-address.js';
import type { OpenedSession } from '../sessions.service.js';
import { StaffAccounts } from '../staff-accounts.service.js';
import { STAFF_SECRET } from '../staff-secret.js';
import { AskProvider, type ProvenPerson } from './ask-provider.js';
import { beginAttempt, isStateOf, readAttempt } from './provider-attempt.js';

export type ProviderLink = 'linked' | 'closed' | null;

/** Signing in with the provider: of those who work here already, and with the roles they have. */
@Injectable()
export class ProviderSignIn {
  readonly #log = new Logger('provider');

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(STAFF_SECRET) private readonly secret: Buffer,
    private readonly accounts: StaffAccounts,
    private readonly ask: AskProvider,
  ) {}

  get name(): string {
    return this.ask.provider.name;
  }

  /** Undefined while the provider is away. */
  async begin(redirectUri: string): Promise<{ cookie: string; url: string } | undefined> {
    const { cookie, attempt } = beginAttempt(this.secret);
    const url = await this.ask.whereTo(attempt, redirectUri).catch(this.#failed);
    return url && { cookie, url: url.href };
  }

  /**
   * Undefined, and never why, for everything but a person of the house who began this in this very browser.
   * @param answer our own address with the query that the browser came back with
   */
  async finish(
    cookie: string | undefined,
    answer: URL,
    browser: string,
  ): Promise<Pick<OpenedSession, 'token' | 'stage'> | undefined> {
    const attempt = readAttempt(this.secret, cookie);
    // Looked at before anything is spent: a link from elsewhere must not use an attempt up.
    if (!attempt || !isStateOf(attempt, answer.searchParams.get('state'))) return undefined;
    if (!(await this.#does('jatakk.spend_provider_attempt($1)', [attempt.hash]))) return undefined;
    const person = await this.ask.whoCame(attempt, answer).catch(this.#failed);
    if (!person) return undefined;
    const subject = this.#subjectHash(person);
    if (
      !(await this.#does('jatakk.is_provider_linked($1)', [subject])) &&
      !(await this.#link(person, subject))
    )
      return undefined;
    const token = randomToken();
    const rows = (await this.database.query('select jatakk.open_provider_session($1, $2, $3, $4) as stage', [
      hashToken(token),
      subject,
      browser,
      person.strong,
    ])) as { stage: 'full' | 'half' | null }[];
    const { stage } = rows[0]!;
    return stage === null ? undefined : { token, stage };
  }

  /** One's own. */
  async linkOf(session: Buffer): Promise<ProviderLink> {
    const rows = (await this.database.query('select jatakk.provider_link($1) as link', [session])) as {
      link: ProviderLink;
    }[];
    return rows[0]!.link;
  }

  async close(session: Buffer): Promise<void> {
    await this.#does('jatakk.close_provider($1)', [session]);
  }

  async reopen(session: Buffer): Promise<void> {
    await this.#does('jatakk.reopen_provider($1)', [session]);
  }

  /** The first time only, by the address that the provider has verified. */
  async #link(person: ProvenPerson, subject: Buffer): Promise<boolean> {
    const email = await person.verifiedEmail().catch(this.#failed);
    const reading = email === undefined ? undefined : parseEmailAddress(email);
    if (!reading?.ok) return false;
    return this.#does('jatakk.link_provider($1, $2)', [subject, this.accounts.loginHash(reading.address)]);
  }

  /** The code alone: what the library throws repeats what the provider said. */
  readonly #failed = (fault: unknown): undefined => {
    this.#log.warn(`signing in with the provider failed (${faultCode(fault)})`);
  };

  async #does(call: string, values: unknown[]): Promise<boolean> {
    const rows = (await this.database.query(`select ${call} as done`, values)) as { done: boolean }[];
    return rows[0]!.done;
  }

  #subjectHash({ issuer, subject }: ProvenPerson): Buffer {
    return createHmac('sha256', this.secret)
      .update(`provider subject|${JSON.stringify([issuer, subject])}`)
      .digest();
  }
}
