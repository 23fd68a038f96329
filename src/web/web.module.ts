import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ActOnCampaign } from '../campaigns/act-on-campaign.service.js';
import { Campaign } from '../campaigns/campaign.entity.js';
import { WriteCampaign } from '../campaigns/write-campaign.service.js';
import { Catalogue } from '../consent/catalogue.service.js';
import { MakeList } from '../consent/make-list.service.js';
import { PurposeText } from '../consent/purpose-text.entity.js';
import type { WebSettings } from '../platform/config/settings.js';
import { Doorbell } from '../platform/database/doorbell.js';
import { runtimeOptions } from '../platform/database/runtime-options.js';
import { KnownRoutes } from '../platform/http/known-routes.js';
import { List } from '../registers/list.entity.js';
import { Organisation } from '../registers/organisation.entity.js';
import { Register } from '../registers/register.entity.js';
import { Sessions } from '../staff/sessions.service.js';
import { StaffAccounts } from '../staff/staff-accounts.service.js';
import { STAFF_SECRET } from '../staff/staff-secret.js';
import { AnswerConfirmation } from '../subscriptions/answer-confirmation.service.js';
import { LeaveList } from '../subscriptions/leave-list.service.js';
import { ReceiveSignUp } from '../subscriptions/receive-sign-up.service.js';
import { AccessGuard } from './http/access.guard.js';
import { CheckAddress } from './http/check-address.service.js';
import { ErrorsFilter } from './http/errors.filter.js';
import { Frames } from './http/frames.service.js';
import { RenderPages } from './http/render-pages.interceptor.js';
import { SessionCookie } from './http/session-cookie.js';
import { AssetsController } from './public/assets.controller.js';
import { ConfirmController } from './public/confirm.controller.js';
import { FrontController } from './public/front.controller.js';
import { LeaveController } from './public/leave.controller.js';
import { MailboxController } from './public/mailbox.controller.js';
import { SignUpController } from './public/sign-up.controller.js';
import { SignUpGuard } from './public/sign-up-guard.js';
import { WellKnownController } from './public/well-known.controller.js';
import { CampaignViews } from './staff/campaign-view.service.js';
import { CampaignsController } from './staff/campaigns.controller.js';
import { FillExample } from './staff/fill-example.service.js';
import { GoLive } from './staff/go-live.service.js';
import { HouseController } from './staff/house.controller.js';
import { ListsController } from './staff/lists.controller.js';
import { RegistersController } from './staff/registers.controller.js';
import { SessionController } from './staff/session.controller.js';
import { SetupController } from './staff/setup.controller.js';
import { MAILBOX_DIR, ON_LIVE, WEB_SECRET, WEB_SETTINGS } from './tokens.js';

export interface WebOptions {
  settings: WebSettings;
  databaseUrl: string;
  /** 32 bytes for sessions, CSRF, form stamps and the hash staff sign in by. It opens no address. */
  secret: Buffer;
  /** Where the local mailbox lies, on trial. */
  mailboxDir: string | undefined;
  routes: KnownRoutes;
  onLive: () => void;
}

const ENTITIES = [Register, List, Organisation, PurposeText, Campaign];

/** The process that speaks HTTP. It can seal an address and never open one. */
@Module({})
export class WebModule {
  static with({ settings, databaseUrl, secret, mailboxDir, routes, onLive }: WebOptions): DynamicModule {
    return {
      module: WebModule,
      imports: [
        TypeOrmModule.forRoot(
          runtimeOptions({ url: databaseUrl, applicationName: 'jatakk-web', poolSize: 10 }),
        ),
        TypeOrmModule.forFeature(ENTITIES),
      ],
      controllers: [
        AssetsController,
        WellKnownController,
        FrontController,
        SignUpController,
        ConfirmController,
        LeaveController,
        MailboxController,
        SetupController,
        SessionController,
        RegistersController,
        ListsController,
        CampaignsController,
        HouseController,
      ],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: RenderPages },
        { provide: APP_FILTER, useExisting: ErrorsFilter },
        { provide: WEB_SETTINGS, useValue: settings },
        { provide: WEB_SECRET, useValue: secret },
        { provide: STAFF_SECRET, useValue: secret },
        { provide: MAILBOX_DIR, useValue: mailboxDir },
        { provide: ON_LIVE, useValue: onLive },
        { provide: KnownRoutes, useValue: routes },
        {
          provide: Doorbell,
          inject: [getDataSourceToken()],
          useFactory: (database: DataSource) => new Doorbell(database),
        },
        ErrorsFilter,
        Frames,
        SessionCookie,
        CheckAddress,
        SignUpGuard,
        Catalogue,
        MakeList,
        ReceiveSignUp,
        AnswerConfirmation,
        LeaveList,
        Sessions,
        StaffAccounts,
        WriteCampaign,
        ActOnCampaign,
        CampaignViews,
        FillExample,
        GoLive,
      ],
    };
  }
}
