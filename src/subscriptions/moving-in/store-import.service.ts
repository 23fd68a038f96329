import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { isReservedForExamples } from '../../registers/email-address.js';
import { readHouse } from '../../registers/house.queries.js';
import { sealToRing } from '../../platform/sealing/sealed-box.js';
import { currentSealingKey } from '../../registers/sealing-key.queries.js';
import type { ImportedRow, Wording } from './judge-row.js';
import { readImport, type ReadImport } from './read-import.js';
import { TOOLS, type ToolName } from './tools.js';

export interface NewImport {
  registerId: string;
  listId: string;
  tool: ToolName;
  /** The language of the list's purpose that these people are taken in under. */
  locale: string;
  wordings: readonly Wording[];
}

const AT_ONCE = 200;

/** Reads an export and keeps of it, sealed to the register, only the rows that can be used. The file itself is not kept. */
@Injectable()
export class StoreImport {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** What would come of a file. Nothing is stored. @throws UnreadableImport */
  async rehearse(wanted: NewImport, source: AsyncIterable<Uint8Array | string>): Promise<ReadImport> {
    return readImport(source, await this.#judging(wanted), async () => undefined);
  }

  /**
   * @param session of the administrator who reads it in; null for the owner of the database
   * @throws UnreadableImport; then nothing of it is kept
   */
  async store(
    session: Buffer | null,
    wanted: NewImport,
    source: AsyncIterable<Uint8Array | string>,
  ): Promise<{ outcome: 'read'; id: string; read: ReadImport } | { outcome: 'not-yours' | 'bad-wording' }> {
    const { registerId, listId, tool, locale, wordings } = wanted;
    const judging = await this.#judging(wanted);
    return this.database.transaction(async (tx) => {
      const id = randomUUID();
      const [begun] = (await tx.query('select jatakk.begin_import($1, $2, $3, $4, $5, $6) as outcome', [
        session,
        id,
        listId,
        tool,
        locale,
        JSON.stringify(wordings),
      ])) as { outcome: 'begun' | 'not-yours' | 'bad-wording' }[];
      if (begun!.outcome !== 'begun') return { outcome: begun!.outcome };
      let waiting: ImportedRow[] = [];
      const flush = async () => {
        // On the same connection: the owner's commands have but one.
        const { publicKey, version } = await currentSealingKey(tx, registerId);
        const rows = waiting.map((row) => {
          const rowId = randomUUID();
          return { id: rowId, box: sealToRing(publicKey, { ringId: registerId, rowId }, row) };
        });
        waiting = [];
        await tx.query(
          `insert into jatakk.import_row (id, register_id, import_id, key_version, sealed)
           select r.id, $4, $5, $3, r.sealed
             from unnest($1::uuid[], $2::bytea[]) as r (id, sealed)`,
          [rows.map((r) => r.id), rows.map((r) => r.box), version, registerId, id],
        );
      };
      const take = async (row: ImportedRow) => {
        waiting.push(row);
        if (waiting.length >= AT_ONCE) await flush();
      };
      const read = await readImport(source, judging, take);
      await flush();
      await tx.query('select jatakk.end_reading($1, $2)', [id, JSON.stringify(read.refused)]);
      return { outcome: 'read', id, read };
    });
  }

  async #judging({ tool, wordings }: NewImport) {
    const { mode } = await readHouse(this.database);
    return {
      tool: TOOLS[tool],
      wordings,
      now: new Date(),
      mayTake: (address: Parameters<typeof isReservedForExamples>[0]) =>
        isReservedForExamples(address) === (mode === 'trial'),
    };
  }
}
