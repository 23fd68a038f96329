import type { ImageOf } from '../../campaigns/blocks/block-context.js';
import type { Place } from '../../campaigns/place.js';
import { withoutPrivateUse } from '../../campaigns/private-use.js';
import { renderText } from '../../campaigns/render-text.js';
import type { WrittenText } from '../../campaigns/written-text.js';
import { type Locale, translator } from '../../platform/i18n/messages.js';
import { fillMark, MOST_FILLS, PLACEHOLDER } from '../../platform/rendering/message-template.js';
import { MailFrame, MailLink, renderMail } from './mail-frame.js';
import { MAIL_STYLE } from './mail-style.js';
import type { MailText } from './mail-text.js';
import { testNote } from './test-note.js';

export interface CampaignMail extends WrittenText {
  locale: Locale;
  subject: string;
  preheader: string;
  list: string;
  organisation: { name: string; number: string; postalAddress: string; email: string; privacyEmail: string };
  /** The subject of the mail that this one corrects; it says so above everything else. */
  corrected?: string | null;
  /** A test goes to whoever asked for it, or to colleagues, says so, and its leave link leads nowhere. */
  test?: boolean;
  /** Which colleague has sent the test; absent where it is the reader. */
  testBy?: string | undefined;
  /** The names of what this list asks its people: what a place may be named after. */
  asks?: readonly string[];
  /** The images of its register. */
  imageOf?: ImageOf;
}

/** A campaign's text, and what is to stand at each of its places. */
export interface CampaignText extends MailText {
  places: Place[];
}

/** A campaign in both its parts, with the recipient's own link out, and their own words, as marks. */
export function campaignMail(mail: CampaignMail): CampaignText {
  const { locale } = mail;
  const t = translator(locale);
  // Everything that was typed, so that the one placeholder is ours.
  const list = withoutPrivateUse(mail.list);
  const organisation = mapValues(mail.organisation, withoutPrivateUse);
  const title = withoutPrivateUse(mail.subject);
  const subject = mail.test ? t('mail.test.subject', { subject: title }) : title;
  const preheader = withoutPrivateUse(mail.preheader);
  const places: Place[] = [];
  const written = renderText(mail, {
    locale,
    ...(mail.imageOf && { imageOf: mail.imageOf }),
    place: (place) =>
      mail.asks?.includes(place.name) && places.length < MOST_FILLS
        ? fillMark(places.push(place) - 1)
        : undefined,
  });
  const why = t('mail.footer.why', { list, organisation: organisation.name });
  const object = t('mail.footer.object', { privacy: organisation.privacyEmail });
  const sender = t('mail.footer.sender', {
    organisation: organisation.name,
    number: organisation.number,
    address: organisation.postalAddress,
    email: organisation.email,
  });
  const notes = [
    ...(mail.test ? [testNote(t, mail.testBy)] : []),
    ...(mail.corrected ? [t('mail.correction.note', { subject: withoutPrivateUse(mail.corrected) })] : []),
  ];
  const marketing = t('mail.footer.marketing', { organisation: organisation.name });
  const registers = t('mail.footer.registers');

  const text = [
    ...notes,
    ...(preheader ? [preheader] : []),
    written.text,
    '-- ',
    why,
    `${t('mail.footer.leave-text', { list })}\n${PLACEHOLDER.leaveUrl}`,
    object,
    registers,
    `${marketing} ${sender}`,
  ].join('\n\n');

  const foot = (
    <>
      <p>
        {why}
        <br />
        <MailLink href={PLACEHOLDER.leaveUrl}>{t('mail.footer.leave')}</MailLink>
      </p>
      <p>{object}</p>
      <p>{registers}</p>
      <p>
        {marketing}
        <br />
        {sender}
      </p>
    </>
  );
  const html = renderMail(
    <MailFrame
      locale={locale}
      title={subject}
      organisation={organisation.name}
      preheader={preheader}
      foot={foot}
    >
      {notes.map((note) => (
        <p key={note} class="note" style={MAIL_STYLE.note}>
          {note}
        </p>
      ))}
      <div dangerouslySetInnerHTML={{ __html: written.html }} />
    </MailFrame>,
  );
  return { subject, text, html, places };
}

function mapValues<T extends Record<string, string>>(record: T, map: (value: string) => string): T {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)])) as T;
}
