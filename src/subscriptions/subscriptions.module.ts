import { Module } from '@nestjs/common';
import { DoorbellModule } from '../platform/database/doorbell.module.js';
import { RegistersModule } from '../registers/registers.module.js';
import { AnswerConfirmation } from './answer-confirmation.service.js';
import { EnterPaper } from './enter-paper.service.js';
import { DecideImports } from './moving-in/decide-import.service.js';
import { StoreImport } from './moving-in/store-import.service.js';
import { AnswerReconsent } from './answer-reconsent.service.js';
import { LeaveList } from './leave-list.service.js';
import { RequestReceipt } from './receipts/request-receipt.service.js';
import { ReceiveForm } from './receive-form.service.js';

/** What web does about subscriptions: it seals, and makes single transitions by a token's hash. */
@Module({
  imports: [DoorbellModule, RegistersModule],
  providers: [
    DecideImports,
    EnterPaper,
    ReceiveForm,
    AnswerConfirmation,
    AnswerReconsent,
    LeaveList,
    RequestReceipt,
    StoreImport,
  ],
  exports: [
    DecideImports,
    EnterPaper,
    ReceiveForm,
    AnswerConfirmation,
    AnswerReconsent,
    LeaveList,
    RequestReceipt,
    StoreImport,
  ],
})
export class SubscriptionsModule {}
