import { NotFoundException } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { findProposal, type Proposal } from '../../staff/proposals.queries.js';

/** @throws 404 when that list has no such proposal of this kind */
export async function findListProposal(
  database: DataSource,
  kind: 'purpose' | 'eyes',
  { registerId, listId, id }: { registerId: string; listId: string; id: string },
): Promise<Proposal> {
  const proposal = await findProposal(database, registerId, id);
  if (proposal?.kind !== kind || proposal.listId !== listId) throw new NotFoundException();
  return proposal;
}
