import type { DataSource } from 'typeorm';
import { isAlone, waitingHouseProposal } from '../../staff/proposals.queries.js';

export interface RelayProposing {
  /** The one that waits for a second person; until it is decided there is no other. */
  waiting: { id: string } | null;
  /** Nobody else here approves for the house: then nothing can be proposed. */
  alone: boolean;
}

/** How it stands with proposing another relay, for one member. */
export async function relayProposing(database: DataSource, { id }: { id: string }): Promise<RelayProposing> {
  const [waiting, alone] = await Promise.all([
    waitingHouseProposal(database, 'relay'),
    isAlone(database, id, { registerId: null, listId: null }),
  ]);
  return { waiting: waiting ?? null, alone };
}
