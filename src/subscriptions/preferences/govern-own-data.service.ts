import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Told } from '../../consent/tell-of-answer.service.js';
import { Doorbell } from '../../platform/database/doorbell.js';

/** Whom an open link leads to: their register, and the language that they were written to in. */
export interface ManageStanding {
  registerId: string;
  locale: string;
  expired: boolean;
}

/** What came of an act. `unknown`: the link is nobody's, or its two hours are over; `nothing`: there was nothing to do. */
export type ActOutcome =
  | 'unknown'
  | 'nothing'
  | 'left'
  | 'joined'
  | 'already'
  | 'other-words'
  | 'objected'
  | 'paused'
  | 'resumed'
  | 'language'
  | 'emptied'
  | 'erased';

/** The words that somebody says yes to. */
export interface SaidTo {
  version: number;
  revision: number;
  locale: string;
}

/** What a person does with their own data, by the hash of a link that has just reached their mailbox. */
@Injectable()
export class GovernOwnData {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  async peek(hash: Buffer): Promise<ManageStanding | undefined> {
    const rows = (await this.database.query('select * from jatakk.peek_manage($1)', [hash])) as {
      register_id: string;
      locale: string;
      expired: boolean;
    }[];
    const [row] = rows;
    return row && { registerId: row.register_id, locale: row.locale, expired: row.expired };
  }

  /** Sends such a link to whom a link out was sent to. @param leaveHash of the link out's token */
  async requestLink(leaveHash: Buffer, locale: string): Promise<void> {
    await this.database.query('select jatakk.request_manage_link($1, $2)', [leaveHash, locale]);
    this.doorbell.ring();
  }

  leave(hash: Buffer, listId: string, told: Told): Promise<ActOutcome> {
    return this.#act('jatakk.manage_leave($1, $2, $3, $4, $5)', [hash, listId, ...told]);
  }

  /** The yes; the keeper has made the subscription that it is said for. */
  join(hash: Buffer, listId: string, to: SaidTo, told: Told): Promise<ActOutcome> {
    return this.#act('jatakk.manage_join($1, $2, $3, $4, $5, $6, $7, $8)', [
      hash,
      listId,
      to.version,
      to.revision,
      to.locale,
      ...told,
    ]);
  }

  /** @param months 1, 3 or 6; null ends the pause */
  pause(hash: Buffer, months: number | null): Promise<ActOutcome> {
    return this.#act('jatakk.manage_pause($1, $2)', [hash, months]);
  }

  speak(hash: Buffer, locale: string): Promise<ActOutcome> {
    return this.#act('jatakk.manage_language($1, $2)', [hash, locale]);
  }

  emptyAnswers(hash: Buffer, subscriptionId: string): Promise<ActOutcome> {
    return this.#act('jatakk.manage_empty($1, $2)', [hash, subscriptionId]);
  }

  object(hash: Buffer, told: Told): Promise<ActOutcome> {
    return this.#act('jatakk.manage_object($1, $2, $3, $4)', [hash, ...told]);
  }

  erase(hash: Buffer): Promise<ActOutcome> {
    return this.#act('jatakk.manage_erase($1)', [hash]);
  }

  async #act(call: string, params: unknown[]): Promise<ActOutcome> {
    const rows = (await this.database.query(`select ${call} as outcome`, params)) as {
      outcome: ActOutcome;
    }[];
    // The keeper looks at what has ended, and copies the journal.
    this.doorbell.ring();
    return rows[0]!.outcome;
  }
}
