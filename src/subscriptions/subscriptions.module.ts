import { Module } from '@nestjs/common';
import { DoorbellModule } from '../platform/database/doorbell.module.js';
import { RegistersModule } from '../registers/registers.module.js';
import { AnswerConfirmation } from './answer-confirmation.service.js';
import { EnterPaper } from './enter-paper.service.js';
import { ProposeImport } from './moving-in/propose-import.service.js';
import { StoreImport } from './moving-in/store-import.service.js';
import { AnswerReconsent } from './answer-reconsent.service.js';
import { LeaveList } from './leave-list.service.js';
import { RequestReceipt } from './receipts/request-receipt.service.js';
import { ChangeAddress } from './preferences/change-address.service.js';
import { GovernOwnData } from './preferences/govern-own-data.service.js';
import { ReceiveForm } from './receive-form.service.js';

/** What web does about subscriptions: it seals, and makes single transitions by a token's hash. */
@Module({
  imports: [DoorbellModule, RegistersModule],
  providers: [
    ChangeAddress,
    ProposeImport,
    EnterPaper,
    ReceiveForm,
    AnswerConfirmation,
    AnswerReconsent,
    GovernOwnData,
    LeaveList,
    RequestReceipt,
    StoreImport,
  ],
  exports: [
    ChangeAddress,
    ProposeImport,
    EnterPaper,
    ReceiveForm,
    AnswerConfirmation,
    AnswerReconsent,
    GovernOwnData,
    LeaveList,
    RequestReceipt,
    StoreImport,
  ],
})
export class SubscriptionsModule {}
