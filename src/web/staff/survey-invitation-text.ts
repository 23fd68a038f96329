import type { BlockDocument, PlainBlock } from '../../campaigns/blocks/block-document.js';
import { type Locale, translator } from '../../platform/i18n/messages.js';

export interface Invitation {
  title: string;
  /** The last day, as it is written; null where none is set. */
  until: string | null;
  link: string;
}

const LONGEST = 200;

/** A mail that asks for answers, to be made one's own. Its link is the same for everybody until the mail is sent. */
export function invitationText(
  locale: Locale,
  { title, until, link }: Invitation,
): { subject: string; preheader: string; body: BlockDocument } {
  const t = translator(locale);
  const p = (text: string): PlainBlock => ({ type: 'paragraph', content: [{ type: 'text', text }] });
  return {
    subject: t('surveys.mail.subject', { title }).slice(0, LONGEST),
    preheader: t('surveys.mail.preheader'),
    body: {
      type: 'doc',
      content: [
        {
          type: 'heading',
          attrs: { level: 1 },
          content: [{ type: 'text', text: title || t('surveys.untitled') }],
        },
        p(t('surveys.mail.why')),
        { type: 'button', attrs: { label: t('surveys.mail.button'), href: link } },
        p(until === null ? t('surveys.mail.no-end') : t('surveys.mail.until', { until })),
        p(t('surveys.mail.apart')),
        p(t('surveys.mail.one')),
      ],
    },
  };
}
