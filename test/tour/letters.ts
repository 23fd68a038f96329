import type { BlockDocument, PlainBlock } from '../../src/campaigns/blocks/block-document.js';
import { doc, event, heading, link, paragraph, text } from '../support/example-blocks.js';
import { wallTimeIn } from './days.js';
import { pictureId } from './drawings.js';

/** A campaign's words, before it is known when it was sent. */
export interface Letter {
  subject: string;
  preheader: string;
  /** Markdown, or blocks. */
  body: string | BlockDocument;
}

const SITE = 'https://fjellhallen.example';

const item = (words: string) => ({ type: 'listItem' as const, content: [paragraph(text(words))] });
const bullets = (...items: string[]): PlainBlock => ({ type: 'bulletList', content: items.map(item) });
const button = (label: string, path: string): PlainBlock => ({
  type: 'button',
  attrs: { label, href: `${SITE}/${path}` },
});
const picture = (
  key: Parameters<typeof pictureId>[1],
  alt: string,
  register: 'lesere' | 'kjopere' = 'lesere',
) => ({ type: 'image', attrs: { image: pictureId(register, key), alt, href: '' } }) as const;

/** The large one: every kind of block, as a real letter would use it. */
export function programLetter(subject: string, inDays: number): Letter {
  return {
    subject,
    preheader: 'Kor i fjellet, en utstilling om is, og kvelden da vi slukker lyset.',
    body: doc(
      picture('hall', 'Fjellhallen sett fra inngangen, med lys på steinveggen'),
      heading(1, subject),
      paragraph(
        text('Nå er det mørkt nok til at hallen er på sitt beste. '),
        text('Tre kvelder vi gleder oss til', { type: 'bold' }),
        text(', og én lørdag for dem som legger seg tidlig. Hele programmet ligger '),
        text('på nettsidene våre', link(`${SITE}/program`)),
        text('.'),
      ),
      event({
        title: 'Kor i fjellet: Bergtatt',
        date: wallTimeIn(inDays, '19:00'),
        until: wallTimeIn(inDays, '21:00'),
        place: 'Store hall, Fjellveien 1',
        href: `${SITE}/program/bergtatt`,
      }),
      button('Kjøp billett', 'program/bergtatt'),
      { type: 'divider' },
      heading(2, 'Dette skjer også'),
      {
        type: 'columns',
        content: [
          {
            type: 'column',
            content: [
              picture('ice', 'Blå is med luftbobler'),
              heading(3, 'Åtte somre på isen'),
              paragraph(text('Fotografiene til Sunniva Lie henger til påske. Fri adgang alle dager.')),
            ],
          },
          {
            type: 'column',
            content: [
              picture('lamp', 'En enslig lampe i en mørk gang'),
              heading(3, 'Kvelden uten lys'),
              paragraph(text('Vi slukker alt, tenner ett stearinlys og leser høyt. Ta med noe varmt.')),
            ],
          },
        ],
      },
      {
        type: 'quote',
        attrs: { by: 'Sunniva Lie, fotograf' },
        content: [paragraph(text('Jeg trodde jeg skulle fotografere is. Det ble bilder av å vente.'))],
      },
      heading(2, 'Godt å vite'),
      bullets(
        'Dørene åpnes en time før, og garderoben er varm.',
        'Det er trinnfri adkomst fra parkeringsplassen.',
        'Teleslynge i store hall; spør i skranken.',
      ),
      paragraph(text('Vennlig hilsen oss i Fjellhallen')),
    ),
  };
}

export function eventLetter(subject: string, what: string, inDays: number, why: string): Letter {
  return {
    subject,
    preheader: why,
    body: doc(
      heading(1, what),
      paragraph(text(why)),
      event({
        title: what,
        date: wallTimeIn(inDays, '18:30'),
        place: 'Fjellhallen',
        href: `${SITE}/program`,
      }),
      button('Sett av en plass', 'program'),
      paragraph(text('Har du spørsmål, er det bare å svare på denne e-posten.')),
    ),
  };
}

