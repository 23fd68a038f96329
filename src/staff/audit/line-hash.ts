import { createHash } from 'node:crypto';

/** One line of the log, each field as the database writes it. */
export interface AuditLine {
  number: string;
  /** Microseconds since 1970. */
  at: string;
  actorKind: string;
  actorId: string | null;
  act: string;
  ofRegister: string | null;
  ofList: string | null;
  target: string | null;
  detail: string;
  previous: Buffer;
  hash: Buffer;
}

/** What the first line takes for the hash of the one before it. */
export const NO_LINE = Buffer.alloc(32);

const DOMAIN = 'jatakk audit v1';

/** SHA-256 over one field a line, an absent one as a hyphen; `jatakk.audit_hash` makes the same. 32 bytes. */
export function hashOfLine(line: Omit<AuditLine, 'hash'>): Buffer {
  const fields = [
    DOMAIN,
    line.number,
    line.at,
    line.actorKind,
    line.actorId,
    line.act,
    line.ofRegister,
    line.ofList,
    line.target,
    line.detail,
    line.previous.toString('hex'),
  ];
  return createHash('sha256')
    .update(fields.map((field) => field ?? '-').join('\n'))
    .digest();
}
