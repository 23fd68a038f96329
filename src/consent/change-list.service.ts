import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Doorbell } from '../platform/database/doorbell.js';
import { List, type ListState } from '../registers/list.entity.js';

export type ListChange = 'rest' | 'reopen' | 'close' | 'delete';

/** What it became; or why nothing has changed: `under-way` while a campaign of it is. */
export type ChangeAnswer = ListState | 'not-yours' | 'under-way' | 'not-now';

/** What is on a list, and what would go with it. */
export interface ListNumbers {
  /** Confirmed, or on a break of their own. */
  onIt: number;
  /** Evidence of those who were on it. */
  ended: number;
  campaigns: number;
}

/** The life of a list: its name, its seasons, its end. */
@Injectable()
export class ChangeList {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  async act(session: Buffer, listId: string, act: ListChange): Promise<ChangeAnswer> {
    const rows = (await this.database.query('select jatakk.change_list($1, $2, $3) as became', [
      session,
      listId,
      act,
    ])) as { became: ChangeAnswer }[];
    // People follow: that is the keeper's work.
    this.doorbell.ring();
    return rows[0]!.became;
  }

  /** The name alone: by its List-Id, which stays, mail programs know the list (RFC 2919 §2). */
  async rename(registerId: string, id: string, name: string): Promise<void> {
    await this.database.manager.update(List, { registerId, id }, { name });
  }

  async numbers(listId: string): Promise<ListNumbers> {
    const rows = (await this.database.query('select * from jatakk.list_numbers($1)', [listId])) as {
      on_it: string;
      ended: string;
      campaigns: string;
    }[];
    const { on_it: onIt, ended, campaigns } = rows[0]!;
    return { onIt: Number(onIt), ended: Number(ended), campaigns: Number(campaigns) };
  }
}
