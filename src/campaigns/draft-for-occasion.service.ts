import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { CampaignContent } from './write-campaign.service.js';

/** Drafts of the kinds that nobody simply writes: the database says whether there is an occasion. */
@Injectable()
export class DraftForOccasion {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Asks about new words, once per list and version. Undefined where nobody is to be asked, or all have been. */
  async reconsent(
    session: Buffer,
    listId: string,
    content: Pick<CampaignContent, 'locale' | 'subject'>,
  ): Promise<string | undefined> {
    return this.#id('select jatakk.draft_reconsent($1, $2, $3, $4) as id', [
      session,
      listId,
      content.locale,
      content.subject,
    ]);
  }

  /** The last word, with which a list closes. */
  async farewell(
    session: Buffer,
    listId: string,
    content: Pick<CampaignContent, 'locale' | 'subject' | 'body'>,
  ): Promise<string | undefined> {
    return this.#id('select jatakk.draft_farewell($1, $2, $3, $4, $5) as id', [
      session,
      listId,
      content.locale,
      content.subject,
      content.body,
    ]);
  }

  /** What whoever confirms is sent once it is put on. */
  async welcome(
    session: Buffer,
    listId: string,
    content: Pick<CampaignContent, 'locale' | 'subject' | 'body'>,
  ): Promise<string | undefined> {
    return this.#id('select jatakk.draft_welcome($1, $2, $3, $4, $5) as id', [
      session,
      listId,
      content.locale,
      content.subject,
      content.body,
    ]);
  }

  /** To exactly those who were, or may have been, sent the campaign. */
  async correction(session: Buffer, campaignId: string, subject: string): Promise<string | undefined> {
    return this.#id('select jatakk.draft_correction($1, $2, $3) as id', [session, campaignId, subject]);
  }

  async #id(sql: string, values: unknown[]): Promise<string | undefined> {
    const rows = (await this.database.query(sql, values)) as { id: string | null }[];
    return rows[0]!.id ?? undefined;
  }
}
