import { Module } from '@nestjs/common';
import { KeepSiteMessage } from './keep-site-message.service.js';

/** What the organisation says on its own site. Nothing here knows a person. */
@Module({ providers: [KeepSiteMessage], exports: [KeepSiteMessage] })
export class SiteMessagesModule {}
