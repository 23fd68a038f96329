import { rmSync } from 'node:fs';
import { hasEnded, signal, type ProcessIdentity } from './process-identity.js';
import { removeView } from './own-files.js';
import { readTextIfThere, writePrivateFile } from './private-file.js';
import { removeSocketFolder } from './socket-folder.js';

/** What runs where, in `run.json` while Jatakk runs. It tells a second start, and the start after a kill. */
export interface RunRecord {
  pid: number;
  publicUrl?: string;
  socketFolder?: string;
  viewFolder?: string;
  mailboxPort?: number;
  web?: ProcessIdentity;
  keeper?: ProcessIdentity;
  receiver?: ProcessIdentity;
}

/** Reads the record; undefined when there is none, or none that can be read. */
export function readRunRecord(file: string): RunRecord | undefined {
  const text = readTextIfThere(file);
  try {
    return text ? (JSON.parse(text) as RunRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** The record of this run, kept up to date as the house rises: what was not recorded, nobody could clear away. */
export class OwnRunRecord {
  private readonly record: RunRecord = { pid: process.pid };

  constructor(private readonly file: string) {
    this.write();
  }

  note(news: Partial<RunRecord>): void {
    Object.assign(this.record, news);
    try {
      this.write();
    } catch (error) {
      // A process that died while the disk is full is started again all the same; the next note tells of it.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  private write(): void {
    writePrivateFile(this.file, `${JSON.stringify(this.record, undefined, 2)}\n`);
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }
}

/**
 * Waits for the children of a run that was killed: they end by themselves, and a keeper may take a while to
 * finish what it handed to the relay. `waiting` is called once if it takes long.
 */
export async function clearRunLeftover(file: string, waiting: () => void): Promise<void> {
  const record = readRunRecord(file);
  if (!record) return;
  const children = [record.web, record.keeper, record.receiver].filter((child) => child !== undefined);
  if (!(await allEnded(children, 1_500))) {
    waiting();
    if (!(await allEnded(children, 38_000))) {
      for (const child of children) signal(child, 'SIGKILL');
      await allEnded(children, 5_000);
    }
  }
  if (record.socketFolder) removeSocketFolder(record.socketFolder);
  if (record.viewFolder) removeView(record.viewFolder);
  rmSync(file, { force: true });
}

async function allEnded(children: ProcessIdentity[], milliseconds: number): Promise<boolean> {
  const ended = await Promise.all(children.map((child) => hasEnded(child, milliseconds)));
  return ended.every(Boolean);
}
