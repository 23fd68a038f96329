import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { faultCode } from '../platform/fault-code.js';
import { DAILY_STATEMENTS } from '../privacy/retention.js';

/** Takes away what has been kept for its time. */
@Injectable()
export class ForgetDaily {
  readonly #log = new Logger('retention');

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Each statement for itself: one that fails keeps none of the others from being done. */
  async forget(): Promise<void> {
    for (const statement of DAILY_STATEMENTS) {
      try {
        await this.database.query(statement);
      } catch (error) {
        this.#log.error(`something was kept longer than it should be (${faultCode(error)}): trying again`);
      }
    }
  }
}
