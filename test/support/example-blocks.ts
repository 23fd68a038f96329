import type { BlockDocument, Inline, PlainBlock } from '../../src/campaigns/blocks/block-document.js';
import type { MailImage } from '../../src/campaigns/blocks/block-context.js';

/** What stands in every block of {@link exampleBlocks}. */
export interface BlockWords {
  subject: string;
  purpose: string;
  question: string;
  why: string;
  person: string;
  organisation: string;
  postalAddress: string;
  formUrl: string;
}

// As they are served to the pages of the tests.
export const STAGE = '00000000-0000-4000-8000-000000000001';
export const CHOIR = '00000000-0000-4000-8000-000000000002';

/** Of a register that has two. */
export const IMAGES: Readonly<Record<string, MailImage>> = {
  [STAGE]: { width: 1200, height: 800, src: `/images/${STAGE}/1200` },
  [CHOIR]: { width: 1200, height: 1600, src: `/images/${CHOIR}/1200` },
};

export const text = (
  words: string,
  ...marks: NonNullable<Extract<Inline, { type: 'text' }>['marks']>
): Inline => (marks.length === 0 ? { type: 'text', text: words } : { type: 'text', text: words, marks });
export const link = (href: string) => ({ type: 'link' as const, attrs: { href } });
export const place = (name: string, fallback: string): Inline => ({
  type: 'place',
  attrs: { name, fallback },
});
export const paragraph = (...content: Inline[]) => ({ type: 'paragraph' as const, content });
export const heading = (level: 1 | 2 | 3, words: string) => ({
  type: 'heading' as const,
  attrs: { level },
  content: [text(words)],
});
export const doc = (...content: BlockDocument['content']): BlockDocument => ({ type: 'doc', content });
export const event = (attrs: Partial<Extract<PlainBlock, { type: 'event' }>['attrs']> = {}) => ({
  type: 'event' as const,
  attrs: { title: '', date: '', until: '', place: '', href: '', ...attrs },
});

/** A mailing with each kind of block in it. */
export function exampleBlocks(words: BlockWords): BlockDocument {
  const { subject, purpose, question, why, person, organisation, postalAddress, formUrl } = words;
  const item = (words: string) => ({ type: 'listItem' as const, content: [paragraph(text(words))] });
  return doc(
    { type: 'image', attrs: { image: STAGE, alt: organisation, href: '' } },
    heading(1, subject),
    paragraph(
      text('Hei '),
      place('fornavn', 'du'),
      text('! '),
      text(why, { type: 'bold' }),
      text(' '),
      text(purpose, { type: 'italic' }),
      text(' '),
      text(question, link(formUrl), { type: 'bold' }),
      text('.', link(formUrl)),
    ),
    event({
      title: subject,
      date: '2026-10-03T19:00',
      until: '2026-10-03T21:30',
      place: postalAddress,
      href: formUrl,
    }),
    event({ title: question, date: '2026-12-31T22:00', until: '2027-01-01T01:00', place: organisation }),
    { type: 'button', attrs: { label: question, href: formUrl } },
    { type: 'divider' },
    heading(2, question),
    { type: 'bulletList', content: [item(purpose), item(why)] },
    {
      type: 'columns',
      content: [
        {
          type: 'column',
          content: [
            { type: 'image', attrs: { image: CHOIR, alt: why, href: formUrl } },
            heading(3, organisation),
            paragraph(text(why)),
          ],
        },
        {
          type: 'column',
          content: [
            heading(3, person),
            paragraph(text(purpose)),
            { type: 'orderedList', content: [item(why), item(question)] },
          ],
        },
      ],
    },
    { type: 'quote', attrs: { by: person }, content: [paragraph(text(why))] },
    paragraph(text('مرحبا بكم في القاعة')),
  );
}
