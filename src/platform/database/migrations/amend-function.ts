import type { QueryRunner } from 'typeorm';

/**
 * Replaces words in the body of a function that an earlier migration made, where repeating all of it would hide what
 * changes. Rights and owner stay as they are.
 * @throws where those words are not in it exactly so often
 */
export async function amendFunction(
  runner: QueryRunner,
  signature: string,
  changes: readonly { from: string; to: string; times?: number }[],
): Promise<void> {
  const rows = (await runner.query(`select pg_get_functiondef($1::regprocedure) as text`, [signature])) as {
    text: string;
  }[];
  let { text } = rows[0]!;
  for (const { from, to, times = 1 } of changes) {
    const parts = text.split(from);
    if (parts.length !== times + 1)
      throw new Error(`${signature} holds ${parts.length - 1} times what was to be replaced`);
    text = parts.join(to);
  }
  await runner.query(text);
}
