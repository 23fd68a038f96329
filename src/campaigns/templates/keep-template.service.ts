import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

export type KeptTemplate = 'kept' | 'taken' | 'full' | 'empty' | 'not-yours';

/** What may be done with a text to begin with: kept from a campaign, called otherwise, removed. It is never written in. */
@Injectable()
export class KeepTemplate {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @param session of a member of staff, whose right the database checks itself */
  async keep(session: Buffer, registerId: string, campaignId: string, name: string): Promise<KeptTemplate> {
    return this.#said<KeptTemplate>('select (jatakk.keep_template($1, $2, $3, $4)).outcome as said', [
      session,
      registerId,
      campaignId,
      name,
    ]);
  }

  async rename(
    session: Buffer,
    registerId: string,
    id: string,
    name: string,
  ): Promise<'renamed' | 'taken' | 'unknown'> {
    return this.#said('select jatakk.rename_template($1, $2, $3, $4) as said', [
      session,
      registerId,
      id,
      name,
    ]);
  }

  /** False where there is none. What was begun with it stays. */
  async remove(session: Buffer, registerId: string, id: string): Promise<boolean> {
    return this.#said('select jatakk.remove_template($1, $2, $3) as said', [session, registerId, id]);
  }

  async #said<T>(sql: string, values: unknown[]): Promise<T> {
    const rows = (await this.database.query(sql, values)) as { said: T }[];
    return rows[0]!.said;
  }
}
