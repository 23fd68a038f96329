import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { PurposeText } from '../consent/purpose-text.entity.js';
import { List } from '../registers/list.entity.js';
import { Campaign } from './campaign.entity.js';
import type { WrittenText } from './written-text.js';

export interface CampaignContent extends WrittenText {
  locale: string;
  subject: string;
  preheader: string;
}

/** Drafts: written, changed, copied. A campaign belongs to one list and to the purpose that list has now. */
@Injectable()
export class WriteCampaign {
  constructor(
    @InjectRepository(Campaign) private readonly campaigns: Repository<Campaign>,
    @InjectRepository(List) private readonly lists: Repository<List>,
    @InjectRepository(PurposeText) private readonly purposes: Repository<PurposeText>,
  ) {}

  /** Returns the new draft, or undefined when there is no such list. */
  async draft(listId: string, authorId: string, content: CampaignContent): Promise<Campaign | undefined> {
    const list = await this.lists.findOneBy({ id: listId, state: 'open' });
    if (!list) return undefined;
    const purposeVersion = await this.purposes.maximum('version', { listId });
    if (purposeVersion === null) return undefined;
    const id = randomUUID();
    await this.campaigns.insert({
      id,
      registerId: list.registerId,
      listId,
      purposeVersion,
      authorId,
      ...content,
    });
    return this.campaigns.findOneByOrFail({ id });
  }

  /**
   * False when it is no draft, and nobody looks at it or has approved it: then nothing has changed. What was approved
   * is a draft again by it.
   */
  async change(
    session: Buffer,
    registerId: string,
    id: string,
    { locale, subject, preheader, format, body }: CampaignContent,
  ): Promise<boolean> {
    const rows = (await this.campaigns.query(
      'select jatakk.change_campaign($1, $2, $3, $4, $5, $6, $7, $8) as changed',
      [session, registerId, id, locale, subject, preheader, body, format],
    )) as { changed: boolean }[];
    return rows[0]!.changed;
  }

  /** Whether it is counted how many follow its links. As {@link change}. */
  async count(session: Buffer, registerId: string, id: string, counts: boolean): Promise<boolean> {
    const rows = (await this.campaigns.query('select jatakk.set_counting($1, $2, $3, $4) as changed', [
      session,
      registerId,
      id,
      counts,
    ])) as { changed: boolean }[];
    return rows[0]!.changed;
  }

  /** A new draft with the same content, to any list of any register: whoever is on both gets both. */
  async copy(
    registerId: string,
    id: string,
    toListId: string,
    authorId: string,
    mayWriteTo: (list: { registerId: string; id: string }) => boolean,
  ): Promise<Campaign | undefined> {
    const original = await this.campaigns.findOneBy({ registerId, id });
    // A question about new words is nothing to be sent to others.
    if (!original || original.kind === 'reconsent') return undefined;
    const target = await this.lists.findOneBy({ id: toListId });
    if (!target || !mayWriteTo(target)) return undefined;
    const { locale, subject, preheader, format, body } = original;
    return this.draft(toListId, authorId, { locale, subject, preheader, format, body });
  }
}
