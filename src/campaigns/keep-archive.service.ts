import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Catalogue } from '../consent/catalogue.service.js';

/** Whether a list has an archive, and what is left out of it. Both answer false where the session may not. */
@Injectable()
export class KeepArchive {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly catalogue: Catalogue,
  ) {}

  async set(session: Buffer, listId: string, opened: boolean): Promise<boolean> {
    const done = await this.#done('select jatakk.set_archive($1, $2, $3) as done', [session, listId, opened]);
    this.catalogue.forget();
    return done;
  }

  async leaveOut(session: Buffer, registerId: string, campaignId: string, out: boolean): Promise<boolean> {
    return this.#done('select jatakk.leave_out_of_archive($1, $2, $3, $4) as done', [
      session,
      registerId,
      campaignId,
      out,
    ]);
  }

  async #done(sql: string, values: unknown[]): Promise<boolean> {
    const rows = (await this.database.query(sql, values)) as { done: boolean }[];
    return rows[0]!.done;
  }
}
