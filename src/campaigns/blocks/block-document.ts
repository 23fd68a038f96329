import { z } from 'zod';
import { PLACE_FALLBACK, PLACE_NAME } from '../place.js';

/**
 * A campaign's text as blocks. The shape is ProseMirror's document (type, attrs, content, marks), which the editor holds
 * and hands over; everything that is not written here is refused, so that nothing staff paste is ever more than this.
 */

/** http, https or mailto, and nothing that a mail program would run or fetch. */
const href = z
  .string()
  .max(2000)
  .regex(/^(https?:\/\/[^\s]+|mailto:[^\s]+)$/i);

const mark = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('bold') }),
  z.strictObject({ type: z.literal('italic') }),
  z.strictObject({ type: z.literal('link'), attrs: z.strictObject({ href }) }),
]);

const text = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1).max(20_000),
  marks: z.array(mark).max(3).optional(),
});

/** A recipient's own answer to what the list asks, and the word for whoever has not answered. */
const place = z.strictObject({
  type: z.literal('place'),
  attrs: z.strictObject({ name: z.string().regex(PLACE_NAME), fallback: z.string().regex(PLACE_FALLBACK) }),
  marks: z.array(mark).max(3).optional(),
});

const hardBreak = z.strictObject({ type: z.literal('hardBreak') });

const inline = z.discriminatedUnion('type', [text, place, hardBreak]);
const line = z.array(inline).max(500).optional();

const heading = z.strictObject({
  type: z.literal('heading'),
  attrs: z.strictObject({ level: z.union([z.literal(1), z.literal(2), z.literal(3)]) }),
  content: line,
});
const paragraph = z.strictObject({ type: z.literal('paragraph'), content: line });
const listItem = z.strictObject({ type: z.literal('listItem'), content: z.array(paragraph).min(1).max(5) });
const items = z.array(listItem).min(1).max(100);
const bulletList = z.strictObject({ type: z.literal('bulletList'), content: items });
const orderedList = z.strictObject({ type: z.literal('orderedList'), content: items });
const quote = z.strictObject({
  type: z.literal('quote'),
  attrs: z.strictObject({ by: z.string().max(120) }),
  content: z.array(paragraph).min(1).max(20),
});
const divider = z.strictObject({ type: z.literal('divider') });
/** Empty while it is being written; the list before a review asks for both. */
const button = z.strictObject({
  type: z.literal('button'),
  attrs: z.strictObject({ label: z.string().max(80), href: z.union([href, z.literal('')]) }),
});
/** `image` is the id of an image of this register; null while none is chosen. `alt` is empty only while it is written. */
const image = z.strictObject({
  type: z.literal('image'),
  attrs: z.strictObject({
    image: z.uuid().nullable(),
    alt: z.string().max(300),
    href: z.union([href, z.literal('')]),
  }),
});
/** `date` and `until` are days and times on the wall at the place: YYYY-MM-DDTHH:MM, empty where there is none. */
const wallTime = z.union([z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/), z.literal('')]);
const event = z.strictObject({
  type: z.literal('event'),
  attrs: z.strictObject({
    title: z.string().max(120),
    date: wallTime,
    until: wallTime,
    place: z.string().max(200),
    href: z.union([href, z.literal('')]),
  }),
});

const plain = z.discriminatedUnion('type', [
  heading,
  paragraph,
  bulletList,
  orderedList,
  quote,
  divider,
  button,
  image,
  event,
]);
const column = z.strictObject({ type: z.literal('column'), content: z.array(plain).min(1).max(20) });
/** Side by side where there is room, one below the other on a phone. */
const columns = z.strictObject({ type: z.literal('columns'), content: z.array(column).length(2) });

const block = z.union([plain, columns]);

export const blockDocument = z.strictObject({
  type: z.literal('doc'),
  content: z.array(block).min(1).max(300),
});

export type BlockDocument = z.infer<typeof blockDocument>;
export type Block = z.infer<typeof block>;
export type PlainBlock = z.infer<typeof plain>;
export type Inline = z.infer<typeof inline>;
export type Mark = z.infer<typeof mark>;
