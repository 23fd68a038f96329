import { Chance } from './chance.js';

const FIRST = [
  'ingrid',
  'lars',
  'nora',
  'mohammed',
  'solveig',
  'jonas',
  'amina',
  'erik',
  'kari',
  'sigurd',
  'maja',
  'henrik',
  'fatima',
  'tuva',
  'oskar',
  'birgit',
  'aksel',
  'silje',
  'yusuf',
  'marit',
  'iben',
  'torstein',
  'ella',
  'vegard',
  'sunniva',
  'kasper',
  'ragnhild',
  'emil',
  'zahra',
  'gunnar',
];
const LAST = [
  'solberg',
  'haugen',
  'nguyen',
  'dahl',
  'ali',
  'bakken',
  'moen',
  'berg',
  'lie',
  'strand',
  'khan',
  'vik',
  'hauge',
  'lund',
  'ahmed',
  'fossum',
  'sandvik',
  'myhre',
  'tangen',
  'ruud',
  'eide',
  'holm',
  'engen',
  'brekke',
];
const DOMAINS = [
  'storpost.example',
  'storpost.example',
  'nabopost.example',
  'skolen.example',
  'bedrift.example',
];

/**
 * The address of person number `index` of a register, never that of another number. All end in `.example`, where no
 * mail server ever is (RFC 2606).
 */
export function personOf(register: string, index: number): string {
  const chance = new Chance(`person ${register} ${index}`);
  return `${chance.of(FIRST)}.${chance.of(LAST)}.${index}@${chance.of(DOMAINS)}`;
}

/** Of whom everything is real: they come by the form, and confirm by the link in their mail. */
export const REAL_PEOPLE = {
  /** Confirms two lists, and stays. */
  signe: 'signe.aasen@example.org',
  /** Confirms, and asks for a receipt. */
  bjorn: 'bjorn.tveit@example.org',
  /** Confirms, and leaves. */
  liv: 'liv.grande@example.org',
  /** Never answers. */
  arne: 'arne.skog@example.org',
} as const;
