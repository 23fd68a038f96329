import type { SMTPServerDataStream } from 'smtp-server';
import type { MemoryBudget } from './memory-budget.js';

/** A message in memory, to be let go when it is done with. */
export interface Gathered {
  /** Undefined where it is too large, or there was no room for it: the rest of it was read and thrown away. */
  message: Buffer | undefined;
  letGo: () => void;
}

/** Reads a message to its end. @throws where its sender goes away before */
export async function gather(stream: SMTPServerDataStream, budget: MemoryBudget): Promise<Gathered> {
  let pieces: Buffer[] | undefined = [];
  let held = 0;
  const letGo = () => {
    budget.giveBack(held);
    held = 0;
    pieces = undefined;
  };
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      if (!pieces) continue;
      if (stream.sizeExceeded || !budget.take(piece.length)) letGo();
      else {
        held += piece.length;
        pieces.push(piece);
      }
    }
  } catch (error) {
    letGo();
    throw error;
  }
  return { message: pieces && Buffer.concat(pieces, held), letGo };
}
