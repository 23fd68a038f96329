import type { DataSource } from 'typeorm';

/** `void`: what it was about has changed since. */
export type ProposalState = 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'void';

/** Something that takes two people: proposed by one of the staff, decided by another. */
export interface Proposal {
  id: string;
  kind: string;
  registerId: string;
  listId: string | null;
  content: unknown;
  /** Of everything that is proposed: whoever decides says with it what they have seen. */
  digest: Buffer;
  author: { id: string; name: string };
  /** What the author calls it, for kinds that have words for that. */
  says: 'editorial' | 'material' | null;
  why: string;
  state: ProposalState;
  /** Null while nobody has decided, and where its author was alone in the house. */
  second: { id: string; name: string } | null;
  secondSays: 'editorial' | 'material' | null;
  /** By what the second person showed who they are; null where it was decided before that was asked for. */
  method: 'passkey' | 'totp' | 'password' | null;
  /** What the second person answered. */
  reply: string | null;
  /** Why it holds no longer: a code that the pages put into words. */
  voidWhy: string | null;
  madeAt: Date;
  decidedAt: Date | null;
}

/** About the house as a whole, not about a list. */
export type HouseProposal = Omit<Proposal, 'registerId' | 'listId'>;

const PROPOSAL = `
  select p.id, p.kind, p.register_id as "registerId", p.list_id as "listId", p.content, p.digest, p.says, p.why, p.state,
         jsonb_build_object('id', a.id, 'name', a.name) as author,
         case when s.id is not null then jsonb_build_object('id', s.id, 'name', s.name) end as second,
         p.second_says as "secondSays", p.method, p.reply, p.void_why as "voidWhy", p.made_at as "madeAt", p.decided_at as "decidedAt"
    from jatakk.proposal p
    join jatakk.staff a on a.id = p.author_id
    left join jatakk.staff s on s.id = p.second_id`;

export async function findProposal(
  database: DataSource,
  registerId: string,
  id: string,
): Promise<Proposal | undefined> {
  const rows = (await database.query(`${PROPOSAL} where p.register_id = $1 and p.id = $2`, [
    registerId,
    id,
  ])) as Proposal[];
  return rows[0];
}

/** One about the house as a whole. */
export async function findHouseProposal(
  database: DataSource,
  kind: string,
  id: string,
): Promise<HouseProposal | undefined> {
  const rows = (await database.query(
    `${PROPOSAL} where p.register_id is null and p.kind = $1 and p.id = $2`,
    [kind, id],
  )) as HouseProposal[];
  return rows[0];
}

/** Which of the kind waits, of those about the house; a kind of which more than one may wait has the oldest. */
export async function waitingHouseProposal(
  database: DataSource,
  kind: string,
): Promise<{ id: string } | undefined> {
  const rows = (await database.query(
    `select p.id from jatakk.proposal p
      where p.register_id is null and p.kind = $1 and p.state = 'waiting' order by p.made_at limit 1`,
    [kind],
  )) as { id: string }[];
  return rows[0];
}

/** All of one list, the newest first. */
export async function proposalsOf(
  database: DataSource,
  registerId: string,
  listId: string,
): Promise<Proposal[]> {
  return (await database.query(
    `${PROPOSAL} where p.register_id = $1 and p.list_id = $2 order by p.made_at desc, p.id`,
    [registerId, listId],
  )) as Proposal[];
}

/** Whether there is nobody else who could be the second person on this list; with nulls, in the house as a whole. */
export async function isAlone(
  database: DataSource,
  staffId: string,
  { registerId, listId }: { registerId: string | null; listId: string | null },
): Promise<boolean> {
  const rows = (await database.query(
    `select 1 from jatakk.staff s join jatakk.grant_now g on g.staff_id = s.id
       join jatakk.role_act a on a.role = g.role and a.act = 'approve'
      where s.state = 'active' and s.id <> $1 and (g.register_id is null or g.register_id = $2)
        and (g.list_id is null or g.list_id = $3) limit 1`,
    [staffId, registerId, listId],
  )) as unknown[];
  return rows.length === 0;
}
