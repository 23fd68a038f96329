import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { KeyRings } from '../../../registers/key-rings.service.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window-act.js';
import { endHeld } from './look-up.queries.js';
import { readPress, tell } from './read-press.js';

const which = z.object({ subscriptionId: z.uuid() });

/** Ends one subscription of whoever was looked up, since they have asked for it. */
@Injectable()
export class EndHeldAct implements WindowAct {
  readonly act = 'end-held';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, ask: OpenedAsk): Promise<ActAnswer> {
    const press = readPress(await this.rings.held(tx, ask.ringId), ask);
    const wanted = which.safeParse(ask.content);
    if (!press || !wanted.success) return { refused: 'over' };
    return tell(await endHeld(tx, press.by, wanted.data.subscriptionId));
  }
}
