import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

/** What may be done to an image of a register: its words are changed, or it goes. Never its pixels. */
@Injectable()
export class ChangeImage {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** False where there is no such image. Campaigns keep the words that they took. */
  async describe(session: Buffer, registerId: string, id: string, alt: string): Promise<boolean> {
    const rows = (await this.database.query('select jatakk.describe_image($1, $2, $3, $4) as done', [
      session,
      registerId,
      id,
      alt,
    ])) as { done: boolean }[];
    return rows[0]!.done;
  }

  /** `in-use`: a campaign that is sent or waits shows it. */
  async remove(session: Buffer, registerId: string, id: string): Promise<'removed' | 'in-use' | 'unknown'> {
    const rows = (await this.database.query('select jatakk.remove_image($1, $2, $3) as outcome', [
      session,
      registerId,
      id,
    ])) as { outcome: 'removed' }[];
    return rows[0]!.outcome;
  }
}
