import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { WriteCampaign } from '../../campaigns/write-campaign.service.js';
import { Catalogue } from '../../consent/catalogue.service.js';
import { MakeList } from '../../consent/make-list.service.js';
import { TellOfAnswer } from '../../consent/tell-of-answer.service.js';
import { Doorbell } from '../../platform/database/doorbell.js';
import { readMailbox, readMessage } from '../../platform/embedded/mailbox-reader.js';
import { hashToken } from '../../platform/sealing/link-token.js';
import { NoSealingKeyError } from '../../registers/sealing-key.queries.js';
import { Register } from '../../registers/register.entity.js';
import { AnswerConfirmation } from '../../subscriptions/answer-confirmation.service.js';
import { ReceiveForm } from '../../subscriptions/receive-form.service.js';
import { Frames } from '../http/frames.service.js';
import { MAILBOX_DIR } from '../tokens.js';
import { EXAMPLE_CAMPAIGN, EXAMPLE_REGISTERS } from './example-content.js';

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 200;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Fills a house on trial with an example, through the front door: made-up people sign up, their confirmations arrive
 * in the local mailbox and are answered from there, and a campaign goes out to them.
 */
@Injectable()
export class FillExample {
  readonly #log = new Logger('example');

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
    private readonly lists: MakeList,
    private readonly catalogue: Catalogue,
    private readonly forms: ReceiveForm,
    private readonly telling: TellOfAnswer,
    private readonly answers: AnswerConfirmation,
    private readonly writing: WriteCampaign,
    private readonly doorbell: Doorbell,
    @Inject(MAILBOX_DIR) private readonly mailbox: string | undefined,
  ) {}

  /** Makes registers and lists at once, and brings in the people behind the visitor's back. */
  async fill(authorId: string): Promise<void> {
    if ((await this.frames.house()).mode !== 'trial') return;
    const made: { registerId: string; listId: string; people: readonly string[] }[] = [];
    for (const { lists, ...register } of EXAMPLE_REGISTERS) {
      const registerId = randomUUID();
      await this.database.manager.insert(Register, { id: registerId, ...register });
      for (const { people, ...list } of lists) {
        const listId = await this.lists.make({ registerId, ...list, eyes: 1 });
        if (listId !== undefined) made.push({ registerId, listId, people });
      }
    }
    this.catalogue.forget();
    this.doorbell.ring();
    const first = made[0];
    if (!first) return;
    this.#bringIn(made, first.listId, authorId).catch(() =>
      this.#log.warn('the example could not be finished'),
    );
  }

  async #bringIn(
    made: { registerId: string; listId: string; people: readonly string[] }[],
    listId: string,
    authorId: string,
  ) {
    for (const { registerId, listId: id, people } of made) {
      for (const address of people) await this.#signUp(registerId, id, address);
    }
    if (this.mailbox === undefined) return;
    await this.#confirmAll(
      made.flatMap(({ people }) => people),
      this.mailbox,
    );
    const campaign = await this.writing.draft(listId, authorId, EXAMPLE_CAMPAIGN);
    if (campaign) await this.database.query('select jatakk.send_example($1)', [campaign.id]);
    this.doorbell.ring();
  }

  /** The keeper makes a new register's keys within a second or two; until then a sign-up has to wait. */
  async #signUp(registerId: string, listId: string, address: string): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await this.forms.receive(registerId, 'sign-up', {
          address,
          locale: 'nb',
          lists: [{ listId, purposeVersion: 1 }],
        });
      } catch (error) {
        if (!(error instanceof NoSealingKeyError) || Date.now() > until) throw error;
        await pause(LOOK_EVERY_MS);
      }
    }
  }

  /** Answers for the made-up people, once for each sign-up, and for nobody who happens to sign up meanwhile. */
  async #confirmAll(people: readonly string[], mailbox: string): Promise<void> {
    const seen = new Set<string>();
    const until = Date.now() + PATIENCE_MS;
    for (let confirmed = 0; confirmed < people.length && Date.now() < until; await pause(LOOK_EVERY_MS)) {
      for (const { id, to } of readMailbox(mailbox)) {
        if (seen.has(id) || !to.some((address) => people.includes(address))) continue;
        const token = /\/confirm\/([\w-]{43})/.exec((await readMessage(mailbox, id))?.text ?? '')?.[1];
        if (token === undefined) continue;
        seen.add(id);
        if ((await this.#confirm(hashToken(token))) === 'confirmed') confirmed += 1;
      }
    }
  }

  async #confirm(tokenHash: Buffer) {
    const [asked] = await this.answers.peek(tokenHash);
    if (!asked) return 'unknown';
    const sent = { at: new Date().toISOString(), page: '/confirm' };
    return this.answers.confirm(tokenHash, await this.telling.tell(asked.registerId, sent));
  }
}
