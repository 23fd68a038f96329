import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { isLocale, type Locale } from '../platform/i18n/messages.js';
import { deriveToken, hashToken } from '../platform/sealing/link-token.js';
import { shownImages } from '../campaigns/images/shown-images.js';
import { straightOn } from '../campaigns/link-code.js';
import { readHouse, type House } from '../registers/house.queries.js';
import type { KeyRing } from '../registers/key-ring.js';
import { STAFF_RING } from '../registers/staff-ring.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { type CampaignContent, readCampaign } from './campaign.queries.js';
import { type MessageMail, MessageMails } from './inbox/message-mails.service.js';
import { CurrentRelay } from './current-relay.service.js';
import { accountChangedMail, isAccountChange, passwordResetMail } from './mails/account-mail.js';
import { campaignMail } from '../campaigns/mail/campaign-mail.js';
import { confirmationMail } from './mails/confirmation-mail.js';
import { invitationMail } from './mails/invitation-mail.js';
import { receiptMail } from './mails/receipt-mail.js';
import { reconsentMail } from './mails/reconsent-mail.js';
import { leftMail } from './mails/left-mail.js';
import { linkMail } from './mails/link-mail.js';
import { lookOf } from '../campaigns/theme/look.js';
import type { MailText } from '../campaigns/mail/mail-text.js';
import { type ClaimedNotice, pinnedIn } from '../notices/notice.queries.js';
import { fillMark, PLACEHOLDER } from '../platform/rendering/message-template.js';
import { askedFields } from '../consent/asked-fields.queries.js';
import { undoToken } from './notice-names.js';
import { ReadReceipts } from './records/read-receipts.service.js';
import { recordsOfReceipt } from './records/record-store.queries.js';
import { confirmationSubjects } from './confirmation-subjects.queries.js';
import { ListWords } from './reconsent.queries.js';

type Organisation = NonNullable<House['organisation']>;

/** Without HTML where it is written as a letter, and with its thread where it answers one. */
export interface RenderedNotice extends Pick<MailText, 'subject' | 'text'>, Partial<Pick<MailText, 'html'>> {
  from: { name: string; address: string };
  thread?: MessageMail['thread'];
  conversationId?: string;
}

