import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { KeyRings } from '../../../registers/key-rings.service.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window-act.js';
import { sendLinkToHeld } from './look-up.queries.js';
import { readPress, tell } from './read-press.js';

/** Has the link to their own page sent to whoever was looked up. It goes to their mailbox; staff never see it. */
@Injectable()
export class SendLinkAct implements WindowAct {
  readonly act = 'send-link';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, ask: OpenedAsk): Promise<ActAnswer> {
    const press = readPress(await this.rings.held(tx, ask.ringId), ask);
    return tell(press ? await sendLinkToHeld(tx, press.by) : 'over');
  }
}
