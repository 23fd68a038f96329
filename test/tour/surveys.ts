import type { Question, SurveyAnswers, SurveyDefinition } from '../../src/surveys/survey-definition.js';
import { Chance, idOf } from './chance.js';

export const surveyId = (key: 'program' | 'frivillige' | 'kladd'): string => idOf(`survey ${key}`);

const option = (id: string, nb: string, nn: string, en: string) => ({ id, words: { nb, nn, en } });

/** Answered by hundreds and closed: its numbers are what is left. */
export const PROGRAM_SURVEY: SurveyDefinition = {
  locales: ['nb'],
  title: { nb: 'Hva synes du om høstens program?' },
  introduction: {
    nb: 'Vi legger planene for neste år nå, og vil gjerne vite hva som traff. Det tar tre minutter.',
  },
  questions: [
    {
      kind: 'one',
      id: 'often',
      words: { nb: 'Hvor ofte har du vært hos oss i høst?' },
      options: [
        { id: 'never', words: { nb: 'Ikke i høst' } },
        { id: 'once', words: { nb: 'Én gang' } },
        { id: 'few', words: { nb: 'To til fire ganger' } },
        { id: 'many', words: { nb: 'Fem ganger eller mer' } },
      ],
    },
    {
      kind: 'several',
      id: 'what',
      words: { nb: 'Hva har du vært på?' },
      if: { question: 'often', options: ['once', 'few', 'many'] },
      options: [
        { id: 'concert', words: { nb: 'Konsert' } },
        { id: 'show', words: { nb: 'Utstilling' } },
        { id: 'talk', words: { nb: 'Foredrag' } },
        { id: 'family', words: { nb: 'Familielørdag' } },
        { id: 'tour', words: { nb: 'Omvisning på samisk' } },
      ],
    },
    {
      kind: 'scale',
      id: 'pleased',
      words: { nb: 'Hvor fornøyd er du med det du så og hørte?' },
      from: 1,
      to: 5,
      low: { nb: 'lite fornøyd' },
      high: { nb: 'svært fornøyd' },
    },
    {
      kind: 'matrix',
      id: 'around',
      words: { nb: 'Hvordan var det rundt forestillingen?' },
      rows: [
        { id: 'tickets', words: { nb: 'Å kjøpe billett' } },
        { id: 'seats', words: { nb: 'Setene' } },
        { id: 'food', words: { nb: 'Kafeen' } },
        { id: 'access', words: { nb: 'Framkommelighet med rullestol' } },
      ],
      options: [
        { id: 'good', words: { nb: 'Bra' } },
        { id: 'fair', words: { nb: 'Helt greit' } },
        { id: 'bad', words: { nb: 'Ikke bra' } },
      ],
    },
    { kind: 'text', id: 'more', words: { nb: 'Er det noe annet vi bør vite?' } },
  ],
};

/** Open, and in three languages. */
export const VOLUNTEERS_SURVEY: SurveyDefinition = {
  locales: ['nb', 'nn', 'en'],
  title: {
    nb: 'Hvordan er det å være frivillig hos oss?',
    nn: 'Korleis er det å vere frivillig hos oss?',
    en: 'What is it like to volunteer with us?',
  },
  introduction: {
    nb: 'Svarene brukes når vi setter opp vaktene til våren. Det tar to minutter.',
    nn: 'Svara blir brukte når vi set opp vaktene til våren. Det tek to minutt.',
    en: 'We use the answers when we plan the shifts for spring. It takes two minutes.',
  },
  questions: [
    {
      kind: 'one',
      id: 'long',
      words: {
        nb: 'Hvor lenge har du vært med?',
        nn: 'Kor lenge har du vore med?',
        en: 'How long have you been with us?',
      },
      options: [
        option('new', 'Under ett år', 'Under eitt år', 'Less than a year'),
        option('some', 'Ett til tre år', 'Eitt til tre år', 'One to three years'),
        option('long', 'Lenger', 'Lenger', 'Longer'),
      ],
    },
    {
      kind: 'several',
      id: 'shifts',
      words: {
        nb: 'Hvilke vakter passer for deg?',
        nn: 'Kva vakter passar for deg?',
        en: 'Which shifts suit you?',
      },
      help: {
        nb: 'Tenk på en vanlig uke. Ingenting av dette binder deg.',
        nn: 'Tenk på ei vanleg veke. Ingenting av dette bind deg.',
        en: 'Think of an ordinary week. Nothing of this binds you.',
      },
      options: [
        option('day', 'Dagtid', 'Dagtid', 'Daytime'),
        option('evening', 'Kveld', 'Kveld', 'Evenings'),
        option('weekend', 'Helg', 'Helg', 'Weekends'),
      ],
    },
    {
      kind: 'scale',
      id: 'seen',
      words: {
        nb: 'Hvor godt tas du imot når du kommer på vakt?',
        nn: 'Kor godt blir du teken imot når du kjem på vakt?',
        en: 'How well are you received when you come on shift?',
      },
      from: 1,
      to: 5,
      low: { nb: 'dårlig', nn: 'dårleg', en: 'badly' },
      high: { nb: 'svært godt', nn: 'svært godt', en: 'very well' },
    },
    {
      kind: 'matrix',
      id: 'told',
      words: {
        nb: 'Får du vite det du trenger?',
        nn: 'Får du vite det du treng?',
        en: 'Are you told what you need to know?',
      },
      rows: [
        option('before', 'Før vakten', 'Før vakta', 'Before the shift'),
        option('during', 'Mens du er her', 'Medan du er her', 'While you are here'),
      ],
      options: [
        option('always', 'Alltid', 'Alltid', 'Always'),
        option('mostly', 'Som oftest', 'Som oftast', 'Mostly'),
        option('seldom', 'Sjelden', 'Sjeldan', 'Seldom'),
      ],
    },
    {
      kind: 'text',
      id: 'better',
      words: {
        nb: 'Hva kunne vi gjort bedre?',
        nn: 'Kva kunne vi gjort betre?',
        en: 'What could we do better?',
      },
    },
  ],
};

