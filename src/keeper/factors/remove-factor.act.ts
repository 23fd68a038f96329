import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window/window-act.js';

/** `passkey`: which one. Null: the authenticator. */
const asked = z.object({ passkey: z.uuid().nullable() });

/** Takes a factor away, if whoever must have one has another. */
@Injectable()
export class RemoveFactorAct implements WindowAct {
  readonly act = 'factor-remove';

  async answer(tx: EntityManager, { proof: sessionHash, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    if (!question.success) return { refused: 'unknown' };
    const [row] = (await tx.query('select jatakk.remove_factor($1, $2) as outcome', [
      sessionHash,
      question.data.passkey,
    ])) as { outcome: string }[];
    return row!.outcome === 'removed' ? { answer: 'removed' } : { refused: row!.outcome };
  }
}
