import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { hashToken, randomToken } from '../../../platform/sealing/link-token.js';
import { parseEmailAddress } from '../../../registers/email-address.js';
import { KeyRings } from '../../../registers/key-rings.service.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window-act.js';
import { lookUp } from './look-up.queries.js';
import { standingOfRows } from './standing-of-rows.js';

const asked = z.object({ address: z.string().max(1000), reason: z.string().min(5).max(200) });

/**
 * "Is this exact address here?" The database checks who asks, counts it, and writes it down first. Nothing is opened: an
 * address is only ever compared.
 */
@Injectable()
export class LookUpAct implements WindowAct {
  readonly act = 'look-up';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, { ringId, proof, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    const reading = question.success ? parseEmailAddress(question.data.address) : undefined;
    if (!question.success || !reading?.ok) return { refused: 'malformed' };
    const ring = await this.rings.held(tx, ringId);
    const handle = randomToken();
    const rows = await lookUp(tx, {
      session: proof,
      registerId: ringId,
      blindIndex: ring.blindIndex(reading.address),
      suppressionHashes: ring.suppressionHashes(reading.address),
      reason: question.data.reason,
      handleHash: hashToken(handle),
    });
    const { verdict, until } = rows[0]!;
    if (verdict !== 'found' && verdict !== 'nobody') return { refused: verdict };
    const standing = standingOfRows(rows);
    return {
      answer: {
        objected: standing.objected,
        found: until && { ...standing, until: until.toISOString(), handle },
      },
    };
  }
}
