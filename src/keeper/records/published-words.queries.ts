import type { EntityManager } from 'typeorm';

/** The words of one version of a list's purpose, as they were published in one language. */
export async function publishedWords(
  tx: EntityManager,
  of: { listId: string; version: number; revision: number; locale: string },
): Promise<{ text: string; frequency: string } | undefined> {
  const rows = (await tx.query(
    `select text, frequency from jatakk.purpose_text
      where list_id = $1 and version = $2 and revision = $3 and locale = $4`,
    [of.listId, of.version, of.revision, of.locale],
  )) as { text: string; frequency: string }[];
  return rows[0];
}
