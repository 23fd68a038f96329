import { accountChangedMail, passwordResetMail } from '../../src/keeper/mails/account-mail.js';
import { campaignMail } from '../../src/campaigns/mail/campaign-mail.js';
import { confirmationMail } from '../../src/keeper/mails/confirmation-mail.js';
import { invitationMail } from '../../src/keeper/mails/invitation-mail.js';
import { leftMail } from '../../src/keeper/mails/left-mail.js';
import { receiptMail } from '../../src/keeper/mails/receipt-mail.js';
import { linkMail } from '../../src/keeper/mails/link-mail.js';
import { lookOf } from '../../src/campaigns/theme/look.js';
import type { Locale } from '../../src/platform/i18n/messages.js';
import { fillMark, PLACEHOLDER } from '../../src/platform/rendering/message-template.js';
import { exampleBlocks, IMAGES } from './example-blocks.js';
import { exampleReceipt } from './example-receipt.js';
import type { Words } from './words.js';

const LOGO = { image: '00000000-0000-4000-8000-000000000004', alt: 'Fjellhallen', width: 160, height: 160 };

/** The HTML part of every mail that leaves the house. */
export function everyMail(locale: Locale, words: Words): (readonly [name: string, html: string])[] {
  const { purpose, frequency, organisation, postalAddress, token, subject, preheader, body } = words;
  const one = { name: words.list, purpose, frequency, leaveUrl: `/u/${token}` };
  const confirmation = { locale, organisation, postalAddress, confirmUrl: `/confirm/${token}` };
  const campaign = {
    locale,
    subject,
    preheader,
    format: 'markdown' as const,
    body,
    list: words.list,
    organisation: {
      name: organisation,
      number: words.organisationNumber,
      postalAddress,
      email: words.contactAddress,
      privacyEmail: words.privacyAddress,
    },
  };
  const link = { locale, organisation, postalAddress, register: words.register };
  const toMember = { locale, organisation, postalAddress, name: words.person };
  const mails = {
    'mail confirmation': confirmationMail({ ...confirmation, lists: [one] }),
    'mail confirmation, with a welcome': confirmationMail({
      ...confirmation,
      lists: [{ ...one, welcomes: true }],
    }),
    'mail confirmation, several': confirmationMail({
      ...confirmation,
      lists: [one, { ...one, name: words.otherList }],
    }),
    'mail invitation': invitationMail({ ...toMember, url: '/i' }),
    'mail account changed': accountChangedMail('totp-added', { ...toMember, url: '/staff/account' }),
    'mail provider linked': accountChangedMail('provider-linked', { ...toMember, url: '/staff/account' }),
    'mail codes guessed': accountChangedMail('codes-guessed', { ...toMember, url: '/staff/account' }),
    'mail password reset': passwordResetMail({ ...toMember, url: `/new-password/${token}` }),
    'mail receipt': receiptMail({
      locale,
      organisation,
      postalAddress,
      verifyUrl: words.formUrl,
      receipts: [exampleReceipt(words)],
    }),
    'mail left': leftMail({
      locale,
      organisation,
      postalAddress,
      list: words.list,
      undoUrl: `/u/undo/${token}`,
    }),
    'mail manage': linkMail('manage', { ...link, url: `/manage/${token}` }),
    'mail address change': linkMail('address-change', { ...link, url: `/address/${token}` }),
    'mail campaign': campaignMail(campaign),
    'mail campaign of blocks': campaignMail({
      ...campaign,
      format: 'blocks',
      body: JSON.stringify(exampleBlocks(words)),
      asks: ['fornavn'],
      imageOf: (id) => IMAGES[id],
    }),
    'mail campaign of blocks, images away': campaignMail({
      ...campaign,
      format: 'blocks',
      body: JSON.stringify(exampleBlocks(words)),
      imageOf: (id) =>
        IMAGES[id] && { ...IMAGES[id], src: '/images/00000000-0000-4000-8000-00000000000a/1200' },
    }),
    'mail campaign of blocks, dressed': campaignMail({
      ...campaign,
      format: 'blocks',
      body: JSON.stringify(exampleBlocks(words)),
      asks: ['fornavn'],
      imageOf: (id) => IMAGES[id],
      look: lookOf({ accent: '#8c1d40', night: '#e58fae', font: 'serif', logo: LOGO }, ''),
    }),
    'mail campaign, dressed': campaignMail({
      ...campaign,
      look: lookOf({ accent: '#1d4f91', night: '#8fb8ea', font: 'wide', logo: null }, ''),
    }),
    'mail campaign, test': campaignMail({ ...campaign, preheader: '', test: true }),
    'mail campaign, test to a colleague': campaignMail({ ...campaign, test: true, testBy: 'Kari Nordmann' }),
  };
  return Object.entries(mails).map(([name, { html }]) => [
    name,
    html.replaceAll(PLACEHOLDER.leaveUrl, `/u/${token}`).replaceAll(fillMark(0), words.person),
  ]);
}
