import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';

/** What the list of the mailbox shows of a message. */
export interface MailboxEntry {
  id: string;
  /** The envelope's sender, empty for a bounce. */
  from: string;
  /** The envelope's recipients. */
  to: string[];
  /** ISO 8601, UTC. */
  receivedAt: string;
  subject: string;
}

/** A message opened. Its `html` is the sender's: show it only where it can do nothing (a sandboxed frame). */
export interface MailboxMessage extends MailboxEntry {
  /** Null where the message has no such part. */
  text: string | null;
  html: string | null;
  /** In order, unfolded, as they came. */
  headers: { name: string; value: string }[];
  /** The https or http URL of List-Unsubscribe when List-Unsubscribe-Post allows one click (RFC 8058). */
  oneClickUrl: string | null;
}

const ID = /^\d{8}T\d{9}Z-[0-9a-f]{16}$/;

/** The messages in the mailbox, the newest first. A mailbox that has never been opened is empty. */
export function readMailbox(folder: string): MailboxEntry[] {
  return messageIds(folder).flatMap((id) => readEntry(folder, id) ?? []);
}

/** One message; undefined for an id that is none, or of no message. */
export async function readMessage(folder: string, id: string): Promise<MailboxMessage | undefined> {
  if (!ID.test(id)) return undefined;
  const entry = readEntry(folder, id);
  if (!entry) return undefined;
  let raw: Buffer;
  try {
    raw = await readFile(join(folder, `${id}.eml`));
  } catch {
    return undefined;
  }
  const parsed = await simpleParser(raw, {
    skipTextToHtml: true,
    skipHtmlToText: true,
    skipImageLinks: true,
  });
  const headers = parsed.headerLines.map(({ line }) => {
    const [, name = '', value = ''] = /^([^:]*):\s*([^]*)$/.exec(line) ?? [];
    return { name, value: value.replace(/\r?\n\s*/g, ' ').trim() };
  });
  return {
    ...entry,
    text: parsed.text ?? null,
    html: parsed.html || null,
    headers,
    oneClickUrl: oneClickUrl(headers),
  };
}

/** The ids of the messages in a folder, the newest first. */
export function messageIds(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .filter((id) => ID.test(id))
    .sort()
    .toReversed();
}

function oneClickUrl(headers: MailboxMessage['headers']): string | null {
  const value = (wanted: string) => headers.find(({ name }) => name.toLowerCase() === wanted)?.value;
  if (value('list-unsubscribe-post')?.replace(/\s/g, '') !== 'List-Unsubscribe=One-Click') return null;
  return /<(https?:[^>]*)>/.exec(value('list-unsubscribe') ?? '')?.[1] ?? null;
}

function readEntry(folder: string, id: string): MailboxEntry | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as MailboxEntry;
  } catch {
    // It has just made room for a newer one.
    return undefined;
  }
}
