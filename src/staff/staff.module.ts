import { type DynamicModule, Module, type Provider as ModuleProvider } from '@nestjs/common';
import type { Provider } from '../platform/config/provider-settings.js';
import { RegistersModule } from '../registers/registers.module.js';
import { ChangePassword } from './change-password.service.js';
import { DecideProposal } from './decisions/decide-proposal.service.js';
import { SecondFactors } from './factors/second-factors.service.js';
import { Deputies } from './deputies.service.js';
import { AskProvider } from './provider/ask-provider.js';
import { ProviderSignIn } from './provider/provider-sign-in.service.js';
import { Sessions } from './sessions.service.js';
import { NoteAct } from './audit/note-act.service.js';
import { StaffAccounts } from './staff-accounts.service.js';
import { STAFF_SECRET } from './staff-secret.js';
import { WithdrawProposal } from './withdraw-proposal.service.js';

@Module({})
export class StaffModule {
  /**
   * @param secret web's own 32 bytes
   * @param provider whom staff may sign in with besides
   */
  static with(secret: Buffer, provider?: Provider): DynamicModule {
    const besides: ModuleProvider[] = provider
      ? [{ provide: AskProvider, useValue: new AskProvider(provider) }, ProviderSignIn]
      : [];
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
        ...besides,
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
        ...(provider ? [ProviderSignIn] : []),
      ],
    };
  }
}
