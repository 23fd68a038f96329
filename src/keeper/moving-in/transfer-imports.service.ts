import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { faultCode } from '../../platform/fault-code.js';
import { deriveToken, hashToken } from '../../platform/sealing/link-token.js';
import { openSealedBox } from '../../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import { parseEmailAddress } from '../../registers/email-address.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import { sealedSubscriber } from '../../subscriptions/accept-sign-up.service.js';
import { subjectOf } from '../../subscriptions/evidence.js';
import { sealedEvidence } from '../../subscriptions/seal-evidence.js';
import { AtWork } from '../at-work.service.js';
import { approvedRows, type ImportRow } from './import-rows.queries.js';

const AT_ONCE = 200;

const importedRow = z.object({
  address: z.string().max(320),
  confirmedAt: z.iso.datetime(),
  wording: z.int32().positive(),
});

/** Takes in what two people have approved, row by row, each in one statement: taken or not, and gone from the import. */
@Injectable()
export class TransferImports {
  readonly #log = new Logger('imports');

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly atWork: AtWork,
  ) {}

  /** Not waited for by whoever finds the work. */
  soon(): void {
    this.atWork
      .run('imports', () => this.drain())
      .catch((error: unknown) =>
        this.#log.warn(`an import waits (${faultCode(error)}): again at the next poll`),
      );
  }

  async drain(): Promise<void> {
    for (;;) {
      const rows = await approvedRows(this.database, AT_ONCE);
      let done = 0;
      for (const row of rows) if (await this.#transfer(row)) done += 1;
      if (rows.length === 0 || done === 0) return;
    }
  }

  /** False when it waits for a next time: whose it is was changing at that moment. */
  async #transfer(row: ImportRow): Promise<boolean> {
    try {
      const rows = await this.database.transaction(async (tx) => {
        // The ring stays as it is until this person is found or stored.
        const ring = await this.rings.held(tx, row.register_id);
        return tx.query<{ outcome: string }[]>(
          'select jatakk.transfer($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) as outcome',
          [row.id, ...this.#opened(ring, row)],
        );
      });
      return rows[0]!.outcome !== 'not-approved';
    } catch (error) {
      const { code } = error as { code?: string };
      // Erased or signed up meanwhile: the next look sees how it ended.
      if (code === '23503' || code === '23505') return false;
      throw error;
    }
  }

  #opened(ring: KeyRing, row: ImportRow): unknown[] {
    const place = { ringId: row.register_id, rowId: row.id };
    try {
      const content = importedRow.parse(openSealedBox(ring.sealPair(row.key_version), place, row.sealed));
      const reading = parseEmailAddress(content.address);
      const words = row.words[content.wording - 1];
      if (!reading.ok || words === undefined) throw new OpeningError('box-malformed');
      const { address } = reading;
      const person = sealedSubscriber(ring, address, ring.blindIndex(address));
      const id = randomUUID();
      const rowKey = randomBytes(16);
      const { evidence, evidenceKeyVersion } = sealedEvidence(
        ring,
        { rowId: id, rowKey },
        {
          ...subjectOf(address),
          transferred: {
            tool: row.tool,
            import: row.import_id,
            confirmedAt: content.confirmedAt,
            words: createHash('sha256').update(words, 'utf8').digest('hex'),
          },
        },
      );
      return [
        person.id,
        person.blindIndex,
        person.suppressionHash,
        ring.suppressionHashes(address),
        person.address,
        person.keyVersion,
        person.rowKey,
        id,
        hashToken(deriveToken(ring.current('link').key, 'unsubscribe', id, row.list_id)),
        evidence,
        evidenceKeyVersion,
        rowKey,
      ];
    } catch (error) {
      if (!(error instanceof OpeningError || error instanceof z.ZodError)) throw error;
      this.#log.error('a row of an import could not be opened: it is left out');
      return Array<null>(12).fill(null);
    }
  }
}
