import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

export type DecideImport =
  'approved' | 'refused' | 'unknown' | 'not-signed-in' | 'own' | 'decided' | 'other-content';

/** What an administrator proposes to take in, another member of staff decides. Each is found by their session. */
@Injectable()
export class DecideImports {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async propose(session: Buffer, importId: string, why: string): Promise<'waits' | 'not-yours' | 'nothing'> {
    return this.#one('jatakk.propose_import($1, $2, $3)', [session, importId, why]);
  }

  /** @param seen the digest of what the second person was shown */
  async decide(session: Buffer, importId: string, seen: Buffer, approves: boolean): Promise<DecideImport> {
    return this.#one('jatakk.decide_import($1, $2, $3, $4)', [session, importId, seen, approves]);
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
