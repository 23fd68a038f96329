import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window/window-act.js';
import { openFactors } from './factors.queries.js';
import { putRecoveryCodes } from './put-recovery-codes.js';

/** New recovery codes, shown this once; the old ones are worth nothing from then on. */
@Injectable()
export class RecoveryCodesAct implements WindowAct {
  readonly act = 'factor-recovery-codes';

  async answer(tx: EntityManager, { proof: sessionHash }: OpenedAsk): Promise<ActAnswer> {
    const member = await openFactors(tx, sessionHash);
    if (!member || member.half) return { refused: 'unknown' };
    const codes = await putRecoveryCodes(tx, sessionHash, member.staff_id);
    return codes ? { answer: { codes } } : { refused: 'not-confirmed' };
  }
}
