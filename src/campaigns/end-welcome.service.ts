import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Catalogue } from '../consent/catalogue.service.js';

/** Turns a list's welcome off: those that have not left yet go to nobody. */
@Injectable()
export class EndWelcome {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly catalogue: Catalogue,
  ) {}

  /** False where the session may not. */
  async end(session: Buffer, listId: string): Promise<boolean> {
    const rows = (await this.database.query('select jatakk.end_welcome($1, $2) as done', [
      session,
      listId,
    ])) as { done: boolean }[];
    this.catalogue.forget();
    return rows[0]!.done;
  }
}
