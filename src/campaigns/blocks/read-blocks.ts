import type { WrittenText } from '../written-text.js';
import { type BlockDocument, blockDocument } from './block-document.js';

/** A body read back; undefined where it is no document, or holds anything that none may. */
export function readBlocks(body: string): BlockDocument | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  return blockDocument.safeParse(json).data;
}

/** Whether a text says it is a document and is none: then it is empty wherever it is shown, and is not sent. */
export function isUnreadable({ format, body }: WrittenText): boolean {
  return format === 'blocks' && readBlocks(body) === undefined;
}