/** Puts a notice into words. Everything in it follows from the row, so every attempt is the same message. */
@Injectable()
export class RenderNotice {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly relay: CurrentRelay,
    private readonly receipts: ReadReceipts,
    private readonly messages: MessageMails,
  ) {}

  /** Undefined while the organisation has not been set up, or when nothing is left to say. */
  async render(notice: ClaimedNotice): Promise<RenderedNotice | undefined> {
    const { organisation } = await readHouse(this.database);
    if (!organisation) return undefined;
    if (notice.kind === 'answer' || notice.kind === 'auto-reply')
      return this.messages.make(notice, organisation);
    const from = { name: organisation.name, address: organisation.email };
    const locale = isLocale(notice.locale) ? notice.locale : 'nb';
    const text = await this.#text(notice, locale, organisation);
    return text && { ...text, from };
  }

  async #text(
    notice: ClaimedNotice,
    locale: Locale,
    organisation: Organisation,
  ): Promise<MailText | undefined> {
    switch (notice.kind) {
      case 'confirmation':
        return this.#confirmation(notice, locale, organisation);
      case 'welcome':
      case 'answer':
      case 'auto-reply':
        throw new Error(`no mail of the house: ${notice.kind}`);
      case 'invitation':
        return this.#invitation(notice, locale, organisation);
      case 'account-changed':
        return this.#accountChanged(notice, locale, organisation);
      case 'password-reset':
        return this.#passwordReset(notice, locale, organisation);
      case 'campaign-test':
        return this.#campaignTest(notice, organisation);
      case 'receipt':
        return this.#receipt(notice, locale, organisation);
      case 'manage':
        return this.#link('manage', '/manage/', notice, locale, organisation);
      case 'left':
        return this.#left(notice, locale, organisation);
      case 'address-change':
        return this.#link('address-change', '/address/', notice, locale, organisation);
    }
  }

  async #confirmation(notice: ClaimedNotice, locale: Locale, organisation: Organisation) {
    const subjects = await confirmationSubjects(this.database, notice.id);
    if (subjects.length === 0) return undefined;
    const ring = await this.rings.asOf(notice.ring_id, pinnedIn(notice));
    const publicUrl = await this.relay.publicUrl();
    const linkKey = ring.current('link').key;
    return confirmationMail({
      locale,
      organisation: organisation.name,
      postalAddress: organisation.postalAddress,
      confirmUrl: `${publicUrl}/confirm/${deriveToken(ring.current('notice').key, 'confirm', notice.id)}`,
      lists: subjects.map((subject) => ({
        name: subject.name,
        purpose: subject.text,
        frequency: subject.frequency,
        welcomes: subject.welcomes,
        leaveUrl: `${publicUrl}/u/${deriveToken(linkKey, 'unsubscribe', subject.subscription_id, subject.list_id)}`,
      })),
    });
  }

  async #invitation(notice: ClaimedNotice, locale: Locale, organisation: Organisation) {
    const ring = await this.rings.asOf(STAFF_RING, pinnedIn(notice));
    const token = await this.#token(ring, 'invitation', notice);
    return invitationMail(await this.#toMember(notice, locale, organisation, `/invitation/${token}`));
  }

  async #accountChanged(notice: ClaimedNotice, locale: Locale, organisation: Organisation) {
    if (!isAccountChange(notice.detail)) return undefined;
    const mail = await this.#toMember(notice, locale, organisation, '/staff/account');
    return accountChangedMail(notice.detail, mail);
  }

  async #passwordReset(notice: ClaimedNotice, locale: Locale, organisation: Organisation) {
    const ring = await this.rings.asOf(STAFF_RING, pinnedIn(notice));
    const token = await this.#token(ring, 'password-reset', notice);
    return passwordResetMail(await this.#toMember(notice, locale, organisation, `/new-password/${token}`));
  }

  async #toMember(notice: ClaimedNotice, locale: Locale, organisation: Organisation, path: string) {
    const rows = (await this.database.query(
      'select s.name from jatakk.staff s join jatakk.notice n on n.staff_id = s.id where n.id = $1',
      [notice.id],
    )) as { name: string }[];
    return {
      locale,
      organisation: organisation.name,
      postalAddress: organisation.postalAddress,
      name: rows[0]!.name,
      url: `${await this.relay.publicUrl()}${path}`,
    };
  }

  /** What has got its place in the ledger between two attempts has it in the later one. */
  async #receipt(notice: ClaimedNotice, locale: Locale, organisation: Organisation) {
    const receipts = await this.database.transaction((tx) =>
      this.receipts.of(tx, () => recordsOfReceipt(tx, notice.id, notice.fence)),
    );
    if (!receipts || receipts.length === 0) return undefined;
    return receiptMail({
      locale,
      organisation: organisation.name,
      postalAddress: organisation.postalAddress,
      verifyUrl: `${await this.relay.publicUrl()}/receipts/verify`,
      receipts,
    });
  }

  async #left(notice: ClaimedNotice, locale: Locale, organisation: Organisation) {
    const rows = (await this.database.query(
      `select l.name from jatakk.notice_subscription ns
         join jatakk.subscription s on s.register_id = ns.register_id and s.id = ns.subscription_id
         join jatakk.list l on l.register_id = s.register_id and l.id = s.list_id
        where ns.notice_id = $1`,
      [notice.id],
    )) as { name: string }[];
    // Erased since: the gate sends nothing either.
    if (rows.length === 0) return undefined;
    const ring = await this.rings.asOf(notice.ring_id, pinnedIn(notice));
    const undo = undoToken(ring.current('notice').key, notice.id);
    return leftMail({
      locale,
      organisation: organisation.name,
      postalAddress: organisation.postalAddress,
      list: rows[0]!.name,
      undoUrl: `${await this.relay.publicUrl()}/u/undo/${undo}`,
    });
  }

  async #link(
    kind: 'manage' | 'address-change',
    path: string,
    notice: ClaimedNotice,
    locale: Locale,
    organisation: Organisation,
  ) {
    const rows = (await this.database.query('select name from jatakk.register where id = $1', [
      notice.ring_id,
    ])) as { name: string }[];
    const token = await this.#token(await this.rings.asOf(notice.ring_id, pinnedIn(notice)), kind, notice);
    return linkMail(kind, {
      locale,
      organisation: organisation.name,
      postalAddress: organisation.postalAddress,
      register: rows[0]!.name,
      url: `${await this.relay.publicUrl()}${path}${token}`,
    });
  }

  /** Known by its hash before the mail leaves. */
  async #token(ring: KeyRing, label: string, notice: ClaimedNotice): Promise<string> {
    const token = deriveToken(ring.current('notice').key, label, notice.id);
    await this.database.query('update jatakk.notice set token_hash = $2 where id = $1', [
      notice.id,
      hashToken(token),
    ]);
    return token;
  }

  async #campaignTest(notice: ClaimedNotice, organisation: Organisation) {
    const campaign = await readCampaign(this.database, notice.campaign_id!);
    const publicUrl = await this.relay.publicUrl();
    const testBy = await this.#colleague(notice);
    if (campaign.kind === 'reconsent')
      return this.#reconsentTest(campaign, { organisation, publicUrl, testBy });
    const asks = (await askedFields(this.database, campaign.listId)).map(({ name }) => name);
    const mail = campaignMail({
      ...campaign,
      look: lookOf(campaign.theme, publicUrl),
      list: campaign.listName,
      organisation,
      asks,
      imageOf: await shownImages(this.database, campaign.registerId, campaign, publicUrl),
      test: true,
      testBy,
      // Whoever tries the links out is not counted: in a test they lead straight on, under the same words.
      ...(campaign.countsFollows && { throughUs: straightOn(publicUrl) }),
    });
    // As whoever has answered nothing reads it; the words for them hold no character of HTML.
    const filled = (part: string) =>
      mail.places.reduce(
        (text, { fallback }, place) => text.replaceAll(fillMark(place), fallback),
        part.replaceAll(PLACEHOLDER.leaveUrl, `${publicUrl}/u/`),
      );
    return { subject: mail.subject, text: filled(mail.text), html: filled(mail.html) };
  }

  /** Who asked for a test that goes to somebody else. */
  async #colleague(notice: ClaimedNotice): Promise<string | undefined> {
    const rows = (await this.database.query(
      `select s.name from jatakk.notice n join jatakk.staff s on s.id = n.asked_by
        where n.id = $1 and n.asked_by <> n.staff_id`,
      [notice.id],
    )) as { name: string }[];
    return rows[0]?.name;
  }

  async #reconsentTest(
    campaign: CampaignContent,
    given: { organisation: Organisation; publicUrl: string; testBy: string | undefined },
  ) {
    const { organisation, publicUrl, testBy } = given;
    const { listId, listName: list, locale, purposeVersion } = campaign;
    const words = await ListWords.read(this.database, listId);
    const now = words.newest(purposeVersion, locale);
    const before = words.before(purposeVersion, locale) ?? now;
    const mail = reconsentMail({ locale, list, before, now, organisation, test: true, testBy });
    const filled = (part: string) =>
      part
        .replaceAll(PLACEHOLDER.leaveUrl, `${publicUrl}/u/`)
        .replaceAll(PLACEHOLDER.answerUrl, `${publicUrl}/renew/`);
    return { subject: mail.subject, text: filled(mail.text), html: filled(mail.html) };
  }
}
