import type { BlockDocument } from '../../campaigns/blocks/block-document.js';
import { type Locale, translator } from '../../platform/i18n/messages.js';

/** A letter with everything in it that a look changes. */
export function themeExample(locale: Locale): BlockDocument {
  const t = translator(locale);
  const words = (text: string) => ({ type: 'text' as const, text });
  return {
    type: 'doc',
    content: [
      { type: 'heading', attrs: { level: 1 }, content: [words(t('theme.example.subject'))] },
      {
        type: 'paragraph',
        content: [
          words(`${t('theme.example.text')} `),
          {
            ...words(t('theme.example.link')),
            marks: [{ type: 'link', attrs: { href: 'https://example.org/' } }],
          },
        ],
      },
      {
        type: 'event',
        attrs: {
          title: t('theme.example.event'),
          date: '2027-10-14T19:00',
          until: '',
          place: t('theme.example.place'),
          href: 'https://example.org/',
        },
      },
      { type: 'button', attrs: { label: t('theme.example.button'), href: 'https://example.org/' } },
      {
        type: 'quote',
        attrs: { by: t('theme.example.by') },
        content: [{ type: 'paragraph', content: [words(t('theme.example.quote'))] }],
      },
    ],
  };
}
