import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { DataSource } from 'typeorm';
import { faultCode } from '../platform/fault-code.js';
import { Lanes } from '../platform/pace/lanes.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { SmtpPool } from '../platform/smtp/smtp-pool.js';
import type { SmtpOutcome } from '../platform/smtp/smtp-outcome.js';
import { type EmailAddress, forTheWire } from '../registers/email-address.js';
import { STAFF_RING } from '../registers/staff-ring.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { CurrentRelay } from './current-relay.service.js';
import {
  type ClaimedNotice,
  claimNotices,
  type NoticeGate,
  noticeHandedAt,
  type NoticeOutcome,
  passNoticeGate,
  pinnedIn,
  recoverNotices,
  renewNotice,
  settleNotice,
} from '../notices/notice.queries.js';
import { openStaffAddress, openSubscriberAddress } from './open-address.js';
import { noticeMessageId, noticeName } from './notice-names.js';
import { type RenderedNotice, RenderNotice } from './render-notice.service.js';
import { MAX_ATTEMPTS, noticeRetryDelaySeconds } from './retry-delay.js';
import { RestoreGuard } from './restore-guard.service.js';
import { passWelcomeGate } from './welcome.queries.js';
import { WelcomeMessages } from './welcome-messages.service.js';
import { SigningKeys } from './signing-keys.service.js';

const CONNECTIONS = 8;
/** No more than can soon be sent: what is claimed here no other keeper takes. */
const BATCH = CONNECTIONS;
/** What is on a connection is finished: its outcome is worth more than a second of shutdown. */
const PATIENCE_MS = 30_000;
const RENEW_MS = 20_000;

const TO_STAFF: ReadonlySet<ClaimedNotice['kind']> = new Set([
  'invitation',
  'campaign-test',
  'account-changed',
  'password-reset',
]);

/**
 * What a machine answers to somebody's mail: it says so, and comes back to nobody (RFC 3834 §2, §3.3), so that two
 * machines never write to each other.
 */
const ANSWERS: ReadonlySet<ClaimedNotice['kind']> = new Set(['left']);

