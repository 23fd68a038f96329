import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { KeeperSettings } from '../platform/config/settings.js';
import { refuseTooManyRights } from '../platform/database/effective-rights.js';
import { RIGHTS_OF_SURVEY } from '../platform/database/rights-of-survey.js';
import type { PerRole } from '../platform/database/runtime-roles.js';
import { runtimeOptions, WHILE_NOBODY_WAITS } from '../platform/database/runtime-options.js';
import { QUEUES } from '../platform/queue/queue-names.js';
import { queueOptions } from '../platform/queue/queue-options.js';
import { KeeperSecrets } from '../registers/keeper-secrets.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { ARRIVAL_HANDLERS, type ArrivalHandler } from './arrivals/arrival-handler.js';
import { LeaveByReply } from './arrivals/leave-by-reply.service.js';
import { LeaveHandler } from './arrivals/leave.handler.js';
import { OpenArrivals } from './arrivals/open-arrivals.service.js';
import { ReturnedHandler } from './arrivals/returned.handler.js';
import { AtWork } from './at-work.service.js';
import { NoteAuditHead } from './audit/note-audit-head.service.js';
import { CampaignMessages } from './campaign-messages.service.js';
import { CampaignsProcessor } from './campaigns.processor.js';
import { CurrentRelay } from './current-relay.service.js';
import { DeliveryWrites } from './delivery-writes.service.js';
import { DispatchCampaign } from './dispatch-campaign.service.js';
import { EndLists } from './end-lists.service.js';
import { FACTOR_ACTS } from './factors/factors.providers.js';
import { VerifyFactor } from './factors/verify-factor.service.js';
import { FindWork } from './find-work.service.js';
import { ForgetDaily } from './forget-daily.service.js';
import { INTAKE_HANDLERS, type IntakeHandler } from './intake/intake-handler.js';
import { AddressChangeHandler } from './intake/address-change.handler.js';
import { ManageHandler } from './intake/manage.handler.js';
import { PasswordResetHandler } from './intake/password-reset.handler.js';
import { SignUpHandler } from './intake/sign-up.handler.js';
import { MailHandler } from './inbox/mail.handler.js';
import { MessageMails } from './inbox/message-mails.service.js';
import { INBOX_ACTS } from './window/inbox/inbox.providers.js';
import { IntakeProcessor } from './intake.processor.js';
import { LookAfterKeys } from './keys/look-after-keys.service.js';
import { LookAfterReceivers } from './keys/look-after-receivers.service.js';
import { CopyJournal } from './journal/copy-journal.service.js';
import { KeeperJobs } from './keeper-jobs.service.js';
import { KeepLedgers } from './ledger/keep-ledgers.service.js';
import { NightlyRewrite } from './nightly-rewrite.service.js';
import { TransferImports } from './moving-in/transfer-imports.service.js';
import { NoteFacts } from './note-facts.service.js';
import { NoticesProcessor } from './notices.processor.js';
import { OpenIntake } from './open-intake.service.js';
import { openRings } from './open-rings.js';
import { EnterRecords } from './records/enter-records.service.js';
import { ReadReceipts } from './records/read-receipts.service.js';
import { RenderNotice } from './render-notice.service.js';
import { RestoreGuard } from './restore-guard.service.js';
import { ScheduleProcessor } from './schedule.processor.js';
import { SendDelivery } from './send-delivery.service.js';
import { WelcomeMessages } from './welcome-messages.service.js';
import { SendNotices } from './send-notices.service.js';
import { SendingPace } from './sending-pace.service.js';
import { SigningKeys } from './signing-keys.service.js';
import { LookAfterSurveys } from './surveys/look-after-surveys.service.js';
import { SurveyInvitations } from './surveys/campaign-tickets.service.js';
import { SurveyKeyring } from './surveys/survey-keys.service.js';
import { WriteAnswers } from './surveys/write-answers.service.js';
import { ConfirmationThrottle } from './throttle.js';
import { AnswerWindow } from './window/answer-window.service.js';
import { ReviewAct } from './window/review.act.js';
import { ReceiptAct } from './window/receipt.act.js';
import { DecideAct } from './window/decide.act.js';
import { JoinListAct } from './window/join-list.act.js';
import { PreferencesAct } from './window/preferences.act.js';
import { PrepareAddressAct } from './window/prepare-address.act.js';
import { EndHeldAct } from './window/looked-up/end-held.act.js';
import { EraseHeldAct } from './window/looked-up/erase-held.act.js';
import { LookUpAct } from './window/looked-up/look-up.act.js';
import { PrintRecordsAct } from './window/looked-up/print-records.act.js';
import { SendLinkAct } from './window/looked-up/send-link.act.js';
import { ShowHeldAct } from './window/looked-up/show-held.act.js';
import { WINDOW_ACTS, type WindowAct } from './window/window-act.js';
import { DATABASE_URL, KEEPER_SETTINGS, ON_LIVE, TRIAL_RELAY } from './tokens.js';

