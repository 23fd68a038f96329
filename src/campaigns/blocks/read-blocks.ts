import type { WrittenText } from '../written-text.js';
import { type BlockDocument, blockDocument } from './block-document.js';

/** A body read back; undefined where it is no document, or holds anything that none may. */
export function readBlocks(body: string): BlockDocument | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body, refuseUnwritable);
  } catch {
    return undefined;
  }
  return blockDocument.safeParse(json).data;
}

/** JSON can name characters that no text has, and that PostgreSQL's jsonb refuses: NUL, and halves of a pair. */
function refuseUnwritable(_key: string, value: unknown): unknown {
  if (typeof value === 'string' && /[\0\p{Surrogate}]/u.test(value)) throw new SyntaxError();
  return value;
}

/** Whether a text says it is a document and is none: then it is empty wherever it is shown, and is not sent. */
export function isUnreadable({ format, body }: WrittenText): boolean {
  return format === 'blocks' && readBlocks(body) === undefined;
}
