import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { KeyRings } from '../../../registers/key-rings.service.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window-act.js';
import { showHeld } from './look-up.queries.js';
import { readPress } from './read-press.js';
import { standingOfRows } from './standing-of-rows.js';

/** Whoever was looked up, once more: after an act, or on the way back from one. */
@Injectable()
export class ShowHeldAct implements WindowAct {
  readonly act = 'show-held';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, ask: OpenedAsk): Promise<ActAnswer> {
    const ring = await this.rings.held(tx, ask.ringId);
    const press = readPress(ring, ask);
    const rows = press ? await showHeld(tx, press.by, ring.suppressionHashes(press.address)) : [];
    const until = rows[0]?.until;
    return until ? { answer: { ...standingOfRows(rows), until: until.toISOString() } } : { refused: 'over' };
  }
}
