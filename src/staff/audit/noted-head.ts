import { join } from 'node:path';
import { z } from 'zod';
import { readTextIfThere, writePrivateFile } from '../../platform/embedded/private-file.js';

const auditHead = z.strictObject({
  /** The last line's. */
  number: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The end of the log at one time: whoever has kept it can tell whether all before it is as it was. */
export type AuditHead = z.infer<typeof auditHead>;

const FILE = 'audit-head.json';

/** The newest end of the log that a keeper has seen, in a file outside the database. */
export class NotedAuditHead {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, FILE);
  }

  /** Undefined where there is none. @throws Error when there is one that cannot be read */
  read(): AuditHead | undefined {
    const text = readTextIfThere(this.#path);
    if (text === undefined) return undefined;
    try {
      return auditHead.parse(JSON.parse(text));
    } catch (error) {
      throw new Error('the noted end of the audit log cannot be read', { cause: error });
    }
  }

  /** On the disk before it returns. */
  write(head: AuditHead): void {
    writePrivateFile(this.#path, `${JSON.stringify(head)}\n`);
  }
}
