import { Fragment } from 'preact';
import { formats, TIME_ZONE } from '../../platform/i18n/formats.js';
import { type Locale, translator } from '../../platform/i18n/messages.js';
import { armour } from '../../subscriptions/receipts/armour.js';
import type { Receipt } from '../../subscriptions/receipts/receipt.js';
import {
  MailBlock,
  MailFrame,
  MailHeading,
  MailLink,
  MailOffer,
  renderMail,
} from '../../campaigns/mail/mail-frame.js';
import type { MailText } from '../../campaigns/mail/mail-text.js';

export interface ReceiptMail {
  locale: Locale;
  organisation: string;
  postalAddress: string;
  /** Where a receipt is checked. */
  verifyUrl: string;
  receipts: readonly Receipt[];
}

/** The receipt, for keeping: what was said yes to, and the block that proves it. It holds no link that does anything. */
export function receiptMail({
  locale,
  organisation,
  postalAddress,
  verifyUrl,
  receipts,
}: ReceiptMail): MailText {
  const t = translator(locale);
  const { dateTime } = formats(locale, TIME_ZONE);
  const subject = t('mail.receipt.subject', {
    lists: receipts.map(({ record }) => record.list.name).join(', '),
  });
  const sender = t('mail.footer.sender-short', { organisation, address: postalAddress });
  const when = ({ record }: Receipt) =>
    t('mail.receipt.when', {
      at: dateTime(new Date(record.answered?.at ?? record.enteredAt)),
      version: record.purpose.version,
    });
  const blocks = receipts.map(armour);

  const text = [
    t('mail.receipt.asked'),
    ...receipts.map(
      (receipt) =>
        `${receipt.record.list.name}\n${when(receipt)}\n${receipt.words.text} ${receipt.words.frequency}`,
    ),
    `${t('mail.receipt.block')}\n${verifyUrl}`,
    ...blocks,
    t('mail.receipt.not-you'),
    sender,
  ].join('\n\n');

  const foot = (
    <>
      <p>{t('mail.receipt.not-you')}</p>
      <p>{sender}</p>
    </>
  );
  const html = renderMail(
    <MailFrame locale={locale} title={subject} organisation={organisation} foot={foot}>
      <MailHeading>{t('mail.receipt.title')}</MailHeading>
      <p>{t('mail.receipt.asked')}</p>
      {receipts.map((receipt) => (
        <Fragment key={receipt.salt}>
          <p>
            <strong>{receipt.record.list.name}</strong>
            <br />
            {when(receipt)}
          </p>
          <MailOffer>
            {receipt.words.text} {receipt.words.frequency}
          </MailOffer>
        </Fragment>
      ))}
      <p>
        {t('mail.receipt.block')} <MailLink href={verifyUrl}>{verifyUrl}</MailLink>
      </p>
      {blocks.map((block) => (
        <MailBlock key={block}>{block}</MailBlock>
      ))}
    </MailFrame>,
  );
  return { subject, text, html };
}
