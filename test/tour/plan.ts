import type { Role } from '../../src/staff/policy.js';
import { idOf } from './chance.js';

export const ORGANISATION = {
  name: 'Fjellhallen',
  number: '974760673',
  postalAddress: 'Fjellveien 1, 0001 Oslo',
  contact: 'post@fjellhallen.example',
  privacy: 'personvern@fjellhallen.example',
};

export const REGISTERS = [
  { key: 'lesere', name: 'Lesere' },
  { key: 'kjopere', name: 'Billettkjøpere' },
] as const;

export type RegisterKey = (typeof REGISTERS)[number]['key'];

export interface PlannedList {
  key: string;
  register: RegisterKey;
  name: string;
  /** How many are on it today. */
  size: number;
  eyes: 1 | 2;
  purpose: { nb: [text: string, frequency: string]; en: [text: string, frequency: string] };
  /** Who come by themselves on an ordinary day. */
  joins: number;
  sender: string;
  archive?: boolean;
}

export const LISTS: readonly PlannedList[] = [
  {
    key: 'programmet',
    register: 'lesere',
    name: 'Programmet',
    size: 10_240,
    eyes: 2,
    joins: 14,
    sender: 'program@fjellhallen.example',
    archive: true,
    purpose: {
      nb: ['Nyheter om konserter, utstillinger og foredrag i Fjellhallen.', 'Hver annen torsdag.'],
      en: ['News about concerts, exhibitions and talks at Fjellhallen.', 'Every other Thursday.'],
    },
  },
  {
    key: 'familielordag',
    register: 'lesere',
    name: 'Familielørdag',
    size: 3_180,
    eyes: 2,
    joins: 6,
    sender: 'familie@fjellhallen.example',
    purpose: {
      nb: ['Hva som skjer for barn og voksne sammen på lørdager.', 'Én gang i måneden.'],
      en: ['What happens for children and adults together on Saturdays.', 'Once a month.'],
    },
  },
  {
    key: 'frivillige',
    register: 'lesere',
    name: 'Frivillige',
    size: 64,
    eyes: 1,
    joins: 0.08,
    sender: 'frivillig@fjellhallen.example',
    purpose: {
      nb: [
        'Vaktlister og beskjeder til dem som er frivillige hos oss.',
        'Når det er noe å si, mest før helgene.',
      ],
      en: ['Shifts and messages for those who volunteer with us.', 'When there is something to say.'],
    },
  },
  {
    key: 'billettnytt',
    register: 'kjopere',
    name: 'Billettnytt',
    size: 6_110,
    eyes: 2,
    joins: 9,
    sender: 'billett@fjellhallen.example',
    purpose: {
      nb: ['Når billettene til nye forestillinger legges ut.', 'Omtrent to ganger i måneden.'],
      en: ['When tickets for new performances go on sale.', 'About twice a month.'],
    },
  },
  {
    key: 'restplasser',
    register: 'kjopere',
    name: 'Restplasser',
    size: 2_370,
    eyes: 1,
    joins: 4,
    sender: 'billett@fjellhallen.example',
    purpose: {
      nb: [
        'Ledige plasser på kort varsel, til redusert pris.',
        'Noen ganger i måneden, aldri mer enn én gang i uken.',
      ],
      en: [
        'Seats left at short notice, at a reduced price.',
        'A few times a month, never more than once a week.',
      ],
    },
  },
];

export interface PlannedMember {
  key: string;
  name: string;
  address: string;
  password: string;
  /** For whoever walks through. */
  does: string;
  grants: readonly { role: Role; register?: RegisterKey; list?: string }[];
}

/** Each may do another part of it. The passwords are printed: they open nothing but this house, while it stands. */
export const STAFF: readonly PlannedMember[] = [
  {
    key: 'kari',
    name: 'Kari Nordmann',
    address: 'kari@fjellhallen.example',
    password: 'fire ord som ingen gjetter',
    does: 'administrator: everything but deciding as the second person',
    grants: [{ role: 'administrator' }],
  },
  {
    key: 'ola',
    name: 'Ola Medarbeider',
    address: 'ola@fjellhallen.example',
    password: 'sju svarte svaner svømmer',
    does: 'editor of all lists: writes, has them read, sends',
    grants: [{ role: 'editor' }],
  },
  {
    key: 'aminah',
    name: 'Aminah Rashid',
    address: 'aminah@fjellhallen.example',
    password: 'grønn trapp bak kafeen',
    does: 'approver: reads and decides as the second person',
    grants: [{ role: 'approver' }],
  },
  {
    key: 'per',
    name: 'Per Henrik Solvang',
    address: 'per@fjellhallen.example',
    password: 'tretti meter med tau',
    does: 'privacy officer: looks people up, answers requests, reads the log',
    grants: [{ role: 'privacy-officer' }],
  },
  {
    key: 'ingrid',
    name: 'Ingrid Lúa Bakke',
    address: 'ingrid@fjellhallen.example',
    password: 'lørdag klokken elleve ute',
    does: 'editor of one list, Familielørdag',
    grants: [{ role: 'editor', register: 'lesere', list: 'familielordag' }],
  },
  {
    key: 'hanne',
    name: 'Hanne Sørli',
    address: 'hanne@fjellhallen.example',
    password: 'seks varme votter i kurven',
    does: 'correspondent: reads and answers what people write to us',
    grants: [{ role: 'correspondent' }],
  },
  {
    key: 'tore',
    name: 'Tore Wilhelmsen',
    address: 'tore@fjellhallen.example',
    password: 'bare tall og ingen navn',
    does: 'viewer of one register, Billettkjøpere: pages and numbers',
    grants: [{ role: 'viewer', register: 'kjopere' }],
  },
];

export const registerId = (key: RegisterKey): string => idOf(`register ${key}`);
export const listId = (key: string): string => idOf(`list ${key}`);
export const memberId = (key: string): string => idOf(`member ${key}`);
export const listOf = (key: string): PlannedList => LISTS.find((list) => list.key === key)!;
