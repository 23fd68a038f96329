import { CreateOrganisationAndRegisters1700000000001 } from './migrations/0001-create-organisation-and-registers.js';
import { CreateStaff1700000000002 } from './migrations/0002-create-staff.js';
import { CreateSubscriptions1700000000003 } from './migrations/0003-create-subscriptions.js';
import { CreateCampaignsAndNotices1700000000004 } from './migrations/0004-create-campaigns-and-notices.js';
import { CreateDeliveries1700000000005 } from './migrations/0005-create-deliveries.js';
import { FinishTheSender1700000000006 } from './migrations/0006-finish-the-sender.js';
import { CreateDkimKeys1700000000007 } from './migrations/0007-create-dkim-keys.js';
import { CreateRelays1700000000008 } from './migrations/0008-create-relays.js';
import { GuardRestores1700000000009 } from './migrations/0009-guard-restores.js';
import { KeepEvidence1700000000010 } from './migrations/0010-keep-evidence.js';
import { SealRecords1700000000011 } from './migrations/0011-seal-records.js';
import { EnterRecords1700000000012 } from './migrations/0012-enter-records.js';
import { GovernOwnData1700000000013 } from './migrations/0013-govern-own-data.js';
import { KeepNoLonger1700000000014 } from './migrations/0014-keep-no-longer.js';
import { OutliveRestores1700000000015 } from './migrations/0015-outlive-restores.js';
import { RotateKeys1700000000016 } from './migrations/0016-rotate-keys.js';
import { TakeTwoPeople1700000000017 } from './migrations/0017-take-two-people.js';
import { LetPeopleJoinOtherwise1700000000018 } from './migrations/0018-let-people-join-otherwise.js';
import { GrantRoles1700000000019 } from './migrations/0019-grant-roles.js';
import { AskForSecondFactors1700000000020 } from './migrations/0020-ask-for-second-factors.js';
import { NoteEveryAct1700000000021 } from './migrations/0021-note-every-act.js';
import { AskForTwoPairsOfEyes1700000000022 } from './migrations/0022-ask-for-two-pairs-of-eyes.js';
import { LookSomebodyUp1700000000023 } from './migrations/0023-look-somebody-up.js';
import { UntieLeaves1700000000024 } from './migrations/0024-untie-leaves.js';
import { NameDeputies1700000000025 } from './migrations/0025-name-deputies.js';
import { CountWithoutCounting1700000000026 } from './migrations/0026-count-without-counting.js';
import { SignInElsewhere1700000000027 } from './migrations/0027-sign-in-elsewhere.js';
import { ChangeRelaysByTwo1700000000028 } from './migrations/0028-change-relays-by-two.js';
import { WriteInBlocks1700000000029 } from './migrations/0029-write-in-blocks.js';
import { KeepImages1700000000030 } from './migrations/0030-keep-images.js';
import { CountAtLeastFive1700000000031 } from './migrations/0031-count-at-least-five.js';
import { KeepDrafts1700000000032 } from './migrations/0032-keep-drafts.js';
import { StartAtAChosenTime1700000000033 } from './migrations/0033-start-at-a-chosen-time.js';
import { OpenArchives1700000000034 } from './migrations/0034-open-archives.js';
import { TestWithColleagues1700000000035 } from './migrations/0035-test-with-colleagues.js';
import { WelcomeThoseWhoConfirm1700000000036 } from './migrations/0036-welcome-those-who-confirm.js';
import { DressRegisters1700000000037 } from './migrations/0037-dress-registers.js';
import { KeepTemplates1700000000038 } from './migrations/0038-keep-templates.js';
import { KeepApart1700000000039 } from './migrations/0039-keep-apart.js';
import { AskInSurveys1700000000040 } from './migrations/0040-ask-in-surveys.js';
import { SayItOnTheSite1700000000041 } from './migrations/0041-say-it-on-the-site.js';
import { TellTheTruth1700000000042 } from './migrations/0042-tell-the-truth.js';
import { CountVisits1700000000043 } from './migrations/0043-count-visits.js';
import { AskToCount1700000000044 } from './migrations/0044-ask-to-count.js';
import { ReceiveMail1700000000045 } from './migrations/0045-receive-mail.js';
import { TakeBackMail1700000000046 } from './migrations/0046-take-back-mail.js';
import { KeepConversations1700000000047 } from './migrations/0047-keep-conversations.js';
import { LoseNoMail1700000000048 } from './migrations/0048-lose-no-mail.js';

/** Every migration, in the order in which it runs. Forward only. */
export const migrations = [
  CreateOrganisationAndRegisters1700000000001,
  CreateStaff1700000000002,
  CreateSubscriptions1700000000003,
  CreateCampaignsAndNotices1700000000004,
  CreateDeliveries1700000000005,
  FinishTheSender1700000000006,
  CreateDkimKeys1700000000007,
  CreateRelays1700000000008,
  GuardRestores1700000000009,
  KeepEvidence1700000000010,
  SealRecords1700000000011,
  EnterRecords1700000000012,
  GovernOwnData1700000000013,
  KeepNoLonger1700000000014,
  OutliveRestores1700000000015,
  RotateKeys1700000000016,
  TakeTwoPeople1700000000017,
  LetPeopleJoinOtherwise1700000000018,
  GrantRoles1700000000019,
  AskForSecondFactors1700000000020,
  NoteEveryAct1700000000021,
  AskForTwoPairsOfEyes1700000000022,
  LookSomebodyUp1700000000023,
  UntieLeaves1700000000024,
  NameDeputies1700000000025,
  CountWithoutCounting1700000000026,
  SignInElsewhere1700000000027,
  ChangeRelaysByTwo1700000000028,
  WriteInBlocks1700000000029,
  KeepImages1700000000030,
  CountAtLeastFive1700000000031,
  KeepDrafts1700000000032,
  StartAtAChosenTime1700000000033,
  OpenArchives1700000000034,
  TestWithColleagues1700000000035,
  WelcomeThoseWhoConfirm1700000000036,
  DressRegisters1700000000037,
  KeepTemplates1700000000038,
  KeepApart1700000000039,
  AskInSurveys1700000000040,
  SayItOnTheSite1700000000041,
  TellTheTruth1700000000042,
  CountVisits1700000000043,
  AskToCount1700000000044,
  ReceiveMail1700000000045,
  TakeBackMail1700000000046,
  KeepConversations1700000000047,
  LoseNoMail1700000000048,
];
