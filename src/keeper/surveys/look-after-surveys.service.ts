import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { faultCode } from '../../platform/fault-code.js';
import { AtWork } from '../at-work.service.js';
import { SurveyKeyring } from './survey-keys.service.js';

/** Does what surveys wait for the keeper to do. Another schema and role: what goes wrong there holds up no mail. */
@Injectable()
export class LookAfterSurveys implements OnModuleDestroy {
  readonly #log = new Logger('surveys');
  #working: Promise<void> = Promise.resolve();

  constructor(
    private readonly keys: SurveyKeyring,
    private readonly atWork: AtWork,
  ) {}

  /** Begins, and does not wait for the end. */
  look(): void {
    this.#working = this.atWork
      .run('surveys', () => this.#work())
      .catch((error: unknown) => {
        this.#log.warn(`surveys could not be looked after (${faultCode(error)}): trying again`);
      });
  }

  async onModuleDestroy(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    await this.keys.openPressed();
  }
}
