import { join } from 'node:path';
import { z } from 'zod';
import { readTextIfThere, writePrivateFile } from '../../platform/embedded/private-file.js';
import { type PreviousHead, previousHead } from './previous-head.js';

const headNote = z.object({
  /** What a trial made up goes when the house goes live: its heads bind nobody. */
  mode: z.enum(['trial', 'live']),
  head: previousHead,
});

export type HeadNote = z.infer<typeof headNote>;

/**
 * The newest head of each register's log that a keeper has seen, in files outside the database: what the database then
 * says of the past can be held against it, whoever owns the database.
 */
export class NotedHeads {
  constructor(private readonly folder: string) {}

  /** Undefined where there is none. @throws Error when there is one that cannot be read */
  read(registerId: string): HeadNote | undefined {
    const text = readTextIfThere(this.#path(registerId));
    if (text === undefined) return undefined;
    try {
      return headNote.parse(JSON.parse(text));
    } catch (error) {
      throw new Error('a noted head cannot be read', { cause: error });
    }
  }

  /** On the disk before it returns. */
  write(registerId: string, mode: HeadNote['mode'], head: PreviousHead): void {
    writePrivateFile(this.#path(registerId), `${JSON.stringify({ mode, head } satisfies HeadNote)}\n`);
  }

  #path(registerId: string): string {
    return join(this.folder, `${NOTED_HEAD}${registerId}.json`);
  }
}

/** How the names of these files begin. */
export const NOTED_HEAD = 'ledger-';
