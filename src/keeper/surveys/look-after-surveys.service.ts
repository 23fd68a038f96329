import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { faultCode } from '../../platform/fault-code.js';
import { dropSurveysOf, listsWithSurveys } from '../../surveys/survey-lists.queries.js';
import { AtWork } from '../at-work.service.js';
import { SurveyKeyring } from './survey-keys.service.js';
import { WriteAnswers } from './write-answers.service.js';

/** Answers are opened no oftener than this, however many bells ring. */
const BATCH_MS = 60_000;

/** Does what surveys wait for the keeper to do. Another schema and role: what goes wrong there holds up no mail. */
@Injectable()
export class LookAfterSurveys implements OnModuleDestroy {
  readonly #log = new Logger('surveys');
  #working: Promise<void> = Promise.resolve();
  #batchAt = 0;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    private readonly keys: SurveyKeyring,
    private readonly answers: WriteAnswers,
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
    await this.answers.closings();
    if (performance.now() < this.#batchAt) return;
    this.#batchAt = performance.now() + BATCH_MS;
    await this.answers.batches();
    await this.#dropOrphans();
  }

  /** A list that is gone takes its surveys with it. The two schemas know nothing of each other, so somebody looks. */
  async #dropOrphans(): Promise<void> {
    const lists = await listsWithSurveys(this.surveys);
    if (lists.length === 0) return;
    const rows = (await this.database.query('select id from jatakk.list where id = any ($1)', [lists])) as {
      id: string;
    }[];
    const there = new Set(rows.map(({ id }) => id));
    await dropSurveysOf(
      this.surveys,
      lists.filter((id) => !there.has(id)),
    );
  }
}
