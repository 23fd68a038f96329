import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { readTextIfThere, syncFolder, writePrivateFile } from '../embedded/private-file.js';
import { type JournalLine, lastWords, readLine, writeLine } from './journal-line.js';

/** The journal's place in the keeper's own folder. */
export const JOURNAL = 'journal';
const SINCE = 'since';
const DAY = /^(\d{4}-\d{2}-\d{2})\.journal$/;

export interface ReadJournal {
  /** The first day of which nothing is missing. */
  since: string | undefined;
  lines: JournalLine[];
  /** Lines that could not be read: torn by a crash, and then written again, or damaged. */
  unreadable: number;
}

/** The journal outside the database: one file a day (UTC), appended to, in a folder that only the keeper reads. */
export class JournalFolder {
  constructor(
    private readonly root: string,
    private readonly today: () => string = () => new Date().toISOString().slice(0, 10),
  ) {}

  /** Makes the folder, and notes from when on it is complete. */
  open(): void {
    mkdirSync(this.root, { recursive: true, mode: 0o700 });
    if (readTextIfThere(join(this.root, SINCE)) === undefined) this.#noteSince(this.today());
  }

  /** On the disk before it returns. */
  append(lines: readonly JournalLine[]): void {
    const path = join(this.root, `${this.today()}.journal`);
    const file = openSync(path, 'a+', 0o600);
    try {
      // What a crash has torn must not swallow the line behind it.
      const start = endsWhole(file) ? '' : '\n';
      writeSync(file, start + lines.map((line) => `${writeLine(line)}\n`).join(''));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    syncFolder(this.root);
  }

  /** Of days before yesterday, to which nobody adds any more: the order in which people left is forgotten, and after `keepDays` that they did. */
  tidy(keepDays: number): void {
    const oldest = daysBefore(this.today(), keepDays);
    const yesterday = daysBefore(this.today(), 1);
    for (const day of this.#days().filter((day) => day < yesterday)) {
      const path = join(this.root, `${day}.journal`);
      if (day < oldest) rmSync(path, { force: true });
      else this.#mix(path);
    }
    if ((this.read().since ?? oldest) < oldest) this.#noteSince(oldest);
  }

  /** All of it, the oldest day first. An empty answer where there is none. */
  read(): ReadJournal {
    const lines: JournalLine[] = [];
    let unreadable = 0;
    for (const day of this.#days()) {
      for (const text of readFileSync(join(this.root, `${day}.journal`), 'utf8').split('\n')) {
        const line = text === '' ? undefined : readLine(text);
        if (line) lines.push(line);
        else if (text !== '') unreadable += 1;
      }
    }
    return { since: readTextIfThere(join(this.root, SINCE)), lines, unreadable };
  }

  #mix(path: string): void {
    const before = readFileSync(path, 'utf8');
    const texts = before.split('\n').filter(Boolean);
    const lines = texts.flatMap((text) => readLine(text) ?? []);
    const damaged = texts.filter((text) => !readLine(text));
    const after = [...lastWords(lines).map(writeLine).sort(), ...damaged].map((text) => `${text}\n`).join('');
    if (after !== before) writePrivateFile(path, after);
  }

  #days(): string[] {
    try {
      return readdirSync(this.root)
        .flatMap((name) => DAY.exec(name)?.[1] ?? [])
        .sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  #noteSince(day: string): void {
    writePrivateFile(join(this.root, SINCE), `${day}\n`);
  }
}

function endsWhole(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last[0] === 0x0a;
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
