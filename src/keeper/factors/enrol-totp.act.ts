import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { KeyRings } from '../../registers/key-rings.service.js';
import { STAFF_RING } from '../../registers/staff-ring.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window/window-act.js';
import { stepOfCode } from './check-totp.js';
import { ask, openFactors } from './factors.queries.js';
import { firstRecoveryCodes } from './put-recovery-codes.js';
import { openTotpSecret } from './totp-secret.js';

const asked = z.object({ code: z.string().max(20) });

/** The first code of an authenticator: from now on it is asked for. */
@Injectable()
export class EnrolTotpAct implements WindowAct {
  readonly act = 'factor-enrol-totp';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, { proof: sessionHash, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    const member = await openFactors(tx, sessionHash);
    if (!question.success || !member || member.half) return { refused: 'unknown' };
    if (!member.confirmed) return { refused: 'not-confirmed' };
    const [begun] = (await tx.query('select jatakk.begun_totp($1) as sealed', [sessionHash])) as {
      sealed: Buffer | null;
    }[];
    if (!begun?.sealed) return { refused: 'not-begun' };
    const ring = await this.rings.held(tx, STAFF_RING);
    const secret = openTotpSecret(ring, member.staff_id, begun.sealed);
    const step = await stepOfCode(secret, question.data.code.replaceAll(/\s/g, ''));
    if (step === undefined) return { refused: 'wrong' };
    if (!(await ask(tx, 'jatakk.enrol_totp($1, $2)', [sessionHash, step])))
      return { refused: 'not-confirmed' };
    return { answer: await firstRecoveryCodes(tx, sessionHash, member) };
  }
}
