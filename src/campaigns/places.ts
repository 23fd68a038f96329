import { linesOf } from './blocks/lines-of.js';
import { readBlocks } from './blocks/read-blocks.js';
import { renderMarkdown } from './render-markdown.js';
import { type Place, PLACE } from './place.js';
import type { WrittenText } from './written-text.js';

/** `unknown`: the list asks nothing under that name. `unfinished`: no word for whoever has not answered. */
export type PlaceFault = 'unknown' | 'unfinished' | 'not-in-text';

const BEGUN = /\{\{\s*([a-z][a-z0-9]{0,29})(?=[\s|}])/gi;

export interface FaultyPlace {
  fault: PlaceFault;
  name: string;
}

/** What is wrong with the places of a campaign's text, on a list that asks for `names`; undefined for nothing. */
export function placeFault({ format, body }: WrittenText, names: readonly string[]): FaultyPlace | undefined {
  return format === 'markdown' ? faultInMarkdown(body, names) : faultInBlocks(body, names);
}

/** Among blocks a place is a thing of its own: it is whole, stands in a line, and only its name may be wrong. */
function faultInBlocks(body: string, names: readonly string[]): FaultyPlace | undefined {
  const placed = (readBlocks(body)?.content ?? []).flatMap(linesOf).flat();
  const unknown = placed.find((piece) => piece.type === 'place' && !names.includes(piece.attrs.name));
  return unknown?.type === 'place' ? { fault: 'unknown', name: unknown.attrs.name } : undefined;
}

function faultInMarkdown(text: string, names: readonly string[]): FaultyPlace | undefined {
  const written = [...text.matchAll(PLACE)];
  const unknown = written.find(([, name]) => !names.includes(name!));
  if (unknown) return { fault: 'unknown', name: unknown[1]! };
  const whole = new Set(written.map(({ index }) => index));
  const unfinished = [...text.matchAll(BEGUN)].find(
    ({ index, 1: name }) => !whole.has(index) && names.includes(name!.toLowerCase()),
  );
  if (unfinished) return { fault: 'unfinished', name: unfinished[1]!.toLowerCase() };
  const placed: Place[] = [];
  renderMarkdown(text, { place: (place) => (placed.push(place), '') });
  // In a link's target, in code or in a table it would be sent as it stands here.
  return placed.length < written.length ? { fault: 'not-in-text', name: written[0]![1]! } : undefined;
}
