import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { faultCode } from '../platform/fault-code.js';

const AT_ONCE = 500;

/**
 * What is left to do after somebody closed or deleted a list: no page shows it any more and nothing is sent to it; here
 * the people on it follow, some at a time. Cut off anywhere it goes on from there.
 */
@Injectable()
export class EndLists implements OnModuleDestroy {
  readonly #log = new Logger('lists');
  #working = false;
  #stopping = false;

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  onModuleDestroy(): void {
    this.#stopping = true;
  }

  /** Not waited for: a large list must not keep other work waiting. */
  begin(): void {
    if (this.#working) return;
    this.#working = true;
    this.#work()
      .catch((error: unknown) => {
        this.#log.warn(`a list could not be ended yet (${faultCode(error)}): trying again at the next poll`);
      })
      .finally(() => (this.#working = false));
  }

  async #work(): Promise<void> {
    for (const act of ['end_closed', 'drop_deleted']) while (!this.#stopping && (await this.#some(act)) > 0);
  }

  async #some(act: string): Promise<number> {
    const rows = (await this.database.query(`select jatakk.${act}($1) as done`, [AT_ONCE])) as {
      done: number;
    }[];
    return rows[0]!.done;
  }
}
