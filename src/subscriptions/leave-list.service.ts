import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Doorbell } from '../platform/database/doorbell.js';
import type { Told } from '../consent/tell-of-answer.service.js';

export interface LeaveResult {
  outcome: 'left' | 'already' | 'undone' | 'waits' | 'expired';
  listId: string;
  locale: string;
}

export interface LeaveStanding {
  registerId: string;
  listId: string;
  ended: boolean;
  locale: string;
}

export interface UndoStanding {
  listId: string;
  locale: string;
  /** `undone`: has been used. */
  state: 'waits' | 'undone' | 'expired';
}

interface Row {
  outcome: LeaveResult['outcome'];
  list_id: string;
  locale: string;
}

/** Leaving one list, by the hash of the token in its mails, and taking it back: for fifteen minutes, or for a week where they left by mail. */
@Injectable()
export class LeaveList {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  /** Shows without changing anything. */
  async peek(tokenHash: Buffer): Promise<LeaveStanding | undefined> {
    const rows = (await this.database.query('select * from jatakk.peek_leave($1)', [tokenHash])) as {
      register_id: string;
      list_id: string;
      state: string;
      locale: string;
    }[];
    const row = rows[0];
    return (
      row && {
        registerId: row.register_id,
        listId: row.list_id,
        ended: row.state === 'ended',
        locale: row.locale,
      }
    );
  }

  /** Committed when it returns. @param undoHash lets whoever holds the token come back; null for none */
  async leave(
    tokenHash: Buffer,
    undoHash: Buffer | null,
    method: 'link' | 'one-click',
    told: Told,
  ): Promise<LeaveResult | undefined> {
    return this.#one('select * from jatakk.leave($1, $2, $3, $4, $5, $6)', [
      tokenHash,
      undoHash,
      method,
      ...told,
    ]);
  }

  /** What a way back leads to: shows without changing anything. */
  async peekUndo(undoHash: Buffer): Promise<UndoStanding | undefined> {
    const rows = (await this.database.query(
      'select list_id as "listId", locale, state from jatakk.peek_undo($1)',
      [undoHash],
    )) as UndoStanding[];
    return rows[0];
  }

  async undo(undoHash: Buffer): Promise<LeaveResult | undefined> {
    return this.#one('select * from jatakk.undo_leave($1)', [undoHash]);
  }

  async #one(sql: string, params: unknown[]): Promise<LeaveResult | undefined> {
    const rows = (await this.database.query(sql, params)) as Row[];
    const row = rows[0];
    // The keeper enters it.
    if (row) this.doorbell.ring();
    return row && { outcome: row.outcome, listId: row.list_id, locale: row.locale };
  }
}
