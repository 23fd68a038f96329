import type { DataSource, EntityManager } from 'typeorm';
import type { SignedHead } from './log-head.js';
import type { PreviousHead } from './previous-head.js';

type Database = DataSource | EntityManager;

/** A register's log: a tree that only grows, under one key. A restore ends it, and another goes on. */
export interface LedgerLog {
  id: string;
  registerId: string;
  /** Ed25519, 32 bytes. */
  publicKey: Buffer;
  /** Which version of the register's key signs it. */
  keyVersion: number;
  /** ISO date. */
  started: string;
  ended: boolean;
  /** The last known head of the log before, which is this one's first leaf. */
  previous: PreviousHead | null;
}

const LOG = `l.id, l.register_id as "registerId", l.public_key as "publicKey", l.key_version as "keyVersion",
             l.started_on::text as started, l.ended, l.previous`;

const HEAD = `h.log_id as "logId", h.size, encode(h.root, 'hex') as root, h.signed_on::text as date,
              translate(encode(h.signature, 'base64'), E'+/=\\n', '-_') as signature`;

/** The log that takes a register's records now; none before a keeper has begun one. */
export async function currentLog(database: Database, registerId: string): Promise<LedgerLog | undefined> {
  const rows = (await database.query(
    `select ${LOG} from jatakk.ledger_log l where l.register_id = $1 and not l.ended`,
    [registerId],
  )) as LedgerLog[];
  return rows[0];
}

/** Every log of a register, oldest first: each names the one before. */
export async function logsOf(database: Database, registerId: string): Promise<LedgerLog[]> {
  return (await database.query(
    `select ${LOG} from jatakk.ledger_log l where l.register_id = $1 order by l.number`,
    [registerId],
  )) as LedgerLog[];
}

/** The heads of a log, smallest first. */
export async function headsOf(database: Database, logId: string): Promise<SignedHead[]> {
  return (await database.query(
    `select ${HEAD} from jatakk.ledger_head h where h.log_id = $1 order by h.size`,
    [logId],
  )) as SignedHead[];
}

export async function newestHead(database: Database, logId: string): Promise<SignedHead | undefined> {
  const rows = (await database.query(
    `select ${HEAD} from jatakk.ledger_head h where h.log_id = $1 order by h.size desc limit 1`,
    [logId],
  )) as SignedHead[];
  return rows[0];
}

/** Where a leaf stands, in whichever log of its register. */
export async function placeOfLeaf(
  database: Database,
  registerId: string,
  leaf: Buffer,
): Promise<{ logId: string; publicKey: Buffer; index: number } | undefined> {
  const rows = (await database.query(
    `select f.log_id as "logId", l.public_key as "publicKey", f.leaf_index as index
       from jatakk.ledger_leaf f join jatakk.ledger_log l on l.register_id = f.register_id and l.id = f.log_id
      where f.register_id = $1 and f.leaf = $2`,
    [registerId, leaf],
  )) as { logId: string; publicKey: Buffer; index: number }[];
  return rows[0];
}

/** Stored hashes of one level, from the first to before the last; of level 0 the leaves' own. */
export async function storedHashes(
  database: Database,
  logId: string,
  level: number,
  from: number,
  to: number,
): Promise<Buffer[]> {
  const rows = (await database.query(
    level === 0
      ? `select sha256('\\x00'::bytea || f.leaf) as hash from jatakk.ledger_leaf f
          where f.log_id = $1 and f.leaf_index >= $2 and f.leaf_index < $3 order by f.leaf_index`
      : `select n.hash from jatakk.ledger_node n
          where n.log_id = $1 and n.node_index >= $2 and n.node_index < $3 and n.level = $4 order by n.node_index`,
    level === 0 ? [logId, from, to] : [logId, from, to, level],
  )) as { hash: Buffer }[];
  return rows.map(({ hash }) => hash);
}

/** Whether a head is among those of a register, as it was noted. */
export async function hasHead(
  database: Database,
  registerId: string,
  { logId, size, root }: { logId: string; size: number; root: string },
): Promise<boolean> {
  const rows = (await database.query(
    `select 1 from jatakk.ledger_head h
      where h.register_id = $1 and h.log_id = $2 and h.size = $3 and h.root = decode($4, 'hex')`,
    [registerId, logId, size, root],
  )) as unknown[];
  return rows.length > 0;
}
