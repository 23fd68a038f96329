import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { faultCode } from '../platform/fault-code.js';
import { DAILY_STATEMENTS, DAILY_STATEMENTS_OF_SURVEYS } from '../privacy/retention.js';

/** Takes away what has been kept for its time. */
@Injectable()
export class ForgetDaily {
  readonly #log = new Logger('retention');

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
  ) {}

  /** Each statement for itself: one that fails keeps none of the others from being done. */
  async forget(): Promise<void> {
    const all = [
      ...DAILY_STATEMENTS.map((statement) => ({ statement, database: this.database })),
      ...DAILY_STATEMENTS_OF_SURVEYS.map((statement) => ({ statement, database: this.surveys })),
    ];
    for (const { statement, database } of all) {
      try {
        await database.query(statement);
      } catch (error) {
        this.#log.error(`something was kept longer than it should be (${faultCode(error)}): trying again`);
      }
    }
  }
}
