import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { DataSource, Repository } from 'typeorm';
import type { Campaign } from '../../campaigns/campaign.entity.js';
import { straightOn } from '../../campaigns/link-code.js';
import { shownImages } from '../../campaigns/images/shown-images.js';
import { campaignMail } from '../../campaigns/mail/campaign-mail.js';
import { lookOf } from '../../campaigns/theme/look.js';
import { currentTheme } from '../../campaigns/theme/themes.queries.js';
import { footWords, type Letterhead } from '../../campaigns/mail/foot-words.js';
import { askedFields } from '../../consent/asked-fields.queries.js';
import { isLocale } from '../../platform/i18n/messages.js';
import { fillMark, PLACEHOLDER } from '../../platform/rendering/message-template.js';
import { escapeHtml } from '../../platform/rendering/html.js';
import { List } from '../../registers/list.entity.js';
import { Frames } from '../http/frames.service.js';

/** A draft as it is being written, which nothing keeps. */
export interface ShownDraft {
  language: string;
  subject: string;
  preheader: string;
  body: string;
}

type OfCampaign = Pick<Campaign, 'registerId' | 'listId' | 'format' | 'corrects'> &
  Partial<Pick<Campaign, 'countsFollows'>>;

const NOBODY = { name: '', number: '', postalAddress: '', email: '', privacyEmail: '' };

/** A draft as its mail: made by what makes those that are sent, for somebody who has answered nothing. */
@Injectable()
export class DraftPreviews {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(List) private readonly lists: Repository<List>,
    private readonly frames: Frames,
  ) {}

  async of(campaign: OfCampaign, draft: ShownDraft): Promise<{ html: string; text: string }> {
    const mail = campaignMail({
      ...(await this.#letterhead(campaign)),
      locale: localeOf(draft),
      subject: draft.subject,
      preheader: draft.preheader,
      format: campaign.format,
      body: draft.body,
      imageOf: await shownImages(
        this.database,
        campaign.registerId,
        { format: campaign.format, body: draft.body },
        '',
      ),
      look: lookOf(await currentTheme(this.database, campaign.registerId), ''),
      corrected: await this.#corrected(campaign),
      asks: (await askedFields(this.database, campaign.listId)).map(({ name }) => name),
      // As in a test: straight on, under the words that its readers get.
      ...(campaign.countsFollows && { throughUs: straightOn(await this.frames.publicUrl()) }),
    });
    const words = mail.places.map(({ fallback }) => fallback);
    return { html: filled(mail.html, words.map(escapeHtml)), text: filled(mail.text, words) };
  }

  /** What stands below it, a line each. */
  async foot(campaign: OfCampaign, draft: Pick<ShownDraft, 'language'>): Promise<string[]> {
    const { why, leave, object, registers, marketing, sender } = footWords(
      localeOf(draft),
      await this.#letterhead(campaign),
    );
    return [why, leave, object, registers, `${marketing} ${sender}`];
  }

  async #letterhead({ registerId, listId }: OfCampaign): Promise<Letterhead> {
    const list = await this.lists.findOneByOrFail({ registerId, id: listId });
    return { list: list.name, organisation: (await this.frames.house()).organisation ?? NOBODY };
  }

  async #corrected({ registerId, corrects }: OfCampaign): Promise<string | null> {
    if (corrects === null) return null;
    const rows = (await this.database.query(
      'select subject from jatakk.campaign where register_id = $1 and id = $2',
      [registerId, corrects],
    )) as { subject: string }[];
    return rows[0]?.subject ?? null;
  }
}

const localeOf = ({ language }: Pick<ShownDraft, 'language'>) => (isLocale(language) ? language : 'nb');

/** The link out leads nowhere, and each place has the word for whoever has not answered. */
function filled(part: string, words: readonly string[]): string {
  return words.reduce(
    (text, word, at) => text.replaceAll(fillMark(at), () => word),
    part.replaceAll(PLACEHOLDER.leaveUrl, '#'),
  );
}
