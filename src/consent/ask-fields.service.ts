import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type DataSource, QueryFailedError } from 'typeorm';

export interface NewQuestion {
  registerId: string;
  listId: string;
  name: string;
  texts: readonly { locale: string; label: string; why: string }[];
}

/** What a list asks beside the address: at most three things, which the database counts. */
@Injectable()
export class AskFields {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** `full`: it asks three already. `taken`: under that name it asks something. */
  async add({ registerId, listId, name, texts }: NewQuestion): Promise<'added' | 'full' | 'taken'> {
    const id = randomUUID();
    try {
      return await this.database.transaction(async (tx) => {
        const [placed] = (await tx.query(
          `insert into jatakk.list_field (id, register_id, list_id, position, name)
           select $1::uuid, $2::uuid, $3::uuid, min(p), $4::text from generate_series(1, 3) p
            where p not in (select position from jatakk.list_field where list_id = $3) having min(p) is not null
           returning id`,
          [id, registerId, listId, name],
        )) as { id: string }[];
        if (!placed) return 'full';
        await tx.query(
          `insert into jatakk.list_field_text (field_id, locale, label, why)
           select $1::uuid, t.locale, t.label, t.why
             from jsonb_to_recordset($2::jsonb) as t (locale text, label text, why text)`,
          [id, JSON.stringify(texts)],
        );
        return 'added';
      });
    } catch (error) {
      // Its name, or its place by somebody who asked at the same moment: the page shows which.
      if (error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '23505')
        return 'taken';
      throw error;
    }
  }

  /** False when there is no such question. */
  async drop(registerId: string, listId: string, questionId: string): Promise<boolean> {
    const rows = (await this.database.query('select jatakk.drop_list_field($1, $2, $3) as dropped', [
      registerId,
      listId,
      questionId,
    ])) as { dropped: boolean }[];
    return rows[0]!.dropped;
  }
}
