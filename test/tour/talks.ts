import type { RegisterKey } from './plan.js';

/** One message of a conversation, so many days ago. */
export interface Said {
  /** `in`: they wrote; `out`: one of us answered; `note`: one of us to the others. */
  kind: 'in' | 'out' | 'note';
  days: number;
  /** In UTC. */
  clock: string;
  text: string;
  /** Who of us wrote it. */
  by?: string;
}

export interface Talk {
  key: string;
  register: RegisterKey;
  /** The list's address that they wrote to. */
  to: string;
  from: { name: string; address: string };
  subject: string;
  themes: readonly string[];
  /** Who has it. */
  with?: string;
  closed?: boolean;
  said: readonly Said[];
}

const PROGRAM = 'program@fjellhallen.example';
const FAMILY = 'familie@fjellhallen.example';
const TICKETS = 'billett@fjellhallen.example';

/** What people have written before today, and what they were answered. */
export const TALKS: readonly Talk[] = [
  {
    key: 'wheelchair',
    register: 'lesere',
    to: PROGRAM,
    from: { name: 'Randi Moe', address: 'randi.moe@storpost.example' },
    subject: 'Rullestol på balkongen?',
    themes: ['Tilgjengelighet', 'Billetter'],
    with: 'hanne',
    said: [
      {
        kind: 'in',
        days: 9,
        clock: '17:42',
        text: 'Hei.\n\nVi er to som gleder oss til Bergtatt, og søsteren min bruker rullestol. Kommer hun opp på balkongen, eller må vi sitte nede?\n\nHilsen Randi Moe',
      },
      {
        kind: 'out',
        by: 'hanne',
        days: 8,
        clock: '08:15',
        text: 'Hei, Randi.\n\nDet går heis til balkongen fra vestibylen, og det er tre plasser uten stol ytterst på første rad. Skal vi holde av én av dem, og stolen ved siden av?\n\nVennlig hilsen\nHanne',
      },
      {
        kind: 'note',
        by: 'hanne',
        days: 8,
        clock: '08:21',
        text: 'Har ringt skranken: plass 1 og 2 på første rad er ledige til og med fredag.',
      },
      {
        kind: 'in',
        days: 4,
        clock: '20:03',
        text: 'Ja takk, gjerne! Det er fredag den ellevte. Og er det noe sted vi kan parkere nær heisen?\n\nRandi\n\nDen 3. mars skrev Fjellhallen:\n> Hei, Randi.\n>\n> Det går heis til balkongen fra vestibylen, og det er tre plasser\n> uten stol ytterst på første rad.',
      },
    ],
  },
  {
    key: 'ice',
    register: 'lesere',
    to: PROGRAM,
    from: { name: 'Torgeir Brekke', address: 'torgeir@nabopost.example' },
    subject: 'Sv: Åtte somre på isen',
    themes: [],
    said: [
      {
        kind: 'in',
        days: 8,
        clock: '10:30',
        text: 'Hei! Er utstillingen åpen i romjulen også?',
      },
    ],
  },
  {
    key: 'thanks',
    register: 'lesere',
    to: PROGRAM,
    from: { name: 'Ellen Sand', address: 'ellen.sand@skolen.example' },
    subject: 'Takk for i går',
    themes: ['Ros'],
    said: [
      {
        kind: 'in',
        days: 1,
        clock: '07:10',
        text: 'Kjære Fjellhallen, det var den fineste kvelden på lenge. Takk til alle som sto i mørket og holdt lys.',
      },
    ],
  },
  {
    key: 'lamp',
    register: 'lesere',
    to: FAMILY,
    from: { name: 'Jonas Vik', address: 'jonas.vik@bedrift.example' },
    subject: 'Hodelykt på lørdag',
    themes: ['Program'],
    with: 'hanne',
    closed: true,
    said: [
      { kind: 'in', days: 16, clock: '12:05', text: 'Trenger barna hodelykt, eller har dere?' },
      {
        kind: 'out',
        by: 'hanne',
        days: 15,
        clock: '09:40',
        text: 'Vi har hodelykter til alle. Ta gjerne med votter.\n\nHanne',
      },
    ],
  },
  {
    key: 'seats',
    register: 'kjopere',
    to: TICKETS,
    from: { name: 'Liv Grande', address: 'liv.grande@storpost.example' },
    subject: 'Kan jeg bytte dag?',
    themes: ['Billetter'],
    said: [
      {
        kind: 'in',
        days: 2,
        clock: '15:55',
        text: 'Jeg har to billetter til torsdag og skulle gjerne byttet til fredag. Går det?',
      },
    ],
  },
];

export interface HeardMonth {
  register: RegisterKey;
  /** So many months ago. */
  ago: number;
  heard: string;
  did: string;
  published: boolean;
  /** How many conversations there were of each theme. */
  themes: Readonly<Record<string, number>>;
}

export const HEARD: readonly HeardMonth[] = [
  {
    register: 'lesere',
    ago: 1,
    heard:
      'Mange spurte hvordan de kommer opp på balkongen, og om det er plass til rullestol der.\n\nFlere skrev at lørdagene begynner for tidlig for dem som kommer med buss.',
    did: 'Heisen står nå i hver invitasjon, og tre plasser på første rad holdes av til dagen før.\n\nFra januar begynner Familielørdag klokken elleve.',
    published: true,
    themes: { Tilgjengelighet: 14, Program: 22, Ros: 9, Billetter: 3 },
  },
  {
    register: 'lesere',
    ago: 2,
    heard: 'Lyset på veien opp til hallen er for svakt om kvelden.',
    did: 'Vi har spurt kommunen, og fått svar: nye lamper kommer i løpet av vinteren.',
    published: true,
    themes: { Program: 17, Annet: 6, Ros: 2 },
  },
  {
    register: 'kjopere',
    ago: 1,
    heard: 'Flere vil kunne bytte dag på en billett selv.',
    did: '',
    published: false,
    themes: { Billetter: 31 },
  },
];