/** Begun, and not whole. */
export const DRAFT_SURVEY: SurveyDefinition = {
  locales: ['nb'],
  title: { nb: 'Lørdager til våren' },
  introduction: {},
  questions: [
    {
      kind: 'one',
      id: 'when',
      words: { nb: 'Når på dagen passer det best?' },
      options: [
        { id: 'early', words: { nb: 'Klokken ti' } },
        { id: 'late', words: { nb: 'Klokken ett' } },
      ],
    },
    { kind: 'text', id: 'wish', words: { nb: 'Hva vil barna gjøre?' } },
  ],
};

/** What people wrote, as it came: some of it read by now. */
export const SAID: readonly (readonly [words: string, state: 'shown' | 'withheld' | 'unread'])[] = [
  ['Konserten i kirkerommet var det fineste jeg har hørt på lenge.', 'shown'],
  ['Det er mørkt på stien ned til parkeringen om kvelden.', 'shown'],
  ['Mer musikk for oss som ikke kan noe om musikk, takk.', 'shown'],
  ['Setene på rad 14 og 15 knirker.', 'shown'],
  ['En av dem som sto i døra, hjalp oss inn med barnevogn. Si takk!', 'shown'],
  ['Foredraget om isbreer burde settes opp igjen.', 'shown'],
  ['Kafeen stenger før pausen er over.', 'shown'],
  ['Vi kom langveisfra og synes det var verdt det.', 'shown'],
  ['Teleslyngen virker ikke bakerst i salen.', 'shown'],
  ['Naboen min i andre etasje jobber hos dere og er aldri blid.', 'withheld'],
  ['Gratis vann ved inngangen hadde vært fint.', 'unread'],
  ['Henrik i billettluka var til stor hjelp.', 'unread'],
  ['Programmet er fint, men skriften i det er for liten.', 'unread'],
];

const HOW_OFTEN = ['never', 'once', 'once', 'few', 'few', 'few', 'many'];
const RATHER_PLEASED = ['2', '3', '3', '4', '4', '4', '5', '5'];

/** What one of many said to the survey that is closed. */
export function programAnswers(index: number): SurveyAnswers {
  const chance = new Chance(`program answer ${index}`);
  const often = chance.of(HOW_OFTEN);
  const good = (): string => chance.of(['good', 'good', 'fair', 'fair', 'bad']);
  const seen = [
    chance.next() < 0.8 && 'concert',
    chance.next() < 0.4 && 'show',
    chance.next() < 0.2 && 'talk',
    chance.next() < 0.15 && 'family',
    // Of very few: their number is not shown.
    index % 150 === 3 && 'tour',
  ].filter((one) => one !== false);
  return {
    often,
    ...(often !== 'never' && seen.length > 0 && { what: seen }),
    ...(chance.next() < 0.95 && { pleased: chance.of(RATHER_PLEASED) }),
    around: {
      tickets: good(),
      seats: good(),
      ...(chance.next() < 0.7 && { food: good() }),
      ...(index % 140 === 5 && { access: 'bad' }),
    },
  };
}

/** What a volunteer fills in, as the form sends it. */
export function volunteerFields(index: number): Record<string, string> {
  const chance = new Chance(`volunteer answer ${index}`);
  const one = (id: string): string => {
    const question = VOLUNTEERS_SURVEY.questions.find((asked) => asked.id === id) as Question & {
      options: { id: string }[];
    };
    return chance.of(question.options).id;
  };
  return {
    step: '9',
    go: 'send',
    lang: 'nb',
    'q-long': one('long'),
    'q-shifts': one('shifts'),
    'q-seen': chance.of(RATHER_PLEASED),
    'q-told-before': one('told'),
    'q-told-during': one('told'),
    ...(index % 3 === 0 && { 'q-better': 'Vaktlisten kunne kommet noen dager før.' }),
  };
}
