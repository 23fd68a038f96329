import type { DataSource, EntityManager } from 'typeorm';
import type { TreeNode } from '../../platform/merkle/growing-tree.js';
import type { SignedHead } from '../../consent/ledger/log-head.js';

/** The day (UTC) as the database has it, ISO 8601. */
export async function todayOf(database: DataSource | EntityManager): Promise<string> {
  const rows = (await database.query(
    `select (clock_timestamp() at time zone 'UTC')::date::text as today`,
  )) as { today: string }[];
  return rows[0]!.today;
}

/** Registers whose keys are made and whose log is not open. */
export async function registersWithoutLog(database: DataSource): Promise<string[]> {
  const rows = (await database.query(
    `select r.id from jatakk.register r
      where not exists (select 1 from jatakk.ledger_log l where l.register_id = r.id and not l.ended)
        and exists (select 1 from vault.ring_key k where k.ring_id = r.id and k.purpose = 'ledger')`,
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}

/** Registers whose log is open, and whether its round of the day is due. */
export async function openLogs(database: DataSource): Promise<{ registerId: string; due: boolean }[]> {
  return (await database.query(
    `select l.register_id as "registerId", l.sealed_on < (clock_timestamp() at time zone 'UTC')::date as due
       from jatakk.ledger_log l where not l.ended order by l.register_id`,
  )) as { registerId: string; due: boolean }[];
}

/** Until the end of the transaction no other keeper seals this register. */
export async function takeLedger(tx: EntityManager, registerId: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('ledger ' || $1::text))`, [registerId]);
}

/** Some of what waits, in no order: that of their entering must not be seen. */
export async function someWaiting(tx: EntityManager, registerId: string, atMost: number): Promise<Buffer[]> {
  const rows = (await tx.query(
    `select leaf from jatakk.ledger_waiting where register_id = $1 order by gen_random_uuid() limit $2`,
    [registerId, atMost],
  )) as { leaf: Buffer }[];
  return rows.map(({ leaf }) => leaf);
}

export interface Seal {
  logId: string;
  sizeBefore: number;
  leaves: readonly Buffer[];
  nodes: readonly TreeNode[];
  head: SignedHead | undefined;
  day: string;
  lastOfDay: boolean;
}

/** Whether it was appended. No when the log has ended, grown or had its day meanwhile. */
export async function appendSealed(tx: EntityManager, seal: Seal): Promise<boolean> {
  const rows = (await tx.query(
    'select jatakk.seal_leaves($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as sealed',
    [
      seal.logId,
      seal.sizeBefore,
      seal.leaves,
      seal.nodes.map(({ level }) => level),
      seal.nodes.map(({ index }) => index),
      seal.nodes.map(({ hash }) => hash),
      seal.head && Buffer.from(seal.head.root, 'hex'),
      seal.day,
      seal.head && Buffer.from(seal.head.signature, 'base64url'),
      seal.lastOfDay,
    ],
  )) as { sealed: boolean }[];
  return rows[0]!.sealed;
}
