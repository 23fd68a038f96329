import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

export interface ChangeStanding {
  registerId: string;
  locale: string;
  state: 'ask' | 'expired' | 'changed';
}

/** `taken`: somebody is known by the new address already. `not-prepared`: the keeper has not sealed it for its new place. */
export type ChangeOutcome = 'changed' | 'taken' | 'not-prepared' | 'unknown';

/** The second step of a change of address, by the hash of the token in the mail to the new one. */
@Injectable()
export class ChangeAddress {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async peek(hash: Buffer): Promise<ChangeStanding | undefined> {
    const rows = (await this.database.query('select * from jatakk.peek_address_change($1)', [hash])) as {
      register_id: string;
      locale: string;
      state: ChangeStanding['state'];
    }[];
    const [row] = rows;
    return row && { registerId: row.register_id, locale: row.locale, state: row.state };
  }

  async confirm(hash: Buffer): Promise<ChangeOutcome> {
    const rows = (await this.database.query('select jatakk.confirm_address_change($1) as outcome', [
      hash,
    ])) as {
      outcome: ChangeOutcome;
    }[];
    return rows[0]!.outcome;
  }
}
