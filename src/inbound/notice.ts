import { BOUNDS } from './bounds.js';
import type { Mime, Part } from './mime-parts.js';
import { ENDS, FORMS, SENDERS } from './notice-forms.js';
import { partText } from './part-text.js';
import { plainSaid } from './said.js';

/** What the server that returns a message says to people, without the message that it returns. */
export interface Notice {
  text: string;
  /** The same, as `plainSaid` leaves it. */
  said: string;
  /** Whether it is one by its form, and which where that matters. */
  known: boolean;
  form: string;
}

export function noticeOf(mime: Mime, from: string): Notice {
  const text = withoutReturned(textOf(mime.parts));
  const begins = text.slice(0, BOUNDS.notice).toLowerCase().replaceAll(/\s+/g, ' ').trim();
  const sender = SENDERS.test(from) || mime.fields.get('return-path') === '<>';
  const found = sender ? FORMS.find(({ said }) => said.test(begins)) : undefined;
  return { text, said: plainSaid(text), known: found !== undefined, form: found?.form ?? '' };
}

/** The first part with words in it: plain text before HTML. */
function textOf(parts: readonly Part[]): string {
  for (const kind of [/^(?:text\/plain|multipart\/.*)$/, /^text\/html$/]) {
    for (const part of parts) {
      if (!kind.test(part.content.type)) continue;
      const text = partText(part);
      if (text.trim() !== '') return text;
    }
  }
  return '';
}

function withoutReturned(text: string): string {
  const found = ENDS.map((end) => text.search(end)).filter((at) => at > 0);
  return text.slice(0, Math.min(text.length, ...found));
}

const ADDRESS_FIRST = /^[ \t]{0,12}["'<]{0,2}([^\s"'<>@:]{1,64}@[^\s"'<>@:]{1,255})(?=["'>:\s]|$)/;

/** What a text says of each recipient, where it tells of several: what follows a line that begins with another address. */
export function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let address = '';
  for (const line of text.slice(0, BOUNDS.notice).split('\n')) {
    const [, found] = ADDRESS_FIRST.exec(line) ?? [];
    if (found !== undefined && found !== address && blocks.length < BOUNDS.recipients) {
      address = found;
      blocks.push(line);
    } else if (blocks.length > 0) {
      blocks.push(`${blocks.pop()}\n${line}`);
    }
  }
  return blocks;
}
