import { renderMarkdown } from '../../src/campaigns/render-markdown.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { formSnippet } from '../../src/web/public/form-snippet.js';
import { EXAMPLE_CAMPAIGN } from '../../src/web/staff/example-content.js';

const SIGN_UP = 'https://epost.fjellhallen.example/lists/hostprogrammet';

/** What people have typed into a house, long Norwegian words among it. */
export const EXAMPLE_WORDS = {
  organisation: 'Fjellhallen',
  organisationNumber: '974760673',
  postalAddress: 'Fjellveien 1, 0001 Oslo',
  contactAddress: 'post@fjellhallen.example',
  privacyAddress: 'personvern@fjellhallen.example',
  register: 'Nyhetsbrev',
  otherRegister: 'Billettkjøpere',
  list: 'Konsertprogrammet',
  otherList: 'Barneforestillinger og familiekonserter',
  thirdList: 'Danseforestillinger',
  purpose: 'Høstens konserter og forestillinger.',
  frequency: 'Omtrent én gang i måneden.',
  otherPurpose: 'Det som passer for barn under 12.',
  otherFrequency: 'Fire ganger i året.',
  senderName: 'Fjellhallen',
  senderAddress: 'program@fjellhallen.example',
  person: 'Kari Nordmann',
  address: 'ingrid.fjellheim@example.org',
  domain: 'example.org',
  subject: 'Oktober: sju konserter og en danseforestilling',
  preheader: 'Billettene legges ut mandag klokken ti.',
  body: EXAMPLE_CAMPAIGN.body,
  letter: renderMarkdown(EXAMPLE_CAMPAIGN.body, { topHeading: 2 }),
  slug: 'hostprogrammet',
  publicUrl: 'https://epost.fjellhallen.example',
  formUrl: SIGN_UP,
  snippet: formSnippet({
    t: translator('nb'),
    locale: 'nb',
    action: SIGN_UP,
    list: 'hostprogrammet',
    name: 'Konsertprogrammet',
    texts: [
      {
        language: 'nb',
        purpose: 'Høstens konserter og forestillinger.',
        frequency: 'Omtrent én gang i måneden.',
      },
    ],
  }),
  question: 'Fornavn',
  why: 'Da kan vi hilse på deg med navn.',
  otherQuestion: 'Postnummer',
  otherWhy: 'Da skriver vi om konserter der du bor.',
  relay: 'smtp.fjellhallen.example',
  secondRelay: 'reserve.epostsentralen-nordvestlandet.example',
  senderDomain: 'fjellhallen.example',
  rsaRecord: `v=DKIM1; k=rsa; p=${'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKC'.repeat(10)}`,
  ed25519Record: 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
  token: 'token',
  surveyTitle: 'Hva synes du om høstens program?',
  surveyWhy: 'Vi planlegger våren nå, og vil gjerne vite hva du har satt pris på. Det tar tre minutter.',
  surveyOften: 'Hvor ofte kommer du hit?',
  surveyMonthly: 'Hver måned eller oftere',
  surveySeldom: 'Noen ganger i året',
  surveyNever: 'Nesten aldri',
  surveyHeard: 'Hva har du vært på i høst?',
  surveyHelp: 'Ta med det du husker.',
  surveyPleased: 'Hvor fornøyd var du siste gang?',
  surveyLow: 'lite fornøyd',
  surveyHigh: 'svært fornøyd',
  surveyHow: 'Hvordan var salen?',
  surveySound: 'Lyden',
  surveySeats: 'Sitteplassene',
  surveyGood: 'Bra',
  surveyFair: 'Helt grei',
  surveyBad: 'Dårlig',
  surveyMore: 'Er det noe vi burde gjøre annerledes?',
  surveySpecial: 'Trenger du plass til rullestol?',
  surveySaid: 'Døren til salen var vanskelig å finne. Hun i skranken var svært hjelpsom.',
  image: 'To dansere i et tomt rom. Den ene bøyer seg bakover, den andre holder henne.',
};

export type Words = Record<keyof typeof EXAMPLE_WORDS, string>;

/** One text typed everywhere, except where our own renderer's output stands. */
export function sameWords(text: string): Words {
  const words = Object.fromEntries(Object.keys(EXAMPLE_WORDS).map((name) => [name, text])) as Words;
  return { ...words, letter: '<p>Hei</p>' };
}
