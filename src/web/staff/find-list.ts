import { NotFoundException } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { listOverviews, type ListOverview } from '../../consent/list-overview.queries.js';

/** @throws 404 when that register has no such list */
export async function findList(
  database: DataSource,
  registerId: string,
  listId: string,
): Promise<ListOverview> {
  const [list] = await listOverviews(database, registerId, listId);
  if (!list) throw new NotFoundException();
  return list;
}
