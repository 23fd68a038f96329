import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Campaign } from '../../campaigns/campaign.entity.js';
import { linksOf } from '../../campaigns/links-of.js';
import { renderText } from '../../campaigns/render-text.js';
import { type OwnSurveys, surveysIn } from '../../campaigns/survey-links.js';
import { openSurveysOf } from '../../surveys/survey-lists.queries.js';
import { Frames } from '../http/frames.service.js';

/** The surveys of ours that a campaign leads to. */
@Injectable()
export class SurveysOfCampaign {
  constructor(
    @InjectDataSource('survey') private readonly surveys: DataSource,
    private readonly frames: Frames,
  ) {}

  async of(campaign: Campaign): Promise<OwnSurveys> {
    const publicUrl = await this.frames.publicUrl();
    const ids = surveysIn(linksOf(renderText(campaign, { locale: 'nb' }).html), publicUrl);
    return { publicUrl, open: ids.length > 0 ? await openSurveysOf(this.surveys, campaign, ids) : new Set() };
  }
}