export function plainLetter(subject: string, preheader: string, ...paragraphs: string[]): Letter {
  return { subject, preheader, body: `# ${subject}\n\n${paragraphs.join('\n\n')}\n` };
}

export const WELCOME: Letter = plainLetter(
  'Velkommen som frivillig',
  'Slik finner du fram første gang.',
  'Så hyggelig at du vil være med. Første gang møter du i skranken en halvtime før dørene åpnes; noen viser deg rundt.',
  '- Ta på deg gode sko: gulvet er av stein.\n- Du får vest og nøkkelkort i skranken.\n- Kan du ikke likevel, svar på denne e-posten.',
  'Vaktlisten kommer hver onsdag.',
);

const PROGRAM = [
  'Vinterprogrammet er klart',
  'Januar: mørke, kor og varm suppe',
  'Åtte somre på isen åpner torsdag',
  'Vinterferie i fjellet',
  'Foredrag: hva steinen husker',
  'Påsken hos oss',
  'Vårkonserten er flyttet inn',
  'Nye navn på plakaten i mai',
  'Sankthans på taket',
  'Sommeråpent hver dag',
  'Høstprogrammet er lagt ut',
  'Kunstnersamtale med Sunniva Lie',
  'Kulturnatt: åpent til to',
  'Novemberkonsertene',
];
const FAMILY = [
  'Lørdag: bygg din egen grotte',
  'Eventyrstund i store hall',
  'Vinterferiens verksted',
  'Påskejakt i mørket',
  'Korskole for de minste',
  'Sommerlesing ute',
  'Drager og steiner',
  'Lykteverksted før advent',
];
const TICKETS = [
  'Billetter til vårens konserter',
  'Ekstrakonsert: Bergtatt',
  'Nå slippes påskebillettene',
  'Sesongkort for høsten',
  'Julekonserten er ute',
];
const SEATS = [
  'Sju plasser igjen i kveld',
  'Halv pris på fredagens foredrag',
  'Ledig på første rad',
  'Noen avbestilte: fire plasser',
];

export interface SentLetter extends Letter {
  list: string;
  /** How many days ago it began. */
  days: number;
  /** Clicks on its links are counted. */
  counts: boolean;
}

/** What was sent in the year, the oldest first within each list. */
export function sentLetters(): SentLetter[] {
  const program = PROGRAM.map((subject, n) => ({
    ...programLetter(subject, 20 - (350 - n * 26)),
    list: 'programmet',
    days: 350 - n * 26,
    counts: n % 2 === 1,
  }));
  const family = FAMILY.map((subject, n) => ({
    ...eventLetter(
      subject,
      'Familielørdag',
      5 - (330 - n * 45),
      'Vi begynner klokken elleve og holder på i to timer. Gratis for alle under sekstito.',
    ),
    list: 'familielordag',
    days: 330 - n * 45,
    counts: n === 7,
  }));
  const tickets = TICKETS.map((subject, n) => ({
    ...plainLetter(
      subject,
      'Billettene legges ut i morgen klokken ni.',
      'De som står på denne listen, får vite det først. Salget åpner i morgen klokken ni på [billettsidene](https://fjellhallen.example/billetter).',
      'Har du ledsagerbevis, ring oss, så finner vi plasser sammen: telefonen er åpen fra ni til tre.',
    ),
    list: 'billettnytt',
    days: 320 - n * 70,
    counts: n >= 3,
  }));
  const seats = SEATS.map((subject, n) => ({
    ...plainLetter(
      subject,
      'Førstemann til mølla.',
      'Noen kunne ikke komme likevel. Plassene ligger på [billettsidene](https://fjellhallen.example/restplasser) til de er borte.',
    ),
    list: 'restplasser',
    days: 190 - n * 52,
    counts: false,
  }));
  return [...program, ...family, ...tickets, ...seats];
}
