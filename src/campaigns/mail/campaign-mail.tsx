import type { ImageOf } from '../blocks/block-context.js';
import { type CountedLink, countLinks } from '../counted-links.js';
import type { Place } from '../place.js';
import { withoutPrivateUse } from '../private-use.js';
import { renderText } from '../render-text.js';
import { markSurveys } from '../survey-links.js';
import type { WrittenText } from '../written-text.js';
import { type Locale, translator } from '../../platform/i18n/messages.js';
import { fillMark, MOST_FILLS, PLACEHOLDER } from '../../platform/rendering/message-template.js';
import { footWords, type Letterhead } from './foot-words.js';
import type { Look } from '../theme/look.js';
import { MailFrame, MailLink, MailNote, renderMail } from './mail-frame.js';
import type { MailText } from './mail-text.js';
import { testNote } from './test-note.js';

export interface CampaignMail extends WrittenText, Letterhead {
  locale: Locale;
  subject: string;
  preheader: string;
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
  /** Its register's; ours where none is given. */
  look?: Look;
  /** The address of ours that a link leads through, where it is counted how many follow them; the reader is told. */
  throughUs?: ((target: string) => string | undefined) | undefined;
  /** Where our surveys are, and the mark of each that stands for a recipient's own ticket to it; none in what is no mailing. */
  tickets?: { publicUrl: string; markOf: (surveyId: string) => string | undefined } | undefined;
}

/** A campaign's text, and what is to stand at each of its places. */
export interface CampaignText extends MailText {
  places: Place[];
  /** The links that lead through us; none where nothing is counted. */
  links: CountedLink[];
}

/** A campaign in both its parts, with the recipient's own link out, and their own words, as marks. */
export function campaignMail(mail: CampaignMail): CampaignText {
  const { locale } = mail;
  const t = translator(locale);
  // Everything that was typed, so that the one placeholder is ours.
  const organisation = withoutPrivateUse(mail.organisation.name);
  const title = withoutPrivateUse(mail.subject);
  const subject = mail.test ? t('mail.test.subject', { subject: title }) : title;
  const preheader = withoutPrivateUse(mail.preheader);
  const places: Place[] = [];
  const look = mail.look && { look: mail.look };
  const written = renderText(mail, {
    locale,
    ...(mail.imageOf && { imageOf: mail.imageOf }),
    ...look,
    place: (place) =>
      mail.asks?.includes(place.name) && places.length < MOST_FILLS
        ? fillMark(places.push(place) - 1)
        : undefined,
  });
  const { tickets } = mail;
  const invited = tickets
    ? { ...written, ...markSurveys(written, tickets.publicUrl, tickets.markOf) }
    : written;
  const letter = mail.throughUs ? countLinks(invited, mail.throughUs) : { ...invited, links: [] };
  const { links } = letter;
  const { why, leave, leaveText, object, registers, marketing, sender } = footWords(locale, mail);
  const notes = [
    ...(mail.test ? [testNote(t, mail.testBy)] : []),
    ...(mail.corrected ? [t('mail.correction.note', { subject: withoutPrivateUse(mail.corrected) })] : []),
  ];
  const counted = links.length > 0 ? t('mail.footer.counted') : undefined;

  const text = [
    ...notes,
    ...(preheader ? [preheader] : []),
    letter.text,
    '-- ',
    why,
    `${leaveText}\n${PLACEHOLDER.leaveUrl}`,
    object,
    ...(counted ? [counted] : []),
    registers,
    `${marketing} ${sender}`,
  ].join('\n\n');

  const foot = (
    <>
      <p>
        {why}
        <br />
        <MailLink href={PLACEHOLDER.leaveUrl}>{leave}</MailLink>
      </p>
      <p>{object}</p>
      {counted && <p>{counted}</p>}
      <p>{registers}</p>
      <p>
        {marketing}
        <br />
        {sender}
      </p>
    </>
  );
  const html = renderMail(
    <MailFrame {...{ locale, title: subject, organisation, preheader, foot }} {...look}>
      {notes.map((note) => (
        <MailNote key={note}>{note}</MailNote>
      ))}
      <div dangerouslySetInnerHTML={{ __html: letter.html }} />
    </MailFrame>,
  );
  return { subject, text, html, places, links };
}
