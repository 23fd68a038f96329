import { Module } from '@nestjs/common';
import { DoorbellModule } from '../platform/database/doorbell.module.js';
import { AnswerConfirmation } from './answer-confirmation.service.js';
import { LeaveList } from './leave-list.service.js';
import { ReceiveSignUp } from './receive-sign-up.service.js';

/** What web does about subscriptions: it seals, and makes single transitions by a token's hash. */
@Module({
  imports: [DoorbellModule],
  providers: [ReceiveSignUp, AnswerConfirmation, LeaveList],
  exports: [ReceiveSignUp, AnswerConfirmation, LeaveList],
})
export class SubscriptionsModule {}
