import { type DynamicModule, Module } from '@nestjs/common';
import { RegistersModule } from '../registers/registers.module.js';
import { ChangePassword } from './change-password.service.js';
import { DecideProposal } from './decisions/decide-proposal.service.js';
import { SecondFactors } from './factors/second-factors.service.js';
import { Deputies } from './deputies.service.js';
import { Sessions } from './sessions.service.js';
import { NoteAct } from './audit/note-act.service.js';
import { StaffAccounts } from './staff-accounts.service.js';
import { STAFF_SECRET } from './staff-secret.js';
import { WithdrawProposal } from './withdraw-proposal.service.js';

@Module({})
export class StaffModule {
  /** @param secret web's own 32 bytes */
  static with(secret: Buffer): DynamicModule {
    return {
      module: StaffModule,
      imports: [RegistersModule],
      providers: [
        { provide: STAFF_SECRET, useValue: secret },
        Sessions,
        SecondFactors,
        ChangePassword,
        StaffAccounts,
        WithdrawProposal,
        Deputies,
        NoteAct,
        DecideProposal,
      ],
      exports: [
        Sessions,
        SecondFactors,
        ChangePassword,
        StaffAccounts,
        WithdrawProposal,
        Deputies,
        NoteAct,
        DecideProposal,
      ],
    };
  }
}
