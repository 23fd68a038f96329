const LONGEST = 200;
const MOST_SEGMENTS = 8;
/** What stands in the place of a piece of a path that could be somebody's. */
const HIDDEN = '…';
/** What most paths are: words in small letters, which need no closer look. */
const SIMPLE = /^(?:\/[a-z-]{1,30}){1,6}$/;

/**
 * A page's path as it is counted: without what follows `?` or `#`, without slashes that mean nothing, and with `…` for
 * each piece that looks like a token, a number of somebody or an address.
 * @returns undefined for what is no path
 */
export function pagePath(sent: string): string | undefined {
  if (SIMPLE.test(sent)) return sent;
  if (!sent.startsWith('/') || sent.length > 2000) return undefined;
  const [path = '/'] = sent.split(/[?#;]/, 1);
  if (path === '/') return path;
  const segments = path.split('/').filter((segment) => segment !== '');
  const shown = segments.slice(0, MOST_SEGMENTS).map(shownSegment);
  if (segments.length > MOST_SEGMENTS) shown.push(HIDDEN);
  const whole = `/${shown.join('/')}`;
  return whole.length > LONGEST ? `/${shown[0]!.slice(0, LONGEST - 3)}/${HIDDEN}` : whole;
}

function shownSegment(raw: string): string {
  const text = decoded(raw);
  return text === undefined || couldBeSomebodys(text) ? HIDDEN : text;
}

function decoded(raw: string): string | undefined {
  if (!raw.includes('%')) return raw;
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}

/** Letters, figures and what joins words: anything else is no name of a page. */
const PLAIN = /^[\p{L}\p{M}\p{N}._~+'!,()\u2010-\u2015-]+$/u;
/** A day, a month, a year, a season such as 2026-27; not the beginning of a longer number. */
const DATES = /(?<!\d)(?:19|20)\d\d(?:[-._](?:19|20)?\d\d(?:[-._][0-3]\d)?)?(?![-._+]?\d)/g;
/** Figures that belong together, however they are written. */
const BETWEEN_FIGURES = /(?<=\d)[-._+](?=\d)/g;

function couldBeSomebodys(text: string): boolean {
  if (text.length > 80 || !PLAIN.test(text)) return true;
  // A telephone number, a customer's, a birth number.
  if (/\d.*\d/.test(text) && /\d{6}/.test(text.replaceAll(DATES, '').replaceAll(BETWEEN_FIGURES, '')))
    return true;
  const words = text.split(/[^\p{L}\p{N}]+/u);
  // A token may have hyphens in it, and be many short words.
  if (text.length >= 16 && words.reduce((sum, word) => sum + oddities(word), 0) >= 4) return true;
  return words.some(looksRandom);
}

/** Whether a word is one that no person wrote: figures among letters, capitals in the middle, or far too long. */
export function looksRandom(word: string): boolean {
  if (word.length < 8) return false;
  if (word.length > 40 || (/^[0-9a-f]+$/i.test(word) && /\d/.test(word))) return true;
  return turnsIn(word) >= 2 || capitalsIn(word) >= 3;
}

const oddities = (word: string): number => turnsIn(word) + capitalsIn(word);
const turnsIn = (word: string): number => word.match(/\p{L}(?=\d)|\d(?=\p{L})/gu)?.length ?? 0;
const capitalsIn = (word: string): number => word.match(/(?<=\p{Ll})\p{Lu}/gu)?.length ?? 0;
