import type { DataSource } from 'typeorm';
import type { SignedHead } from '../../consent/ledger/log-head.js';
import { storedLedger } from '../../consent/ledger/stored-ledger.queries.js';
import type { Facts, ListFacts, RegisterFacts } from '../facts/facts.js';
import { readFacts } from '../facts/read-facts.js';
import {
  idsOfList,
  listChanged,
  listSizes,
  openMonths,
  type OpenMonth,
  type PublishedWords,
  publishedWords,
} from './list-openness.queries.js';

const MONTHS = 12;
const HEADS = 30;

/** Everything that the public may know of a list. No number in it is of fewer than five. */
export interface Openness {
  facts: Facts;
  register: RegisterFacts;
  list: ListFacts;
  /** The newest first. */
  purposes: readonly PublishedWords[];
  /** The newest first; 0 for fewer than twenty. */
  sizes: readonly { month: string; about: number }[];
  months: readonly OpenMonth[];
  changed: Date | undefined;
  /** The key and the heads of the log that takes this register's answers, the newest first; none before it has begun. */
  ledger: { publicKey: string; heads: readonly SignedHead[]; earlier: number } | undefined;
}

/** Undefined where there is no such list. */
export async function readOpenness(database: DataSource, slug: string): Promise<Openness | undefined> {
  const facts = await readFacts(database);
  const register = facts?.registers.find(({ lists }) => lists.some((list) => list.slug === slug));
  const ids = await idsOfList(database, slug);
  if (!facts || !register || !ids) return undefined;
  const { logs } = await storedLedger(database, { id: ids.registerId, slug: register.slug });
  const log = logs.at(-1);
  return {
    facts,
    register,
    list: register.lists.find((list) => list.slug === slug)!,
    purposes: await publishedWords(database, ids.listId),
    sizes: await listSizes(database, ids.listId, MONTHS),
    months: await openMonths(database, ids.listId, MONTHS),
    changed: await listChanged(database, slug),
    ledger: log && {
      publicKey: log.publicKey,
      heads: log.heads.toReversed().slice(0, HEADS),
      earlier: Math.max(0, log.heads.length - HEADS),
    },
  };
}
