import type { DataSource } from 'typeorm';

/** Something that waits for a second person: enough to say what it is, without all that is proposed. */
export interface WaitingProposal {
  id: string;
  kind: string;
  registerId: string | null;
  listId: string | null;
  /** The list's name; empty where it is about none. */
  list: string;
  author: { id: string; name: string };
  /** Whoever has written in it, and cannot decide on it either. */
  editors: string[];
  /** The campaign or the import that it is about. */
  about: string | null;
  subject: string | null;
}

/** Everything that waits for a second person, the oldest first. */
export async function proposalsThatWait(database: DataSource): Promise<WaitingProposal[]> {
  return (await database.query(
    `select p.id, p.kind, p.register_id as "registerId", p.list_id as "listId", coalesce(l.name, '') as list,
            jsonb_build_object('id', a.id, 'name', a.name) as author,
            coalesce((select to_jsonb(c.editors || c.author_id) from jatakk.campaign c where c.proposal_id = p.id), '[]') as editors,
            coalesce(p.content ->> 'campaign', p.content ->> 'import') as about, p.content ->> 'subject' as subject
       from jatakk.proposal p join jatakk.staff a on a.id = p.author_id
       left join jatakk.list l on l.register_id = p.register_id and l.id = p.list_id
      where p.state = 'waiting' and l.state is distinct from 'deleting' order by p.made_at, p.id limit 200`,
  )) as WaitingProposal[];
}
