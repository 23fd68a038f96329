import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Eyes } from '../registers/list.entity.js';

/** `changed`: at once, to the stricter. `waits`: fewer take two people to decide. */
export type SetEyesAnswer =
  | { outcome: 'waits'; proposalId: string }
  | { outcome: 'changed' | 'not-yours' | 'unchanged' | 'another-waits' | 'no-reason' };

/** How many must stand behind what a list is sent. */
@Injectable()
export class SetEyes {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async set(session: Buffer, listId: string, eyes: Eyes, why: string): Promise<SetEyesAnswer> {
    const rows = (await this.database.query(
      'select outcome, proposal_id as "proposalId" from jatakk.set_eyes($1, $2, $3, $4)',
      [session, listId, eyes, why],
    )) as SetEyesAnswer[];
    return rows[0]!;
  }
}
