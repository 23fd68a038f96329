import type { DataSource } from 'typeorm';

/** How many messages of a campaign came back in the same way, after they had been handed over. */
export interface CameBack {
  class: 'hard' | 'soft' | 'ours' | 'complaint';
  /** The key of a fixed sentence. */
  wording: string;
  /** Null for fewer than five complaints. */
  count: number | null;
}

/** What is known of one campaign since it was sent. */
export interface SinceSent {
  cameBack: CameBack[];
  /** How readers of what its list was sent on the same day complain: as the large providers judge it. */
  complaints: 'warns' | 'stops' | null;
}

export async function sinceSent(database: DataSource, campaignId: string): Promise<SinceSent> {
  const [cameBack, levels] = await Promise.all([
    database.query<CameBack[]>(
      `select class, wording, count::integer as count from jatakk.came_back_of($1)
        order by count desc nulls last, class, wording`,
      [campaignId],
    ),
    database.query<Pick<SinceSent, 'complaints'>[]>('select jatakk.complaints_about($1) as complaints', [
      campaignId,
    ]),
  ]);
  return { cameBack, complaints: levels[0]!.complaints };
}

/** A campaign of the last week that several servers refuse as our fault, or that readers complain about. */
export interface BadlyReceived {
  id: string;
  registerId: string;
  listId: string;
  subject: string;
  list: string;
  ours: number;
  complaints: SinceSent['complaints'];
}

export async function badlyReceived(database: DataSource): Promise<BadlyReceived[]> {
  return (await database.query(
    `select campaign_id as id, register_id as "registerId", list_id as "listId", subject, list, ours::integer as ours,
            complaints
       from jatakk.came_back_lately()`,
  )) as BadlyReceived[];
}
