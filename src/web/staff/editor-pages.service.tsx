import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import type { Campaign } from '../../campaigns/campaign.entity.js';
import { askedFields } from '../../consent/asked-fields.queries.js';
import { List } from '../../registers/list.entity.js';
import type { SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import type { FormErrors } from '../pages/field.js';
import { DraftPreviews } from './draft-previews.service.js';
import { noticeOf } from './notices.js';
import type { CampaignValues } from './pages/campaign-edit-page.js';
import { EditorPage } from './pages/editor-page.js';

/** The page in which a draft in blocks is written. */
@Injectable()
export class EditorPages {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(List) private readonly lists: Repository<List>,
    private readonly frames: Frames,
    private readonly previews: DraftPreviews,
  ) {}

  async page(
    campaign: Campaign,
    values: CampaignValues,
    errors: FormErrors<keyof CampaignValues>,
    member: SignedIn,
    request: FastifyRequest,
    status: number,
  ): Promise<Page> {
    const { id, registerId, listId, revision } = campaign;
    const frame = await this.frames.staffFrame(request, member);
    const list = await this.lists.findOneByOrFail({ registerId, id: listId });
    return new Page(
      <EditorPage
        frame={frame}
        register={frame.registers.find((one) => one.id === registerId)!}
        list={list}
        campaignId={id}
        revision={revision}
        values={values}
        errors={errors}
        asks={(await askedFields(this.database, listId)).map(({ name }) => name)}
        foot={await this.previews.foot(campaign, values)}
        {...noticeOf(request)}
      />,
      { status },
    );
  }
}
