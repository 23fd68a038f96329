import type { DataSource } from 'typeorm';
import type { Campaign } from './campaign.entity.js';

/** A member of staff who can be sent a test. */
export interface TestReader {
  id: string;
  name: string;
}

/** Who else may see a campaign, by name. */
export async function testReaders(
  database: DataSource,
  { registerId, listId }: Pick<Campaign, 'registerId' | 'listId'>,
  besideId: string,
): Promise<TestReader[]> {
  return (await database.query(
    `select s.id, s.name from jatakk.staff s
      where s.state = 'active' and s.id <> $3 and exists (
        select 1 from jatakk.grant_now g join jatakk.role_act a on a.role = g.role and a.act = 'see'
         where g.staff_id = s.id and (g.register_id is null or g.register_id = $1)
           and (g.list_id is null or g.list_id = $2))
      order by s.name, s.id`,
    [registerId, listId, besideId],
  )) as TestReader[];
}
