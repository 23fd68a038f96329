import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConsentModule } from '../consent/consent.module.js';
import { DoorbellModule } from '../platform/database/doorbell.module.js';
import { RegistersModule } from '../registers/registers.module.js';
import { ActOnCampaign } from './act-on-campaign.service.js';
import { Campaign } from './campaign.entity.js';
import { DraftForOccasion } from './draft-for-occasion.service.js';
import { EndWelcome } from './end-welcome.service.js';
import { KeepArchive } from './keep-archive.service.js';
import { AddImage } from './images/add-image.service.js';
import { ChangeImage } from './images/change-image.service.js';
import { KeepTemplate } from './templates/keep-template.service.js';
import { SetTheme } from './theme/set-theme.service.js';
import { KeepDraft } from './keep-draft.service.js';
import { ResendUnknown } from './resend-unknown.service.js';
import { ScheduleCampaign } from './schedule-campaign.service.js';
import { SubmitCampaign } from './submit-campaign.service.js';
import { TestCampaign } from './test-campaign.service.js';
import { WriteCampaign } from './write-campaign.service.js';

const ACTS = [
  WriteCampaign,
  KeepDraft,
  DraftForOccasion,
  SubmitCampaign,
  ActOnCampaign,
  ScheduleCampaign,
  KeepArchive,
  EndWelcome,
  TestCampaign,
  ResendUnknown,
  AddImage,
  ChangeImage,
  SetTheme,
  KeepTemplate,
];

@Module({
  imports: [TypeOrmModule.forFeature([Campaign]), RegistersModule, ConsentModule, DoorbellModule],
  providers: ACTS,
  exports: [TypeOrmModule, ...ACTS],
})
export class CampaignsModule {}