/** Sends what waits in the notice lane, on connections of its own that no campaign can take. */
@Injectable()
export class SendNotices implements OnModuleDestroy {
  readonly #log = new Logger('notices');
  readonly #pool: SmtpPool;
  readonly #lanes = new Lanes(2 * CONNECTIONS);
  #stopping = false;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly relay: CurrentRelay,
    private readonly rendering: RenderNotice,
    private readonly signing: SigningKeys,
    private readonly guard: RestoreGuard,
    private readonly welcomes: WelcomeMessages,
  ) {
    this.#pool = new SmtpPool(() => this.relay.connections(), { size: CONNECTIONS });
  }

  /** Begins to send everything that is due. One that is answered late keeps nobody else waiting. */
  async drain(): Promise<void> {
    if (!(await this.guard.look())) return;
    await recoverNotices(this.database);
    while (
      !this.#stopping &&
      this.guard.maySend() &&
      (await this.relay.relay()) &&
      (await this.#pool.awayMs()) === 0
    ) {
      const claimed = await claimNotices(this.database, BATCH);
      if (claimed.length === 0) return;
      for (const notice of claimed) await this.#lanes.begin(() => this.#send(notice));
    }
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    await Promise.race([this.#lanes.idle(), setTimeout(PATIENCE_MS, undefined, { ref: false })]);
    this.#pool.close();
  }

  async #send(notice: ClaimedNotice): Promise<void> {
    // The final dot may take ten minutes to be answered: a live worker keeps what it holds.
    const renewal = setInterval(() => {
      renewNotice(this.database, notice.id, notice.fence).catch(() => undefined);
    }, RENEW_MS);
    const outcome = await this.#attempt(notice)
      .catch((error: unknown): NoticeOutcome => {
        this.#log.error(`a notice could not be made (${faultCode(error)})`);
        // What cannot be opened never can; anything else may be better in a while, and nothing of it has left.
        return error instanceof OpeningError && error.code !== 'key-not-authentic'
          ? { state: 'dead', replyClass: error.code }
          : again('fault', notice.attempts);
      })
      .finally(() => clearInterval(renewal));
    if (!outcome) return;
    // What cannot be written now the lease tells: claimed goes back, handed is unknown.
    await settleNotice(this.database, notice.id, notice.fence, outcome).catch((error: unknown) => {
      this.#log.error(`a notice's outcome could not be written (${faultCode(error)})`);
    });
  }

  async #attempt(notice: ClaimedNotice): Promise<NoticeOutcome | undefined> {
    if (notice.kind === 'welcome') return this.#welcome(notice);
    const mail = await this.rendering.render(notice);
    if (!mail) return { state: 'queued', replyClass: 'not-set-up', inSeconds: 60, counts: false };
    const signing = await this.signing.forDomain(mail.from.address.split('@').at(-1)!);
    // What goes to staff leaves all the same: an invitation is how somebody gets in who can put this right.
    if (signing.outcome === 'refused' && !TO_STAFF.has(notice.kind))
      return { state: 'queued', replyClass: 'unsigned', inSeconds: 60, counts: false };
    const gate = await passNoticeGate(this.database, notice.id, notice.fence);
    if (gate.verdict !== 'go') return undefined;
    // To the conversation that it was written in, whatever a row says by now.
    if (mail.conversationId !== undefined && mail.conversationId !== gate.subscriber_id)
      throw new OpeningError('rest-malformed');
    const address = await this.#open(gate);
    const ring = await this.rings.asOf(notice.ring_id, pinnedIn(notice));
    const { key, version } = ring.current('notice');
    const composer = new MailComposer({
      from: mail.from,
      to: [{ name: '', address: forTheWire(address) }],
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      textEncoding: 'quoted-printable',
      newline: 'windows',
      date: await noticeHandedAt(this.database, notice.id),
      messageId: noticeMessageId(ring, version, notice.id, mail.from.address),
      baseBoundary: noticeName(key, 'boundary', notice.id),
      ...headersOf(notice, mail),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const envelope = {
      // Nothing comes back to what a machine answers.
      from: isAnswer(notice, mail) ? '' : mail.from.address,
      to: forTheWire(address),
      needsSmtpUtf8: address.needsSmtpUtf8,
    };
    const plain = await composer.compile().build();
    const message =
      signing.outcome === 'sign' ? Buffer.concat([await signing.signer.sign(plain), plain]) : plain;
    // The notice's own gate has answered; there is nobody else to ask between 354 and the body.
    const outcome = await this.#pool.deliver(envelope, message, async () => 'go');
    return settle(outcome, notice.attempts);
  }

  /** From the list, and through a gate of its own once more before its first byte: whoever has left by then is not sent it. */
  async #welcome(notice: ClaimedNotice): Promise<NoticeOutcome | undefined> {
    const gate = await passNoticeGate(this.database, notice.id, notice.fence);
    if (gate.verdict !== 'go') return undefined;
    const address = await this.#open(gate);
    const to = forTheWire(address);
    const made = await this.welcomes.make(notice, to);
    if (made.outcome === 'refused')
      return made.never
        ? { state: 'dead', replyClass: made.why }
        : { state: 'queued', replyClass: made.why, inSeconds: 60, counts: false };
    const envelope = { from: made.from, to, needsSmtpUtf8: address.needsSmtpUtf8 };
    const outcome = await this.#pool.deliver(envelope, made.message, () =>
      passWelcomeGate(this.database, notice.id, notice.fence),
    );
    return settle(outcome, notice.attempts);
  }

  async #open(gate: NoticeGate): Promise<EmailAddress> {
    if (gate.staff_id !== null) {
      const ring = await this.rings.having(STAFF_RING, 'seal', gate.key_version);
      return openStaffAddress(ring, gate.staff_id, gate.address, gate.key_version);
    }
    const ring = await this.rings.having(gate.register_id!, 'rest', gate.key_version);
    return openSubscriberAddress(ring, {
      registerId: gate.register_id!,
      subscriberId: gate.subscriber_id!,
      address: gate.address,
      keyVersion: gate.key_version,
      rowKey: gate.row_key,
    });
  }
}

const isAnswer = ({ kind }: ClaimedNotice, { thread }: Pick<RenderedNotice, 'thread'>): boolean =>
  thread ? thread.byMachine : ANSWERS.has(kind);

/** What a person has written is no machine's (RFC 3834 §5); an answer has its place in a thread. */
function headersOf(notice: ClaimedNotice, { thread }: RenderedNotice) {
  const byMachine = { 'X-Auto-Response-Suppress': 'All' };
  if (!thread) {
    const submitted = isAnswer(notice, {}) ? 'auto-replied' : 'auto-generated';
    return { headers: { ...byMachine, 'Auto-Submitted': submitted, 'Content-Language': notice.locale } };
  }
  return {
    ...(thread.inReplyTo !== undefined && { inReplyTo: `<${thread.inReplyTo}>` }),
    ...(thread.references.length > 0 && { references: thread.references.map((id) => `<${id}>`) }),
    headers: thread.byMachine ? { ...byMachine, 'Auto-Submitted': 'auto-replied' } : {},
  };
}

function settle(outcome: SmtpOutcome, attempts: number): NoticeOutcome {
  switch (outcome.kind) {
    case 'accepted':
    case 'unknown':
      return { state: outcome.kind };
    case 'refused':
      if (outcome.permanent && outcome.class !== 'ours') {
        return { state: 'bounced', replyClass: `${outcome.class}:${outcome.code}` };
      }
      return again(`${outcome.class}:${outcome.code}`, attempts);
    case 'withheld':
      return again(outcome.verdict, attempts);
    case 'not-sent':
      return again(outcome.code, attempts);
    case 'no-relay':
      // Nobody was there to try it with.
      return { state: 'queued', replyClass: 'no-relay', inSeconds: 5, counts: false };
  }
}

function again(replyClass: string, attempts: number): NoticeOutcome {
  if (attempts + 1 >= MAX_ATTEMPTS) return { state: 'dead', replyClass };
  return { state: 'queued', replyClass, inSeconds: noticeRetryDelaySeconds(attempts), counts: true };
}
