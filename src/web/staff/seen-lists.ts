import type { DataSource } from 'typeorm';
import { listOverviews, type ListOverview } from '../../consent/list-overview.queries.js';
import { type Grant, mayDo } from '../../staff/policy.js';

/** The lists of a register that these grants let somebody see. */
export async function seenLists(
  database: DataSource,
  registerId: string,
  grants: readonly Grant[],
): Promise<ListOverview[]> {
  const lists = await listOverviews(database, registerId);
  return lists.filter(({ id }) => mayDo(grants, 'see', { registerId, listId: id }));
}
