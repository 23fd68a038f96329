import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { returnKeyPlace } from '../../inbound/return-key.js';
import { faultCode } from '../../platform/fault-code.js';
import { sealToRing } from '../../platform/sealing/sealed-box.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import { dropReturnKeys, giveReturnKey, missingReturnKeys } from './receivers.queries.js';

/**
 * Gives each receiver that has said that it is here what it checks return paths with: of every register the `verp` keys,
 * sealed to its own public key, and no other. What is given is looked at on each poll.
 */
@Injectable()
export class LookAfterReceivers {
  readonly #log = new Logger('receivers');

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
  ) {}

  async look(): Promise<void> {
    await dropReturnKeys(this.database);
    for (const missing of await missingReturnKeys(this.database)) {
      const { publicKey, ringId, version } = missing;
      try {
        const key = (await this.rings.having(ringId, 'verp', version)).key('verp', version);
        const sealed = sealToRing(publicKey, returnKeyPlace(ringId, version), {
          key: key.toString('base64'),
        });
        await giveReturnKey(this.database, missing, sealed);
      } catch (error) {
        // A register that goes meanwhile keeps nobody else from theirs.
        this.#log.warn(`a receiver could not be given a return path's key (${faultCode(error)})`);
      }
    }
  }
}
