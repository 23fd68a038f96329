import type { Block, BlockDocument, Inline, PlainBlock } from '../../campaigns/blocks/block-document.js';
import type { Locale } from '../../platform/i18n/messages.js';

/** What a campaign can be begun with, beside an empty page and an earlier one. */
export const STARTS = ['newsletter', 'event', 'message'] as const;

export type Start = (typeof STARTS)[number];

const text = (of: string): Inline[] => [{ type: 'text', text: of }];
const p = (of: string): PlainBlock => ({ type: 'paragraph', content: text(of) });
const h = (level: 1 | 2, of: string): PlainBlock => ({
  type: 'heading',
  attrs: { level },
  content: text(of),
});
const button = (label: string): PlainBlock => ({ type: 'button', attrs: { label, href: '' } });
const image: PlainBlock = { type: 'image', attrs: { image: null, alt: '', href: '' } };
const divider: PlainBlock = { type: 'divider' };
const event = (title: string): PlainBlock => ({
  type: 'event',
  attrs: { title, date: '', until: '', place: '', href: '' },
});
const list = (...items: string[]): PlainBlock => ({
  type: 'bulletList',
  content: items.map((item) => ({ type: 'listItem', content: [{ type: 'paragraph', content: text(item) }] })),
});
const columns = (left: PlainBlock[], right: PlainBlock[]): Block => ({
  type: 'columns',
  content: [left, right].map((content) => ({ type: 'column', content })),
});

/** Written as somebody would, so that it shows where what goes; every line is there to be replaced. */
const TEXTS: Record<Locale, Record<Start, Block[]>> = {
  nb: {
    newsletter: [
      h(1, 'Hva handler dette brevet om?'),
      p(
        'Begynn med det viktigste, i to eller tre setninger. Den som ikke leser mer, skal ha fått med seg dette.',
      ),
      image,
      h(2, 'Den første saken'),
      p('Fortell kort hva som er nytt, og for hvem. Lenk til resten i stedet for å skrive alt her.'),
      button('Les mer'),
      divider,
      columns([h(2, 'En sak til'), p('Noen linjer om den.')], [h(2, 'Og én til'), p('Noen linjer om den.')]),
      h(2, 'Kort fortalt'),
      list('Noe som skjer snart', 'Noe som er lagt ut', 'Noe dere lurer på'),
      p('Vennlig hilsen oss'),
    ],
    event: [
      h(1, 'Velkommen til oss'),
      p('Hva skal skje, og hvorfor er det verdt en kveld? To eller tre setninger.'),
      event('Hva skal skje'),
      button('Meld deg på'),
      h(2, 'Godt å vite'),
      list('Hvordan du kommer dit', 'Om stedet er lett å bevege seg i', 'Hva du bør ta med'),
      p('Har du spørsmål, er det bare å svare på denne e-posten.'),
    ],
    message: [
      p('Hei!'),
      p('Skriv det du vil si, slik du ville sagt det til én person.'),
      p('Vennlig hilsen oss'),
    ],
  },
  en: {
    newsletter: [
      h(1, 'What is this letter about?'),
      p(
        'Begin with what matters most, in two or three sentences. Whoever reads no further should have this.',
      ),
      image,
      h(2, 'The first piece'),
      p('Say briefly what is new, and for whom. Link to the rest rather than writing all of it here.'),
      button('Read more'),
      divider,
      columns(
        [h(2, 'Another piece'), p('A few lines about it.')],
        [h(2, 'And one more'), p('A few lines about it.')],
      ),
      h(2, 'In short'),
      list('Something that is soon to happen', 'Something that is out now', 'Something you wonder about'),
      p('Kind regards from all of us'),
    ],
    event: [
      h(1, 'You are invited'),
      p('What is going to happen, and why is it worth an evening? Two or three sentences.'),
      event('What is going to happen'),
      button('Sign up'),
      h(2, 'Good to know'),
      list('How to get there', 'Whether the place is easy to move around in', 'What to bring'),
      p('If you have a question, just answer this e-mail.'),
    ],
    message: [
      p('Hello!'),
      p('Write what you want to say, as you would say it to one person.'),
      p('Kind regards from all of us'),
    ],
  },
};

const EMPTY: Block[] = [{ type: 'paragraph' }];

/** A text to begin with. */
export function startingText(start: Start | 'empty', locale: Locale): BlockDocument {
  return { type: 'doc', content: start === 'empty' ? EMPTY : TEXTS[locale][start] };
}
