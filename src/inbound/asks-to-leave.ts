import { ownWords } from './own-words.js';

/** `only-that`: nothing else is said. `and-more`: a person should read the rest. */
export type AsksToLeave = 'no' | 'only-that' | 'and-more';

/**
 * Whether an answer asks to be taken off the list, as its own first words: said outright, and whole. "Ikke stopp",
 * "Stopp presset på museene" and the words in a quotation do not. In doubt it is 'no', and a person reads it.
 * @param text plain text, as it came
 */
export function asksToLeave(text: string): AsksToLeave {
  const own = withoutGreeting(ownWords(text));
  for (const [first, rest] of beginningsOf(own)) {
    const said = plain(first);
    const question = first.endsWith('?');
    const closes = isClosing(rest);
    if (ASKED.test(said) && (!question || ASKING.test(said))) return closes ? 'only-that' : 'and-more';
    if (ONE_WORD.test(said) && !question && closes) return 'only-that';
  }
  return 'no';
}

const any = (phrases: readonly string[]) => `(?:${phrases.join('|')})`;

/** How somebody begins who asks politely. */
const POLITE = any([
  'vennligst', 'venlegast', 'ver venleg(?: og)?', 'v[æe]r så snill(?: å| og)?', 'please', 'kindly',
  'kan (?:du|dere|de|dykk)(?: vennligst)?', 'kunne (?:du|dere|de|dykk)', '(?:could|can|would|will) you(?: please)?',
  '(?:jeg|eg) (?:vil|ønsker|ønskjer|ynskjer)(?: gjerne)?(?: å)?', '(?:ønsker|ønskjer|ynskjer) å',
  "i(?: want|'d like| would like| wish)(?: to)?",
]); // prettier-ignore

/** A question that is a request. */
const ASKING = /^(?:kan|kunne|could|can|would|will) /;

/** What nobody says who means something else, with what may be added to it. */
const LEAVING = any([
  'avmeld(?:e|es)?(?: meg)?', 'avmelding', 'bli avmeldt?', 'meld(?:e)? meg (?:av|ut)',
  '(?:fjern|stryk|ta)(?:e)? meg(?= (?:fra|frå|av))', 'slett(?:e)? meg(?= (?:fra|frå|av))', 'fjern meg$',
  '(?:avslutt|stopp|stans)(?:e)? (?:dette |denne |mitt |the )?(?:abonnement(?:et)?|nyhetsbrev(?:et|ene)?|nyheitsbrev(?:et|a)?|utsending(?:en|ene|ane)?|e-?post(?:en|ene|ane)?)',
  'si(?:e)? opp (?:abonnementet|nyhetsbrevet|nyheitsbrevet)',
  'unsubscribe(?: me)?', 'be (?:unsubscribed|removed)', 'remove me', 'take me off', 'opt(?: |-)?(?:me )?out',
  'stop (?:sending|mailing|emailing)(?: me)?', 'stop (?:the |these |this |your )?(?:e-?mails?|newsletters?|mails?)',
  '(?:cancel|end) (?:my|the|this) subscription', 'no more (?:e-?mails?|newsletters?)',
]); // prettier-ignore

/** What may follow: which list, and thanks. Anything else, and it may mean anything else. */
const FURTHER = any([
  'fra', 'frå', 'av', 'på', 'til', 'from', 'off', 'of', 'to', 'for', 'meg', 'me', 'any', 'all', 'alle', 'more', 'flere', 'fleire',
  'den', 'denne', 'dette', 'disse', 'the', 'this', 'these', 'that', 'your', 'deres', 'dykkar',
  'list(?:en|a|e|ene|s)?', 'e-?postlist(?:en|a|e)', 'mailing-?list(?:en|a|e)?', 'mailing', 'adresselist(?:en|a)',
  'nyhetsbrev(?:et|ene)?', 'nyheitsbrev(?:et|a)?', 'newsletters?', 'e-?mails?', 'mails?', 'e-?post(?:en|ene)?', 'abonnementet',
  'takk', 'tusen', 'thanks', 'thank', 'you', 'please', 'vennligst', 'nå', 'now', 'straks', 'immediately', 'at', 'once',
]); // prettier-ignore

const ASKED = new RegExp(`^(?:${POLITE} ){0,2}${LEAVING}(?: ${FURTHER}){0,10}$`, 'u');

/** One word that may be the beginning of anything: only where nothing else is said. */
const ONE_WORD = /^(?:stopp|stop|stans|slutt)(?: (?:takk|please|thanks|nå|now)){0,2}$/u;

const GREETING =
  /^(?:hei|hallo|heisann|hi|hello|hey|dear|kjære|god (?:dag|morgen|kveld)|good (?:morning|day|afternoon|evening))\b[^\n,.!]{0,40}(?:[,.!]|\n|$)\s*/iu;

const CLOSING =
  /^(?:mvh|hilsen|helsing|(?:med )?(?:vennlig|venleg|beste?) ?(?:hilsen|helsing)|takk|tusen takk|på forhånd takk|thanks|thank you|(?:best|kind) regards|regards|sincerely|cheers)\b/iu;

function withoutGreeting(own: string): string {
  const without = own.replace(GREETING, '');
  return without === '' ? own : without.trim();
}

/** The first sentence, and the first line: whichever of them is whole. With what follows each. */
function beginningsOf(own: string): [first: string, rest: string][] {
  return [/[.!?]+(?=\s|$)|\n\s*\n|$/, /[.!?]+(?=\s|$)|\n|$/].map((end) => {
    const [mark = ''] = end.exec(own) ?? [];
    const at = own.search(end);
    const cut = at + mark.length;
    return [own.slice(0, cut).trim(), own.slice(cut).trim()];
  });
}

/** Nothing, a name, or thanks and a name. */
function isClosing(rest: string): boolean {
  if (rest === '' || CLOSING.test(rest)) return rest.length <= 300;
  return rest.length <= 40 && /^\p{Lu}[\p{L}'-]*(?: \p{Lu}[\p{L}.'-]*){0,3}$/u.test(rest);
}

/** Lower case, one space, and of signs only those within words. */
function plain(text: string): string {
  return text
    .slice(0, 300)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N}'-]+/gu, ' ')
    .trim();
}
