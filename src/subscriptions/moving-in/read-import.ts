import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { decodeText } from './decode-text.js';
import { type ImportedRow, type Judging, judgeRow, type Refusal } from './judge-row.js';
import { UnreadableImport } from './unreadable-import.js';

/** Characters in one record; what is longer is no person, or a quote that nobody closed. */
const LONGEST_RECORD = 65_536;
const MOST_ROWS = 500_000;

export interface ReadImport {
  usable: number;
  refused: Partial<Record<Refusal, number>>;
}

/**
 * Reads another tool's export (CSV, RFC 4180; comma, semicolon or tab) as it comes, and hands on each row that can be
 * used. Nothing of the others is kept or told but how many there were of each kind.
 * @throws UnreadableImport for a file that as a whole is not such an export
 */
export async function readImport(
  source: AsyncIterable<Uint8Array | string>,
  judging: Judging,
  take: (row: ImportedRow) => Promise<void>,
): Promise<ReadImport> {
  const { text, delimiter } = await decodeText(source);
  const found: ReadImport = { usable: 0, refused: {} };
  const seen = new Set<string>();
  const isTwice = (address: string) => {
    const before = seen.size;
    return seen.add(createHash('sha256').update(address).digest('base64')).size === before;
  };
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  });
  try {
    await pipeline(Readable.from(text), parser, async (records: AsyncIterable<string[]>) => {
      let columns: Map<string, number> | undefined;
      let rows = 0;
      for await (const record of records) {
        if (!columns) {
          columns = columnsOf(record, judging);
          continue;
        }
        if ((rows += 1) > MOST_ROWS) throw new UnreadableImport('too-many');
        const at = columns;
        const cell = (names: readonly string[]) => {
          const name = names.find((one) => at.has(one));
          return name === undefined ? '' : (record[at.get(name)!] ?? '').trim();
        };
        const row = judgeRow(cell, judging, isTwice);
        if (typeof row === 'string') found.refused[row] = (found.refused[row] ?? 0) + 1;
        else {
          await take(row);
          found.usable += 1;
        }
      }
      if (!columns) throw new UnreadableImport('empty');
    });
  } catch (error) {
    // The library's messages repeat what stood in the file.
    if (error instanceof CsvError) throw new UnreadableImport('broken');
    throw error;
  }
  return found;
}

function columnsOf(header: string[], { tool }: Judging): Map<string, number> {
  const columns = new Map<string, number>();
  const used = new Set<string>([
    ...tool.address,
    ...tool.confirmedAt,
    ...(tool.askedAt ?? []),
    ...tool.goneAt,
    ...(tool.status ? [tool.status.column] : []),
  ]);
  header.forEach((name, index) => {
    const column = name.trim().toLowerCase();
    // Which of the two would count must not be guessed.
    if (columns.has(column) && used.has(column)) throw new UnreadableImport('column-twice');
    if (!columns.has(column)) columns.set(column, index);
  });
  if (!tool.address.some((name) => columns.has(name))) throw new UnreadableImport('no-address-column');
  return columns;
}
