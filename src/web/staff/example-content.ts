const sender = { senderName: 'Fjellhallen', senderAddress: 'program@fjellhallen.example' };

/** Made-up people under names reserved for examples (RFC 2606). Kari buys tickets too: she is in both registers. */
export const EXAMPLE_REGISTERS = [
  {
    slug: 'nyhetsbrev',
    name: 'Nyhetsbrev',
    lists: [
      {
        slug: 'hostprogrammet',
        name: 'Høstprogrammet',
        ...sender,
        words: [
          {
            locale: 'nb',
            text: 'Høstens konserter og forestillinger.',
            frequency: 'Omtrent én gang i måneden.',
          },
          {
            locale: 'en',
            text: 'This autumn’s concerts and performances.',
            frequency: 'About once a month.',
          },
        ],
        people: [
          'kari@example.org',
          'ola@example.org',
          'aase@example.com',
          'jonas@example.net',
          'ingrid@example.org',
        ],
      },
      {
        slug: 'barn-og-familie',
        name: 'Barn og familie',
        ...sender,
        words: [
          { locale: 'nb', text: 'Det som passer for barn under 12.', frequency: 'Fire ganger i året.' },
          { locale: 'en', text: 'What suits children under 12.', frequency: 'Four times a year.' },
        ],
        people: ['ola@example.org', 'marte@example.com'],
      },
    ],
  },
  {
    slug: 'billettkjopere',
    name: 'Billettkjøpere',
    lists: [
      {
        slug: 'for-billettkjopere',
        name: 'For billettkjøpere',
        ...sender,
        words: [
          {
            locale: 'nb',
            text: 'Forhåndssalg og tilbud til deg som har kjøpt billett.',
            frequency: 'To til fire ganger i året.',
          },
          {
            locale: 'en',
            text: 'Advance sales and offers for ticket buyers.',
            frequency: 'Two to four times a year.',
          },
        ],
        people: ['kari@example.org', 'per@example.net'],
      },
    ],
  },
] as const satisfies readonly {
  slug: string;
  name: string;
  lists: readonly {
    slug: string;
    name: string;
    senderName: string;
    senderAddress: string;
    words: readonly { locale: string; text: string; frequency: string }[];
    people: readonly string[];
  }[];
}[];

export const EXAMPLE_CAMPAIGN = {
  locale: 'nb',
  subject: 'Oktober: sju konserter og en danseforestilling',
  preheader: 'Billettene legges ut mandag klokken ti.',
  format: 'markdown' as const,
  body: [
    '# Oktober i Fjellhallen',
    '',
    'Sju konserter og en danseforestilling. Dette er de første:',
    '',
    '- **3. oktober:** Kammerkoret synger Knut Nystedt',
    '- **9. oktober:** «Vidda», dans for fire og en trekkspiller',
    '- **17. oktober:** Åpen øving, gratis for alle',
    '',
    '[Se hele programmet](https://fjellhallen.example/program)',
    '',
    'Vel møtt!',
  ].join('\n'),
};
