import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isLoopback } from './is-loopback.js';
import { commonVariables, readVariables } from './settings.js';

// Compose hands on what is not set as an empty text.
const optional = z
  .string()
  .trim()
  .optional()
  .transform((text) => text || undefined);

const receiver = commonVariables.extend({
  /** 0: one that the system chooses. */
  RECEIVER_PORT: z.coerce.number().int().min(0).max(65535).default(2525),
  RECEIVER_HOST: z.string().default('127.0.0.1'),
  /** What it calls itself to whoever brings mail; by default the host of PUBLIC_URL. */
  RECEIVER_NAME: optional.refine((name) => name === undefined || /^[a-z0-9.-]{1,253}$/i.test(name), {
    message: 'must be a host name',
  }),
  /** PEM files for STARTTLS: both, or neither. */
  RECEIVER_TLS_CERT_FILE: optional,
  RECEIVER_TLS_KEY_FILE: optional,
  /** The largest message that is taken. */
  RECEIVER_SIZE_MB: z.coerce.number().min(0.01).max(25).default(10),
  /** Connections at once, of everybody and of one address on the internet. */
  RECEIVER_CONNECTIONS: z.coerce.number().int().min(1).max(1000).default(100),
  RECEIVER_PER_CLIENT: z.coerce.number().int().min(1).max(1000).default(25),
  /** What may lie in the database before a keeper has opened it. More is told to come later. */
  RECEIVER_WAITING_MB: z.coerce.number().min(0.01).max(1_000_000).default(1000),
  /** How long whoever says nothing is waited for: RFC 5321 §4.5.3.2.7 asks for five minutes. */
  RECEIVER_IDLE_SECONDS: z.coerce.number().min(0.1).max(3600).default(300),
  /** A mailbox to fetch mail from: `imaps://user@host/`, or `imap:` with STARTTLS; without TLS on this machine alone. */
  IMAP_URL: optional.refine((text) => text === undefined || isImapUrl(text), {
    message: 'must be imaps://user@host, without a password',
  }),
  IMAP_PASSWORD_FILE: optional,
  /** Where what was taken goes, instead of being deleted. */
  IMAP_KEEP_FOLDER: optional,
  IMAP_POLL_SECONDS: z.coerce.number().min(0.1).max(3600).default(60),
});

export type ReceiverSettings = z.infer<typeof receiver>;

/** @throws Error naming every setting that does not hold, in one sentence each. */
export function readReceiverSettings(env: NodeJS.ProcessEnv): ReceiverSettings {
  return readVariables(receiver, env);
}

/** A certificate and its key, PEM. */
export interface TlsFiles {
  cert: string;
  key: string;
}

/** A mailbox that mail is fetched from. */
export interface Mailbox {
  host: string;
  port: number;
  /** TLS from the first octet; otherwise by STARTTLS, which only a server on this machine may lack. */
  secure: boolean;
  onThisMachine: boolean;
  user: string;
  password: string;
  folder: string;
  keepFolder: string | undefined;
}

/** Undefined where none are named. To be called while they can still be read. @throws Error where one of two is */
export function readTlsFiles(settings: ReceiverSettings): TlsFiles | undefined {
  const { RECEIVER_TLS_CERT_FILE: cert, RECEIVER_TLS_KEY_FILE: key } = settings;
  if (!cert && !key) return undefined;
  if (!cert || !key) {
    throw new Error('RECEIVER_TLS_CERT_FILE and RECEIVER_TLS_KEY_FILE go together: one is not set.');
  }
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

/** Undefined where none is set up. To be called while the password's file can still be read. @throws Error without one */
export function readMailbox(settings: ReceiverSettings): Mailbox | undefined {
  const { IMAP_URL, IMAP_PASSWORD_FILE, IMAP_KEEP_FOLDER } = settings;
  if (!IMAP_URL) return undefined;
  if (!IMAP_PASSWORD_FILE)
    throw new Error('IMAP_URL needs IMAP_PASSWORD_FILE: the file that holds the password.');
  const url = new URL(IMAP_URL);
  const secure = url.protocol === 'imaps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    onThisMachine: isLoopback(url.hostname),
    user: decodeURIComponent(url.username),
    password: readFileSync(IMAP_PASSWORD_FILE, 'utf8').trim(),
    folder: decodeURIComponent(url.pathname.replace(/^\//, '')) || 'INBOX',
    keepFolder: IMAP_KEEP_FOLDER,
  };
}

function isImapUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  return /^imaps?:$/.test(protocol) && hostname !== '' && username !== '' && !password && !search && !hash;
}
