import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { PurposeWords } from './purpose-text.entity.js';

/** A correction of the words, or another purpose: then everybody has to say yes anew. */
export type PurposeChange = 'editorial' | 'material';

export type ProposeAnswer =
  | { outcome: 'waits' | 'material'; proposalId: string }
  | { outcome: 'not-yours' | 'list-closed' | 'bad-words' | 'unchanged' | 'another-waits' };

/** New words for what a list is for: one person proposes them, another decides (`DecideProposal`). */
@Injectable()
export class ProposePurpose {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @param words one per language that the list has */
  async propose(
    session: Buffer,
    listId: string,
    { words, says, why }: { words: readonly PurposeWords[]; says: PurposeChange; why: string },
  ): Promise<ProposeAnswer> {
    const rows = (await this.database.query(
      'select outcome, proposal_id as "proposalId" from jatakk.propose_purpose($1, $2, $3, $4, $5)',
      [session, listId, JSON.stringify(words), says, why],
    )) as ProposeAnswer[];
    return rows[0]!;
  }
}
