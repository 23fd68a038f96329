import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SealingKeys } from '../registers/sealing-keys.service.js';
import type { SentFrom } from './sent-from.js';

/** What web tells of an answer, sealed, as the database's functions take it: id, box and version of the key. */
export type Told = [id: string, box: Buffer, keyVersion: number];

/** Seals what web saw of a yes or a no: only the keeper opens it, to enter it into that answer's record. */
@Injectable()
export class TellOfAnswer {
  constructor(private readonly keys: SealingKeys) {}

  /** @throws NoSealingKeyError while this register has no keys; then nobody can be on its lists. */
  async tell(registerId: string, sent: SentFrom): Promise<Told> {
    const id = randomUUID();
    const { box, keyVersion } = await this.keys.seal({ ringId: registerId, rowId: id }, sent);
    return [id, box, keyVersion];
  }
}
