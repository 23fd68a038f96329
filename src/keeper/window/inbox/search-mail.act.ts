import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { correspondentHash } from '../../../registers/correspondent-hash.js';
import { parseEmailAddress } from '../../../registers/email-address.js';
import { KeyRings } from '../../../registers/key-rings.service.js';
import { searchMail } from '../../inbox/opened-conversation.queries.js';
import type { ActAnswer, OpenedAsk, WindowAct } from '../window-act.js';

const asked = z.object({ address: z.string().max(1000) });

/** Which conversations are those of one exact address. Nothing is opened: an address is only compared. */
@Injectable()
export class SearchMailAct implements WindowAct {
  readonly act = 'search-mail';

  constructor(private readonly rings: KeyRings) {}

  async answer(tx: EntityManager, { ringId, proof, content }: OpenedAsk): Promise<ActAnswer> {
    const question = asked.safeParse(content);
    const reading = question.success ? parseEmailAddress(question.data.address) : undefined;
    if (!reading?.ok) return { refused: 'malformed' };
    const ring = await this.rings.held(tx, ringId);
    const found = await searchMail(tx, proof, ringId, [correspondentHash(ring, reading.address)]);
    return typeof found === 'string' ? { refused: found } : { answer: found };
  }
}
