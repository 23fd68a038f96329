import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { ConsentModule } from '../consent/consent.module.js';
import type { Provider } from '../platform/config/provider-settings.js';
import type { WebSettings } from '../platform/config/settings.js';
import { DoorbellModule } from '../platform/database/doorbell.module.js';
import type { PerRole } from '../platform/database/runtime-roles.js';
import { runtimeOptions, WHILE_A_PERSON_WAITS } from '../platform/database/runtime-options.js';
import { KnownRoutes } from '../platform/http/known-routes.js';
import { AddFromUs } from '../privacy/facts/add-from-us.service.js';
import { DAILY_STATEMENTS_OF_TRAFFIC } from '../privacy/retention.js';
import { RegistersModule } from '../registers/registers.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { SurveysModule } from '../surveys/surveys.module.js';
import { AnswerSurvey } from '../surveys/answer-survey.service.js';
import { SubscriptionsModule } from '../subscriptions/subscriptions.module.js';
import { TrafficModule } from '../traffic/traffic.module.js';
import { AccessGuard } from './http/access.guard.js';
import { AttemptCookie } from './http/attempt-cookie.js';
import { CampaignPlaces } from './http/campaign-places.service.js';
import { CheckAddress } from './http/check-address.service.js';
import { ErrorsFilter } from './http/errors.filter.js';
import { EndTrial } from './http/end-trial.service.js';
import { Frames } from './http/frames.service.js';
import { NoteActs } from './http/note-acts.interceptor.js';
import { RenderPages } from './http/render-pages.interceptor.js';
import { SayCounting } from './http/say-counting.service.js';
import { SaySettings } from './http/say-settings.service.js';
import { SentFromRequest } from './http/sent-from.service.js';
import { Uploads } from './http/uploads.service.js';
import { SessionCookie } from './http/session-cookie.js';
import { AddressChangeController } from './public/address-change.controller.js';
import { AssetsController } from './public/assets.controller.js';
import { ConfirmController } from './public/confirm.controller.js';
import { ImageController } from './public/image.controller.js';
import { FrontController } from './public/front.controller.js';
import { FollowController } from './public/follow.controller.js';
import { FollowCounter } from './public/follow-counter.service.js';
import { LeaveController } from './public/leave.controller.js';
import { ArchiveController } from './public/archive.controller.js';
import { LedgerController } from './public/ledger.controller.js';
import { MailboxController } from './public/mailbox.controller.js';
import { PrivacyController } from './public/privacy.controller.js';
import { ReceiptController } from './public/receipt.controller.js';
import { RenewController } from './public/renew.controller.js';
import { ManageActsController } from './public/manage-acts.controller.js';
import { ManageLink } from './public/manage-link.service.js';
import { ManageController } from './public/manage.controller.js';
import { PreferencesController } from './public/preferences.controller.js';
import { SignUpController } from './public/sign-up.controller.js';
import { SignUpGuard } from './public/sign-up-guard.js';
import { SurveyController } from './public/survey.controller.js';
import { TransparencyController } from './public/transparency.controller.js';
import { VerifyReceiptController } from './public/verify-receipt.controller.js';
import { WellKnownController } from './public/well-known.controller.js';
import { AccountController } from './staff/account.controller.js';
import { AccountFactorsController } from './staff/account-factors.controller.js';
import { AccountProviderController } from './staff/account-provider.controller.js';
import { AuthenticatorController } from './staff/authenticator.controller.js';
import { ConfirmMemberController } from './staff/confirm-member.controller.js';
import { ConfirmPages } from './staff/confirm-pages.service.js';
import { InvitationController } from './staff/invitation.controller.js';
import { NewPasswordController } from './staff/new-password.controller.js';
import { PasskeyOffers } from './staff/passkey-offers.service.js';
import { ResetFactorsController } from './staff/reset-factors.controller.js';
import { SecondFactorController } from './staff/second-factor.controller.js';
import { CampaignPages } from './staff/campaign-pages.service.js';
import { CampaignViews } from './staff/campaign-view.service.js';
import { BeginCampaignController } from './staff/begin-campaign.controller.js';
import { CampaignController } from './staff/campaign.controller.js';
import { CampaignsController } from './staff/campaigns.controller.js';
import { DraftHistoryController } from './staff/draft-history.controller.js';
import { DraftPreviews } from './staff/draft-previews.service.js';
import { EditorController } from './staff/editor.controller.js';
import { EditorPages } from './staff/editor-pages.service.js';
import { EyesController } from './staff/eyes.controller.js';
import { ProposeRelayController } from './staff/propose-relay.controller.js';
import { RelayProposalController } from './staff/relay-proposal.controller.js';
import { ReviewController } from './staff/review.controller.js';
import { ReviewPages } from './staff/review-pages.service.js';
import { Decisions } from './staff/decisions.service.js';
import { CampaignNumbersController } from './staff/campaign-numbers.controller.js';
import { CountingController } from './staff/counting.controller.js';
import { FactorPrompts } from './staff/factor-prompts.service.js';
import { FillExample } from './staff/fill-example.service.js';
import { GoLive } from './staff/go-live.service.js';
import { HouseController } from './staff/house.controller.js';
import { DeputyController } from './staff/deputy.controller.js';
import { MembersController } from './staff/members.controller.js';
import { DeleteRegisterController } from './staff/delete-register.controller.js';
import { ImagesController } from './staff/images.controller.js';
import { KeepTemplateController } from './staff/keep-template.controller.js';
import { SiteMessagesController } from './staff/site-messages.controller.js';
import { TemplatesController } from './staff/templates.controller.js';
import { ThemeController } from './staff/theme.controller.js';
import { ThemePreviews } from './staff/theme-previews.service.js';
import { ImportsController } from './staff/imports.controller.js';
import { LogController } from './staff/log.controller.js';
import { ListLifeController } from './staff/list-life.controller.js';
import { ListsController } from './staff/lists.controller.js';
import { PaperController } from './staff/paper.controller.js';
import { OneSurveyController } from './staff/one-survey.controller.js';
import { SurveyInvitationController } from './staff/survey-invitation.controller.js';
import { SurveyPreviewController } from './staff/survey-preview.controller.js';
import { SurveyOpeningController } from './staff/survey-opening.controller.js';
import { SurveyQuestionActsController } from './staff/survey-question-acts.controller.js';
import { SurveyQuestionsController } from './staff/survey-questions.controller.js';
import { SurveyResultsController } from './staff/survey-results.controller.js';
import { SurveySaidController } from './staff/survey-said.controller.js';
import { SurveyWordsController } from './staff/survey-words.controller.js';
import { SurveyDesk } from './staff/survey-desk.service.js';
import { SurveysController } from './staff/surveys.controller.js';
import { QuestionsController } from './staff/questions.controller.js';
import { NumbersController } from './staff/numbers.controller.js';
import { OccasionsController } from './staff/occasions.controller.js';
import { OverviewController } from './staff/overview.controller.js';
import { ProposalController } from './staff/proposal.controller.js';
import { ProviderController } from './staff/provider.controller.js';
import { PurposeController } from './staff/purpose.controller.js';
import { LookUpController } from './staff/look-up.controller.js';
import { LookUpPlaces } from './staff/look-up-places.service.js';
import { LookUps } from './staff/look-ups.service.js';
import { LookedUpController } from './staff/looked-up.controller.js';
import { PrivacyPageController } from './staff/privacy-page.controller.js';
import { PrivacyRecordsController } from './staff/privacy-records.controller.js';
import { PrivacyWorkController } from './staff/privacy-work.controller.js';
import { RegistersController } from './staff/registers.controller.js';
import { ResendUnknownController } from './staff/resend-unknown.controller.js';
import { ArchivedCampaignController } from './staff/archived-campaign.controller.js';
import { ListArchiveController } from './staff/list-archive.controller.js';
import { TrafficController } from './staff/traffic.controller.js';
import { WelcomeController } from './staff/welcome.controller.js';
import { QueueController } from './staff/queue.controller.js';
import { ScheduleCampaignController } from './staff/schedule-campaign.controller.js';
import { SendCampaignController } from './staff/send-campaign.controller.js';
import { SendingHindrance } from './staff/sending-hindrance.service.js';
import { SendingController } from './staff/sending.controller.js';
import { SessionController } from './staff/session.controller.js';
import { SetupController } from './staff/setup.controller.js';
import { SurveysOfCampaign } from './staff/surveys-of-campaign.service.js';
import { WhatWaits } from './staff/waiting/what-waits.service.js';
import { ActOnConversation } from '../inbound/inbox/act-on-conversation.service.js';
import { ConversationController } from './staff/inbox/conversation.controller.js';
import { Conversations } from './staff/inbox/conversations.service.js';
import { HeardController } from './staff/inbox/heard.controller.js';
import { HeardPagesController } from './public/heard-pages.controller.js';
import { InboxController } from './staff/inbox/inbox.controller.js';
import { InboxPlaces } from './staff/inbox/inbox-places.service.js';
import { InboxSettingsController } from './staff/inbox/inbox-settings.controller.js';
import { MailPartsController } from './staff/inbox/mail-parts.controller.js';
import { SiteMessagesModule } from '../site-messages/site-messages.module.js';
import { SiteMessagesScriptController } from './public/site-messages.controller.js';
import { MAILBOX_DIR, ON_LIVE, WEB_SECRET, WEB_SETTINGS } from './tokens.js';

