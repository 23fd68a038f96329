import { BOUNDS } from './bounds.js';
import { boundaryOf, readContentType, type ContentType } from './content-type.js';
import { readFields, type Fields } from './header-fields.js';

/** A part of a message that is no multipart itself, as it lies there: one octet per character. */
export interface Part {
  fields: Fields;
  content: ContentType;
  body: string;
}

export interface Mime {
  /** Of the message itself. */
  fields: Fields;
  content: ContentType;
  /** In order. What is inside a returned message (message/rfc822) is its own affair, and not gone into. */
  parts: Part[];
}

interface Entity {
  fields: Fields;
  content: ContentType;
  body: number;
}

/**
 * Walks a message's parts in one pass: each delimiter line is compared with the multiparts that are open, innermost
 * first, and the end of an outer one ends those within (RFC 2046 §5.1.2). A cut message ends all of them.
 * @param raw the message, one octet per character
 */
export function readParts(raw: string): Mime {
  const text = raw.slice(0, BOUNDS.message);
  const parts: Part[] = [];
  const open: string[] = [];
  const whole = readEntity(text, 0);

  let entity: Entity | undefined = whole;
  let at = nextDashes(text, whole.body);
  while (parts.length < BOUNDS.parts) {
    const boundary = entity && open.length < BOUNDS.depth ? boundaryOf(entity.content) : undefined;
    if (boundary !== undefined) open.push(`--${boundary}`);
    const found = nextDelimiter(text, at, open);

    // A multipart that its own delimiter follows is only what holds others. One in which it never comes is read as text.
    const holds = boundary !== undefined && found?.level === open.length - 1;
    if (entity && !holds) {
      const { fields, content, body } = entity;
      parts.push({ fields, content, body: text.slice(body, found?.at ?? text.length) });
    }
    if (!found) break;

    open.length = found.level + 1;
    const after = found.at + open[found.level]!.length;
    if (text.startsWith('--', after)) {
      open.pop();
      entity = undefined;
      at = nextDashes(text, after);
    } else {
      const line = text.indexOf('\n', after);
      if (line === -1) break;
      entity = readEntity(text, line + 1);
      at = nextDashes(text, entity.body);
    }
  }
  return { fields: whole.fields, content: whole.content, parts };
}

function nextDelimiter(
  text: string,
  from: number,
  open: readonly string[],
): { at: number; level: number } | undefined {
  if (open.length === 0) return undefined;
  for (let at = from; at !== -1; at = nextDashes(text, at + 2)) {
    const level = open.findLastIndex((delimiter) => isDelimiter(text, at, delimiter));
    if (level !== -1) return { at, level };
  }
  return undefined;
}

/** The whole line has to be it: a boundary may begin another (RFC 2046 §5.1.2). */
function isDelimiter(text: string, at: number, delimiter: string): boolean {
  if (!text.startsWith(delimiter, at)) return false;
  const after = at + delimiter.length;
  return text.startsWith('--', after) || /^[ \t]*(?:\r?\n|$)/.test(text.slice(after, after + 80));
}

/** Where the next line that begins with "--" begins, at `from` or after. */
function nextDashes(text: string, from: number): number {
  if (text.startsWith('--', from) && (from === 0 || text[from - 1] === '\n')) return from;
  const found = text.indexOf('\n--', from);
  return found === -1 ? -1 : found + 1;
}

function readEntity(text: string, from: number): Entity {
  const block = text.slice(from, from + BOUNDS.head);
  const end = headEnd(block);
  const fields = readFields(block.slice(0, end));
  return { fields, content: readContentType(fields.get('content-type')), body: from + end };
}

/** Behind the empty line that ends the fields; at a delimiter where there is none. */
function headEnd(block: string): number {
  const empty = /(?:^|\n)\r?\n/.exec(block);
  const end = empty ? empty.index + empty[0].length : block.length;
  const dashes = block.startsWith('--') ? 0 : block.indexOf('\n--') + 1;
  return (dashes > 0 || block.startsWith('--')) && dashes < end ? dashes : end;
}

export function partOfType(mime: Mime, type: RegExp): Part | undefined {
  return mime.parts.find(({ content }) => type.test(content.type));
}
