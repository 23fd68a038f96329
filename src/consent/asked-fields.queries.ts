import type { DataSource, EntityManager } from 'typeorm';

/** One thing that a list asks beside the address. Answering is never needed. */
export interface AskedField {
  id: string;
  listId: string;
  /** What a place in the list's campaigns calls it: `{{name|…}}`. */
  name: string;
  /** Per language: what is asked, and why. */
  texts: Record<string, { label: string; why: string }>;
}

/** What some lists ask, each in its order; at most three each. Without `listIds`: what all of them do. */
export async function askedFields(
  database: DataSource | EntityManager,
  listIds?: string | readonly string[],
): Promise<AskedField[]> {
  const of = typeof listIds === 'string' ? [listIds] : (listIds ?? null);
  const rows = (await database.query(
    `select f.id, f.list_id, f.name,
            jsonb_object_agg(t.locale, jsonb_build_object('label', t.label, 'why', t.why)) as texts
       from jatakk.list_field f join jatakk.list_field_text t on t.field_id = f.id
      where $1::uuid[] is null or f.list_id = any ($1)
      group by f.id, f.list_id, f.name, f.position order by f.list_id, f.position`,
    [of],
  )) as { id: string; list_id: string; name: string; texts: AskedField['texts'] }[];
  return rows.map(({ list_id, ...row }) => ({ ...row, listId: list_id }));
}
