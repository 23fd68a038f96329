import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

/** Whoever proposed something takes it back while nobody has decided. */
@Injectable()
export class WithdrawProposal {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** False when it is not theirs, or has been decided: then nothing has changed. */
  async withdraw(session: Buffer, proposalId: string): Promise<boolean> {
    const rows = (await this.database.query('select jatakk.withdraw_proposal($1, $2) as withdrawn', [
      session,
      proposalId,
    ])) as { withdrawn: boolean }[];
    return rows[0]!.withdrawn;
  }
}
