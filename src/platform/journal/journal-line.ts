/** What must hold after a restore too; the kinds are those of `jatakk.journal`. */
export interface JournalLine {
  kind: string;
  registerId: string;
  rowId: string | null;
  /** A suppression's. 32 bytes. */
  hash: Buffer | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KIND = /^[a-z][a-z-]{0,39}$/;

/** One line of the file, without its end. The random id comes first, so that sorting mixes. */
export function writeLine({ kind, registerId, rowId, hash }: JournalLine): string {
  return [rowId ?? '-', hash?.toString('base64url') ?? '-', registerId, kind, '.'].join(' ');
}

/** Undefined for what is no whole line: the dot at its end is the last that is written. */
export function readLine(text: string): JournalLine | undefined {
  const [rowId, hash, registerId, kind, end, ...more] = text.split(' ');
  if (end !== '.' || more.length > 0 || !UUID.test(registerId!) || !KIND.test(kind!)) return undefined;
  if (rowId !== '-' && !UUID.test(rowId!)) return undefined;
  const bytes = hash === '-' ? null : Buffer.from(hash!, 'base64url');
  if (bytes && bytes.length !== 32) return undefined;
  return { kind: kind!, registerId: registerId!, rowId: rowId === '-' ? null : rowId!, hash: bytes };
}

/** What follows one upon the other, so that only the last of it counts. */
const TOLD_BY: Record<string, string> = {
  left: 'membership',
  back: 'membership',
  'hard-bounce': 'reach',
  complaint: 'reach',
  lifted: 'reach',
};

/** The last word on each: of a leave and its undo only what came last counts. Order is kept otherwise. */
export function lastWords(lines: readonly JournalLine[]): JournalLine[] {
  const last = new Map<string, JournalLine>();
  for (const line of lines) {
    const about = TOLD_BY[line.kind] ?? line.kind;
    const key = [about, line.registerId, line.rowId, line.hash?.toString('base64url')].join(' ');
    last.delete(key);
    last.set(key, line);
  }
  return [...last.values()];
}
