import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { CampaignFormat } from './written-text.js';

/** Which version of a draft somebody has read, and the page in which they write. */
export interface ReadAs {
  /** The draft's number then; null where it is not known, and nothing is compared. */
  seen: number | null;
  /** A uuid that the page made for itself; null for a form. */
  hand: string | null;
}

export interface DraftText {
  locale: string;
  subject: string;
  preheader: string;
  body: string;
  /** Without one it keeps its own. */
  format?: CampaignFormat;
}

export type Kept =
  | { outcome: 'saved'; revision: number; at: Date }
  /** Somebody else has written since: nothing was taken in. */
  | { outcome: 'changed'; revision: number; at: Date; by: string }
  | { outcome: 'not-now' };

/** Takes in what is written in a draft, and gives back what it was. */
@Injectable()
export class KeepDraft {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** `quietly`: the log has its line already. */
  async keep(
    session: Buffer,
    registerId: string,
    id: string,
    { seen, hand }: ReadAs,
    { locale, subject, preheader, body, format }: DraftText,
    { quietly }: { quietly: boolean },
  ): Promise<Kept> {
    const rows = (await this.database.query(
      'select outcome, revision, at, by from jatakk.write_draft($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
      [session, registerId, id, seen, hand, locale, subject, preheader, body, format ?? null, quietly],
    )) as { outcome: Kept['outcome']; revision: number; at: Date; by: string | null }[];
    const { outcome, revision, at, by } = rows[0]!;
    if (outcome === 'not-now') return { outcome };
    return outcome === 'saved' ? { outcome, revision, at } : { outcome, revision, at, by: by ?? '' };
  }

  /** False when it is no draft any more, or never had this version. */
  async bringBack(session: Buffer, registerId: string, id: string, versionId: string): Promise<boolean> {
    const rows = (await this.database.query('select jatakk.bring_back($1, $2, $3, $4) as done', [
      session,
      registerId,
      id,
      versionId,
    ])) as { done: boolean }[];
    return rows[0]!.done;
  }
}