export interface KeeperOptions {
  settings: KeeperSettings;
  /** As each role that the keeper works as. */
  databaseUrls: Pick<PerRole<string>, 'keeper' | 'survey'>;
  /** 32 bytes that wrap every ring. */
  secret: Buffer;
  /** Those before it, while it is changed: what is still wrapped under one of them opens too. */
  olderSecrets?: readonly Buffer[];
  /** Told once how to hand this keeper other secrets while it runs, the newest last. */
  onSecrets?: (accept: (secrets: readonly Buffer[]) => void) => void;
  /** The local mailbox, on trial. */
  trialRelay: string | undefined;
  /** Called once when the keeper finds that the house has gone live, whoever brought it about. */
  onLive?: () => void;
}

/** The process that holds the keys: opens addresses and sends. */
@Module({})
export class KeeperModule {
  static with(options: KeeperOptions): DynamicModule {
    const { settings, databaseUrls, secret, olderSecrets = [], trialRelay, onLive, onSecrets } = options;
    const secrets = new KeeperSecrets([...olderSecrets, secret]);
    onSecrets?.((others) => secrets.accept(others));
    return {
      module: KeeperModule,
      imports: [
        TypeOrmModule.forRoot(
          runtimeOptions({
            url: databaseUrls.keeper,
            applicationName: 'jatakk-keeper',
            poolSize: 12,
            patience: WHILE_NOBODY_WAITS,
          }),
        ),
        TypeOrmModule.forRoot({
          name: 'survey',
          ...runtimeOptions({
            url: databaseUrls.survey,
            schema: 'survey',
            applicationName: 'jatakk-keeper-survey',
            poolSize: 1,
            patience: WHILE_NOBODY_WAITS,
          }),
        }),
        BullModule.forRoot(
          queueOptions({
            redisUrl: settings.REDIS_URL,
            redisPrefix: settings.REDIS_PREFIX,
            databaseUrl: databaseUrls.keeper,
          }),
        ),
        BullModule.registerQueue(...Object.values(QUEUES).map((name) => ({ name }))),
      ],
      providers: [
        { provide: KEEPER_SETTINGS, useValue: settings },
        { provide: DATABASE_URL, useValue: databaseUrls.keeper },
        { provide: TRIAL_RELAY, useValue: trialRelay },
        { provide: ON_LIVE, useValue: onLive ?? (() => undefined) },
        {
          provide: KeyRings,
          inject: [getDataSourceToken(), getDataSourceToken('survey')],
          useFactory: async (database: DataSource, surveys: DataSource) => {
            await refuseTooManyRights(surveys, 'survey', RIGHTS_OF_SURVEY);
            return openRings(database, secrets);
          },
        },
        {
          provide: ConfirmationThrottle,
          inject: [getDataSourceToken()],
          useFactory: (database: DataSource) =>
            new ConfirmationThrottle(database, secret, settings.CONFIRMATIONS_PER_HOUR),
        },
        SignUpHandler,
        ManageHandler,
        AddressChangeHandler,
        PasswordResetHandler,
        {
          provide: INTAKE_HANDLERS,
          inject: [SignUpHandler, ManageHandler, AddressChangeHandler, PasswordResetHandler],
          useFactory: (...handlers: IntakeHandler[]) => handlers,
        },
        {
          provide: ARRIVAL_HANDLERS,
          inject: [ReturnedHandler, LeaveHandler, MailHandler],
          useFactory: (...handlers: ArrivalHandler[]) => handlers,
        },
        ReturnedHandler,
        LeaveHandler,
        LeaveByReply,
        MailHandler,
        OpenArrivals,
        PreferencesAct,
        JoinListAct,
        PrepareAddressAct,
        VerifyFactor,
        DecideAct,
        ReviewAct,
        ...FACTOR_ACTS,
        {
          provide: WINDOW_ACTS,
          inject: [
            ReceiptAct,
            PreferencesAct,
            JoinListAct,
            PrepareAddressAct,
            DecideAct,
            ReviewAct,
            LookUpAct,
            ShowHeldAct,
            EndHeldAct,
            SendLinkAct,
            PrintRecordsAct,
            EraseHeldAct,
            ...INBOX_ACTS,
            ...FACTOR_ACTS,
          ],
          useFactory: (...acts: WindowAct[]) => acts,
        },
        ...INBOX_ACTS,
        MessageMails,
        ReceiptAct,
        LookUpAct,
        ShowHeldAct,
        EndHeldAct,
        SendLinkAct,
        PrintRecordsAct,
        EraseHeldAct,
        AnswerWindow,
        EnterRecords,
        ReadReceipts,
        RestoreGuard,
        KeepLedgers,
        NoteAuditHead,
        NoteFacts,
        CopyJournal,
        CurrentRelay,
        OpenIntake,
        TransferImports,
        SigningKeys,
        RenderNotice,
        SendNotices,
        WelcomeMessages,
        CampaignMessages,
        DeliveryWrites,
        SendingPace,
        SendDelivery,
        DispatchCampaign,
        AtWork,
        LookAfterKeys,
        LookAfterReceivers,
        LookAfterSurveys,
        SurveyKeyring,
        SurveyInvitations,
        WriteAnswers,
        KeeperJobs,
        EndLists,
        FindWork,
        IntakeProcessor,
        NoticesProcessor,
        CampaignsProcessor,
        ForgetDaily,
        NightlyRewrite,
        ScheduleProcessor,
      ],
    };
  }
}
