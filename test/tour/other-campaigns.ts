import { idOf } from './chance.js';
import { eventLetter, type Letter, plainLetter, programLetter, type SentLetter, WELCOME } from './letters.js';

type State = 'draft' | 'scheduled' | 'paused' | 'held' | 'sent' | 'cancelled';

export interface Written {
  key: string;
  list: string;
  letter: Letter;
  state: State;
  author?: string;
  /** Days ago: when it was written, and when it began. */
  edited: number;
  started?: number;
  starts?: number;
  held?: string;
  kind?: 'regular' | 'welcome' | 'correction';
  corrects?: string;
  counts?: boolean;
}

/** What stands beside what has been sent: in every state that a campaign can be in without somebody pressing anything. */
export const OTHERS: readonly Written[] = [
  {
    key: 'draft',
    list: 'programmet',
    letter: programLetter('Desemberprogrammet', 12),
    state: 'draft',
    edited: 1,
  },
  {
    key: 'markdown',
    list: 'billettnytt',
    letter: plainLetter(
      'Vårsesongen legges ut i januar',
      'Sesongkort først, enkeltbilletter uken etter.',
      'Vi er ikke helt ferdige, men **datoene** er klare:',
      '- Sesongkort: 9. januar klokken ni\n- Enkeltbilletter: 16. januar klokken ni',
      'Alt ligger på [billettsidene](https://fjellhallen.example/billetter).',
    ),
    state: 'draft',
    edited: 3,
  },
  {
    key: 'to-review',
    list: 'familielordag',
    letter: eventLetter(
      'Lørdag: lys i mørket',
      'Lys i mørket',
      6,
      'Vi lager lykter av papir og går en runde i gangene når det er mørkt. Ta med varme klær.',
    ),
    state: 'draft',
    author: 'ingrid',
    edited: 0,
  },
  {
    key: 'to-schedule',
    list: 'restplasser',
    letter: plainLetter(
      'Fem plasser til julekonserten',
      'De ligger ute til klokken tolv.',
      'Fem avbestilte plasser til julekonserten, til halv pris. De ligger på [billettsidene](https://fjellhallen.example/restplasser).',
    ),
    state: 'draft',
    edited: 0,
  },
  {
    key: 'to-send',
    list: 'frivillige',
    letter: plainLetter(
      'Vaktlisten for uken',
      'Vi mangler én i garderoben på fredag.',
      'Hei {{fornavn|du}}! Vaktlisten ligger i skranken. Vi mangler én i garderoben på fredag fra klokken seks.',
      'Kan du? Svar på denne e-posten.',
    ),
    // The keeper sends it as soon as it stands: so there are campaigns in the mailbox.
    state: 'scheduled',
    edited: 0,
    starts: 0,
  },
  {
    key: 'welcome',
    list: 'frivillige',
    letter: WELCOME,
    state: 'sent',
    edited: 200,
    started: 200,
    kind: 'welcome',
  },
  {
    key: 'paused',
    list: 'restplasser',
    letter: plainLetter(
      'To rader foran blir ledige',
      'Salget er satt på vent.',
      'To rader foran ble ledige i dag tidlig. De ligger på [billettsidene](https://fjellhallen.example/restplasser).',
    ),
    state: 'paused',
    edited: 1,
    started: 1,
  },
  {
    key: 'held',
    list: 'billettnytt',
    letter: plainLetter(
      'Bergtatt settes opp igjen',
      'Tre kvelder i februar.',
      'Bergtatt settes opp igjen i februar, tre kvelder på rad. Billettene ligger på [billettsidene](https://fjellhallen.example/billetter).',
    ),
    state: 'held',
    held: 'refused:5.7.26',
    edited: 2,
    started: 2,
  },
  {
    key: 'cancelled',
    list: 'programmet',
    letter: plainLetter(
      'Utendørskinoen',
      'Værmeldingen ser dårlig ut.',
      'Vi viser film ute i gården på lørdag.',
    ),
    state: 'cancelled',
    edited: 90,
  },
];

export const campaignId = (key: string): string => idOf(`campaign ${key}`);
export const otherCampaign = (key: string): Written => OTHERS.find((one) => one.key === key)!;

/** What is called so among the campaigns that were sent. */
export const sentKey = ({ list, days }: SentLetter): string => `sent ${list} ${days}`;
