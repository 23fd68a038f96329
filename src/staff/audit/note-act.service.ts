import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

/** What somebody is about to do, and with what. Ids alone. */
export interface StaffAct {
  act: string;
  registerId: string | null;
  listId: string | null;
  target: string | null;
}

/** Lines in the log of what staff do. */
@Injectable()
export class NoteAct {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** The new line's number; undefined when the session is over. @throws when it cannot be written */
  async note(session: Buffer, { act, registerId, listId, target }: StaffAct): Promise<string | undefined> {
    const rows = (await this.database.query('select jatakk.note_staff_act($1, $2, $3, $4, $5) as line', [
      session,
      act,
      registerId,
      listId,
      target,
    ])) as { line: string | null }[];
    return rows[0]!.line ?? undefined;
  }

  /** Nothing came of what an earlier line says, by the status that was answered. */
  async noteNothing(line: string, status: number): Promise<void> {
    await this.database.query('select jatakk.note_nothing($1, $2)', [line, status]);
  }
}
