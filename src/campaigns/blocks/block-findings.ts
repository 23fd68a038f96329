import { type Finding, type FindingCode, type Point, stop } from '../finding.js';
import type { WrittenText } from '../written-text.js';
import type { PlainBlock } from './block-document.js';
import { onTheWall } from './event-time.js';
import { plainBlocks } from './lines-of.js';
import { readBlocks } from './read-blocks.js';

/** What is unfinished among a text's blocks. In Markdown there is nothing of the kind. */
export function blockFindings({ format, body }: WrittenText): { findings: Finding[]; has: Set<Point> } {
  const blocks = format === 'blocks' ? plainBlocks(readBlocks(body)?.content ?? []) : [];
  const images = blocks.filter((block) => block.type === 'image').map(({ attrs }) => attrs);
  const buttons = blocks.filter((block) => block.type === 'button').map(({ attrs }) => attrs);
  const events = blocks.filter((block) => block.type === 'event').map(({ attrs }) => attrs);
  const has = new Set<Point>();
  if (images.length > 0) has.add('images');
  if (buttons.length > 0) has.add('buttons');
  if (events.length > 0) has.add('events');
  return {
    has,
    findings: [
      ...counted('images.not-chosen', images.filter(({ image }) => image === null).length),
      ...counted('images.no-alt', images.filter(({ alt }) => alt.trim() === '').length),
      ...counted('buttons.no-address', buttons.filter(({ href }) => href === '').length),
      ...counted('buttons.no-label', buttons.filter(({ label }) => label.trim() === '').length),
      ...counted('events.no-title', events.filter(({ title }) => title.trim() === '').length),
      ...counted('events.no-date', events.filter(isUndated).length),
    ],
  };
}

type EventAttrs = Extract<PlainBlock, { type: 'event' }>['attrs'];

/** Without a day, on one that is on no calendar, or over before it begins. */
function isUndated({ date, until }: EventAttrs): boolean {
  const begins = onTheWall(date);
  if (!begins) return true;
  const ends = onTheWall(until);
  return until !== '' && (!ends || ends <= begins);
}

function counted(code: FindingCode, count: number): Finding[] {
  return count === 0 ? [] : [stop(code, { count })];
}
