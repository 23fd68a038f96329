import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chownSync,
  createReadStream,
  createWriteStream,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { messageIds, type MailboxEntry } from './mailbox-reader.js';
import { messageSubject } from './message-subject.js';
import { isRoot, type UserIds } from './unprivileged.js';

const KEEP = 500;
const LARGEST = 10 * 1024 * 1024;

/** The mailbox of an installation on trial: an SMTP server on this machine that keeps what it gets and sends nothing. */
export interface LocalMailbox {
  port: number;
  close: () => Promise<void>;
}

/**
 * Opens the mailbox on 127.0.0.1. Each message becomes `<id>.eml`, as received, and `<id>.json` (`MailboxEntry`),
 * readable by `reader` alone; the newest 500 are kept. An id is its time of arrival and 64 random bits.
 */
export async function openLocalMailbox(folder: string, reader: UserIds | undefined): Promise<LocalMailbox> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  giveTo(reader, folder);
  const server = new SMTPServer({
    banner: 'Jatakk mailbox, nothing leaves here',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: LARGEST,
    closeTimeout: 1_000,
    onData: (stream, session, callback) => {
      keep(folder, reader, stream, session).then(
        () => callback(),
        (error: unknown) => callback(error instanceof Error ? error : new Error('not kept')),
      );
    },
  });
  // A client that breaks off is its own affair.
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function keep(
  folder: string,
  reader: UserIds | undefined,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const id = newId();
  const draft = join(folder, `${id}.part`);
  try {
    await pipeline(stream, createWriteStream(draft, { mode: 0o600 }));
    if (stream.sizeExceeded) throw tooLarge();
    giveTo(reader, draft);
    const { mailFrom, rcptTo } = session.envelope;
    const entry: MailboxEntry = {
      id,
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(({ address }) => address),
      receivedAt: new Date().toISOString(),
      subject: messageSubject(await readStart(draft)),
    };
    const list = join(folder, `${id}.json`);
    writeFileSync(`${list}.part`, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    giveTo(reader, `${list}.part`);
    renameSync(draft, join(folder, `${id}.eml`));
    renameSync(`${list}.part`, list);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  for (const old of messageIds(folder).slice(KEEP)) {
    for (const ending of ['json', 'eml']) rmSync(join(folder, `${old}.${ending}`), { force: true });
  }
}

/** The first 64 kB of a file: more than any header that is one. */
async function readStart(file: string): Promise<string> {
  const pieces = createReadStream(file, { end: 65_535 });
  return Buffer.concat((await pieces.toArray()) as Buffer[]).toString('utf8');
}

let lastTime = 0;

/** Ids sort by arrival: no two share a millisecond. */
function newId(): string {
  lastTime = Math.max(Date.now(), lastTime + 1);
  return `${new Date(lastTime).toISOString().replace(/[-:.]/g, '')}-${randomBytes(8).toString('hex')}`;
}

function tooLarge(): Error {
  return Object.assign(new Error('Message is larger than 10 MB'), { responseCode: 552 });
}

function giveTo(reader: UserIds | undefined, path: string): void {
  if (reader && isRoot()) chownSync(path, reader.uid, reader.gid);
}
