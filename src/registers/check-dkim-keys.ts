import type { Resolver } from 'node:dns/promises';
import type { DataSource } from 'typeorm';
import { keyRecordName, lookUpKeyRecord } from '../platform/dns/dkim-record.js';
import { type DkimKeyRow, letWaitingKeysSign, readDkimKeys, rememberCheck } from './dkim-key.queries.js';

export interface CheckOptions {
  resolver: Pick<Resolver, 'resolveTxt'> | 'off';
  /** Whatever the last look said, and however long ago. */
  now?: boolean;
}

/**
 * Asks DNS about the keys of a domain where the last look is too old, and writes down what it says. New keys take
 * over here, once both are there. Returns the keys as they are then.
 */
export async function checkDkimKeys(
  database: DataSource,
  domain: string,
  { resolver, now = false }: CheckOptions,
): Promise<DkimKeyRow[]> {
  const keys = await readDkimKeys(database, domain);
  const due = keys.filter(({ state, checkDue }) => state !== 'retired' && (now || checkDue));
  if (due.length === 0) return keys;
  await Promise.all(
    due.map(async (key) => {
      const result = await lookUpKeyRecord(keyRecordName(key.selector, domain), key, resolver);
      await rememberCheck(database, key, result);
    }),
  );
  await letWaitingKeysSign(database, domain);
  return readDkimKeys(database, domain);
}
