import { until } from './until.mjs';

/** PostgreSQL's code (Appendix A, class 40). */
const DEADLOCK = '40P01';

/**
 * A statement of a scenario's own, over rows that keepers work on meanwhile, in another order than theirs. Where they
 * wait for each other PostgreSQL sends one of the two away; if it is this one, it comes again.
 * @param {{ query: (sql: string, values?: unknown[]) => Promise<unknown> }} owner @param {string} sql
 * @param {unknown[]} [values]
 */
export async function insist(owner, sql, values) {
  await until('PostgreSQL lets the statement through', () =>
    owner.query(sql, values).then(
      () => true,
      (error) => {
        if (error.code !== DEADLOCK) throw error;
        return false;
      },
    ),
  );
}
