import { BackupError } from './backup-error.js';
import { BackupFileReader, type BackupMessage } from './backup-file-reader.js';
import type { BackupKind } from './backup-preamble.js';
import type { BackupAbout } from './make-backup.js';
import type { BackupTable } from './tables.queries.js';

/** A backup that was read from its first byte to its last, and is whole. */
export interface WholeBackup extends BackupAbout {
  path: string;
  houseId: string | undefined;
  rows: number;
}

/** Reads all of a file, and keeps nothing but what it is. @throws BackupError when it is not whole */
export function checkBackup(path: string, kind: BackupKind, secrets: readonly Buffer[]): WholeBackup {
  const file = new BackupFileReader(path, kind);
  try {
    let about: BackupAbout | undefined;
    let rows = 0;
    for (const { type, content } of file.messages(secrets)) {
      if (type === 'about') about = parse(content) as BackupAbout;
      if (type === 'end') rows = (parse(content) as { rows: number }).rows;
    }
    if (!about) throw new BackupError(`${path} does not say what it is. Nothing has been changed.`);
    return { ...about, path, houseId: file.preamble.houseId, rows };
  } finally {
    file.close();
  }
}

/** Hands each table's COPY over in turn. `load` must use the bytes up, and answers how many rows they were. */
export async function readTables(
  path: string,
  kind: BackupKind,
  secrets: readonly Buffer[],
  load: (table: BackupTable, bytes: Iterable<Buffer>) => Promise<number>,
): Promise<void> {
  const file = new BackupFileReader(path, kind);
  try {
    const messages = file.messages(secrets);
    for (let next = messages.next(); !next.done; next = messages.next()) {
      if (next.value.type !== 'table') continue;
      const table = parse(next.value.content) as BackupTable;
      const tail: { rows?: number } = {};
      const loaded = await load(table, rowsOf(messages, tail));
      if (loaded !== tail.rows)
        throw new BackupError(`${path}: ${table.name} came to ${loaded} rows, and not to ${tail.rows}.`);
    }
  } finally {
    file.close();
  }
}

function* rowsOf(messages: Generator<BackupMessage>, tail: { rows?: number }): Generator<Buffer> {
  for (let next = messages.next(); !next.done; next = messages.next()) {
    if (next.value.type === 'rows') yield next.value.content;
    else {
      tail.rows = (parse(next.value.content) as { rows: number }).rows;
      return;
    }
  }
}

function parse(content: Buffer): unknown {
  return JSON.parse(content.toString('utf8'));
}
