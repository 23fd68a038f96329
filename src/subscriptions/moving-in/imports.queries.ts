import type { DataSource } from 'typeorm';
import type { Refusal, Wording } from './judge-row.js';
import type { ToolName } from './tools.js';

/** One import as staff see it: numbers, never whose. */
export interface ImportOverview {
  id: string;
  registerId: string;
  listId: string;
  tool: ToolName;
  locale: string;
  state: 'reading' | 'read' | 'proposed' | 'approved' | 'done' | 'dropped';
  /** Null: read in by whoever runs the house. */
  author: string | null;
  usable: number;
  refused: Partial<Record<Refusal, number>>;
  taken: number;
  notTaken: number;
  madeAt: Date;
  proposal: {
    id: string;
    authorId: string;
    author: string;
    second: string | null;
    why: string;
    digest: Buffer;
  } | null;
  wordings: Wording[];
}

/** The imports into one list, the newest first, or one of them. */
export async function importsOf(
  database: DataSource,
  registerId: string,
  listId: string,
  importId?: string,
): Promise<ImportOverview[]> {
  const rows = (await database.query(
    `select i.id, i.register_id as "registerId", i.list_id as "listId", i.tool, i.locale, i.state, f.name as author,
            i.usable, i.refused, i.taken, i.not_taken as "notTaken", i.made_at as "madeAt",
            a.id as "proposerId", a.name as proposer, b.name as second, p.why, p.digest, p.id as "proposalId",
            (select jsonb_agg(jsonb_build_object('from', w.from_day, 'to', w.to_day, 'text', w.text, 'note', w.note)
                              order by w.position)
               from jatakk.import_wording w where w.import_id = i.id) as wordings
       from jatakk.import i
       left join jatakk.staff f on f.id = i.author_id
       left join jatakk.proposal p on p.id = i.proposal_id
       left join jatakk.staff a on a.id = p.author_id
       left join jatakk.staff b on b.id = p.second_id
      where i.register_id = $1 and i.list_id = $2 and ($3::uuid is null or i.id = $3)
      order by i.made_at desc`,
    [registerId, listId, importId ?? null],
  )) as (Omit<ImportOverview, 'proposal'> & {
    proposerId: string | null;
    proposalId: string;
    proposer: string;
    second: string | null;
    why: string;
    digest: Buffer;
  })[];
  return rows.map(({ proposerId, proposalId, proposer, second, why, digest, ...row }) => ({
    ...row,
    proposal:
      proposerId === null
        ? null
        : { id: proposalId, authorId: proposerId, author: proposer, second, why, digest },
  }));
}

/** What has been read from another tool and nobody has proposed yet, the oldest first. */
export async function importsToPropose(
  database: DataSource,
): Promise<{ id: string; registerId: string; listId: string; list: string }[]> {
  return (await database.query(
    `select i.id, i.register_id as "registerId", i.list_id as "listId", l.name as list
       from jatakk.import i join jatakk.list l on l.register_id = i.register_id and l.id = i.list_id
      where i.state = 'read' and i.usable > 0 and l.state <> 'deleting' order by i.made_at, i.id limit 200`,
  )) as { id: string; registerId: string; listId: string; list: string }[];
}
