import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { caniemail, rawData } from 'caniemail';

/** The large ones, as caniemail.com calls them. The new Outlook for Windows draws as Outlook.com does. */
const PROGRAMS = [
  ['apple-mail', 'macos ios'],
  ['gmail', 'desktop-webmail mobile-webmail ios android'],
  ['outlook', 'windows macos outlook-com ios android'],
  ['yahoo', 'desktop-webmail ios android'],
  ['samsung-email', 'android'],
].flatMap(([family, places]) => places!.split(' ').map((place) => [family!, place] as const));

type Stats = Record<string, Record<string, Record<string, string>> | undefined>;

const DATA = createRequire(import.meta.url).resolve('caniemail/caniemail.json');
const { data } = JSON.parse(readFileSync(DATA, 'utf8')) as { data: { title: string; stats: Stats }[] };
const tried = new Map(data.map(({ title, stats }) => [title, stats] as const));

// The package has no name for Outlook.com, and throws where one program was never tried. So it is asked only what a
// mail is made of, by a program that knows nothing, and the data is asked who knows that.
for (const feature of rawData.data as unknown as { stats: Stats }[]) {
  feature.stats = { gmail: { ios: { 1: 'n' } } };
}

/** The names of all that caniemail.com has tried and this mail, or this stylesheet, has in it. */
export function madeOf(text: { html: string } | { css: string }): Set<string> {
  const { issues } = caniemail({ clients: ['gmail.ios'], ...text });
  return new Set((issues.errors.get('gmail.ios') ?? []).map(({ title }) => title));
}

/** Who, in the newest version that was tried, does not know it at all; and of whom some know a part of it. */
export interface Support {
  none: string[];
  partly: string[];
}

export function supportOf(title: string): Support {
  const support: { none: Set<string>; partly: Set<string> } = { none: new Set(), partly: new Set() };
  for (const [family, place] of PROGRAMS) {
    const answers = tried.get(title)?.[family]?.[place] ?? {};
    const newest = Object.keys(answers)
      .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
      .at(-1);
    const answer = newest === undefined ? 'u' : answers[newest]!;
    if (answer.startsWith('n')) support.none.add(`${family}.${place}`);
    if (answer.startsWith('a')) support.partly.add(family);
  }
  return { none: [...support.none], partly: [...support.partly] };
}
