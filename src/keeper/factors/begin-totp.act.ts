import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { readHouse } from '../../registers/house.queries.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import { currentSealingKey } from '../../registers/sealing-key.queries.js';
import { STAFF_RING } from '../../registers/staff-ring.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window/window-act.js';
import { newTotp } from './check-totp.js';
import { ask, openFactors } from './factors.queries.js';
import { sealTotpSecret } from './totp-secret.js';

/** A secret for somebody's authenticator, shown this once. It counts for nothing until its first code has come. */
@Injectable()
export class BeginTotpAct implements WindowAct {
  readonly act = 'factor-begin-totp';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, { proof: sessionHash }: OpenedAsk): Promise<ActAnswer> {
    const member = await openFactors(tx, sessionHash);
    if (!member || member.half) return { refused: 'unknown' };
    if (!member.confirmed) return { refused: 'not-confirmed' };
    await this.rings.held(tx, STAFF_RING);
    const key = await currentSealingKey(tx, STAFF_RING);
    const { organisation } = await readHouse(tx);
    const totp = newTotp(`Jatakk ${organisation?.name ?? ''}`.trim(), member.name);
    const sealed = sealTotpSecret(key.publicKey, member.staff_id, totp.secret);
    const begun = await ask(tx, 'jatakk.begin_totp($1, $2, $3)', [sessionHash, sealed, key.version]);
    return begun ? { answer: totp } : { refused: 'not-confirmed' };
  }
}
