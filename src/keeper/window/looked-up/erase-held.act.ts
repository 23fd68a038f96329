import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { KeyRings } from '../../../registers/key-rings.service.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window-act.js';
import { eraseHeld } from './look-up.queries.js';
import { readPress, tell } from './read-press.js';

/** Erases whoever was looked up, since they have asked for it. */
@Injectable()
export class EraseHeldAct implements WindowAct {
  readonly act = 'erase-held';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, ask: OpenedAsk): Promise<ActAnswer> {
    const press = readPress(await this.rings.held(tx, ask.ringId), ask);
    return tell(press ? await eraseHeld(tx, press.by) : 'over');
  }
}
