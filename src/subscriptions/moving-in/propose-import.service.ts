import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

/** What an administrator proposes to take in, or throws away. Another member of staff decides (`DecideProposal`). */
@Injectable()
export class ProposeImport {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async propose(session: Buffer, importId: string, why: string): Promise<'waits' | 'not-yours' | 'nothing'> {
    return this.#one('jatakk.propose_import($1, $2, $3)', [session, importId, why]);
  }

  /** Thrown away with every row, before it is approved. */
  async drop(session: Buffer, importId: string): Promise<boolean> {
    return this.#one('jatakk.drop_import($1, $2)', [session, importId]);
  }

  async #one<T>(call: string, params: unknown[]): Promise<T> {
    const rows = (await this.database.query(`select ${call} as outcome`, params)) as { outcome: T }[];
    return rows[0]!.outcome;
  }
}
