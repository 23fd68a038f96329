import type { TestDatabase } from './test-database.js';

/** The keeper's queue: in the Redis that REDIS_URL names, each house with keys of its own, otherwise in PostgreSQL. */
export function queueOf({ keeperUrl }: Pick<TestDatabase, 'keeperUrl'>): Record<string, string> {
  const { REDIS_URL } = process.env;
  return REDIS_URL ? { REDIS_URL, REDIS_PREFIX: /test_\w+/.exec(keeperUrl)![0] } : {};
}