export interface WebOptions {
  settings: WebSettings;
  /** As each role that web works as. */
  databaseUrls: Pick<PerRole<string>, 'web' | 'survey' | 'traffic'>;
  /** 32 bytes for sessions, CSRF, form stamps and the hash staff sign in by. It opens no address. */
  secret: Buffer;
  /** Whom staff may sign in with besides. */
  provider?: Provider | undefined;
  /** Where the local mailbox lies, on trial. */
  mailboxDir: string | undefined;
  routes: KnownRoutes;
  onLive: () => void;
}

/** The process that speaks HTTP. It can seal an address and never open one. */
@Module({})
export class WebModule {
  static with({
    settings,
    databaseUrls,
    secret,
    provider,
    mailboxDir,
    routes,
    onLive,
  }: WebOptions): DynamicModule {
    return {
      module: WebModule,
      imports: [
        TypeOrmModule.forRoot(
          runtimeOptions({
            url: databaseUrls.web,
            applicationName: 'jatakk-web',
            poolSize: 10,
            patience: WHILE_A_PERSON_WAITS,
          }),
        ),
        ...[{ name: 'survey', poolSize: 3 } as const, { name: 'traffic', poolSize: 2 } as const].map(
          ({ name, poolSize }) =>
            TypeOrmModule.forRoot({
              name,
              ...runtimeOptions({
                url: databaseUrls[name],
                schema: name,
                applicationName: `jatakk-web-${name}`,
                poolSize,
                patience: WHILE_A_PERSON_WAITS,
              }),
            }),
        ),
        RegistersModule,
        StaffModule.with(secret, provider),
        ConsentModule,
        SubscriptionsModule,
        CampaignsModule,
        SiteMessagesModule,
        SurveysModule,
        TrafficModule.with({
          networkDomains: settings.NETWORK_DOMAINS,
          resolver: settings.TRAFFIC_RESOLVER,
          daily: DAILY_STATEMENTS_OF_TRAFFIC,
        }),
        DoorbellModule,
      ],
      controllers: [
        AssetsController,
        ImageController,
        WellKnownController,
        FrontController,
        PrivacyController,
        TransparencyController,
        SignUpController,
        ConfirmController,
        ReceiptController,
        VerifyReceiptController,
        LeaveController,
        ArchiveController,
        FollowController,
        LedgerController,
        RenewController,
        SurveyController,
        PreferencesController,
        ManageController,
        ManageActsController,
        AddressChangeController,
        MailboxController,
        SetupController,
        SessionController,
        OverviewController,
        SecondFactorController,
        NewPasswordController,
        InvitationController,
        ConfirmMemberController,
        AccountController,
        AccountFactorsController,
        AuthenticatorController,
        ResetFactorsController,
        RegistersController,
        DeleteRegisterController,
        ListsController,
        QuestionsController,
        SurveysController,
        OneSurveyController,
        SurveyOpeningController,
        SurveyWordsController,
        SurveyQuestionsController,
        SurveyQuestionActsController,
        SurveyPreviewController,
        SurveyInvitationController,
        SurveyResultsController,
        SurveySaidController,
        PaperController,
        ImportsController,
        PurposeController,
        ProposalController,
        ListLifeController,
        OccasionsController,
        BeginCampaignController,
        CampaignsController,
        EditorController,
        DraftHistoryController,
        CampaignController,
        SendCampaignController,
        ScheduleCampaignController,
        QueueController,
        WelcomeController,
        ArchivedCampaignController,
        ListArchiveController,
        ImagesController,
        ThemeController,
        KeepTemplateController,
        TemplatesController,
        SiteMessagesController,
        SiteMessagesScriptController,
        ReviewController,
        CountingController,
        NumbersController,
        TrafficController,
        CampaignNumbersController,
        EyesController,
        ResendUnknownController,
        HouseController,
        MembersController,
        DeputyController,
        SendingController,
        ProposeRelayController,
        RelayProposalController,
        LogController,
        PrivacyWorkController,
        PrivacyPageController,
        PrivacyRecordsController,
        LookUpController,
        LookedUpController,
        InboxController,
        ConversationController,
        MailPartsController,
        InboxSettingsController,
        HeardController,
        HeardPagesController,
        ...(provider ? [ProviderController, AccountProviderController] : []),
      ],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: RenderPages },
        // Within: it sees the page before it is text.
        { provide: APP_INTERCEPTOR, useClass: NoteActs },
        { provide: APP_FILTER, useExisting: ErrorsFilter },
        { provide: WEB_SETTINGS, useValue: settings },
        { provide: WEB_SECRET, useValue: secret },
        { provide: MAILBOX_DIR, useValue: mailboxDir },
        { provide: ON_LIVE, useValue: onLive },
        { provide: KnownRoutes, useValue: routes },
        ErrorsFilter,
        Frames,
        WhatWaits,
        SayCounting,
        SaySettings,
        EndTrial,
        AddFromUs,
        SentFromRequest,
        SessionCookie,
        Uploads,
        AttemptCookie,
        CampaignPlaces,
        CheckAddress,
        SignUpGuard,
        ManageLink,
        FollowCounter,
        CampaignViews,
        SurveysOfCampaign,
        SurveyDesk,
        AnswerSurvey,
        CampaignPages,
        SendingHindrance,
        DraftPreviews,
        ThemePreviews,
        EditorPages,
        FactorPrompts,
        PasskeyOffers,
        ConfirmPages,
        Decisions,
        ReviewPages,
        FillExample,
        LookUpPlaces,
        LookUps,
        InboxPlaces,
        Conversations,
        ActOnConversation,
        GoLive,
      ],
    };
  }
}
