import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { openSealedBox } from '../../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import { AnswerCount } from '../../surveys/count-answers.js';
import {
  closingSurveys,
  definitionOf,
  dropWaiting,
  putAnswers,
  putClosed,
  putSaid,
  readWaiting,
  type SaidWords,
  surveysWithWaiting,
  takeSurvey,
  waitingIds,
  writtenAnswers,
} from '../../surveys/survey-batches.queries.js';
import type { SurveyAnswers, SurveyDefinition } from '../../surveys/survey-definition.js';
import { shuffled } from './shuffled.js';
import { type SurveyKeys, SurveyKeyring } from './survey-keys.service.js';

/** So many are written together at least, and so many are left waiting, by chance: those are in the next. */
export const LEAST_OF_A_BATCH = 10;
/** And so many at most, so that a transaction stays short. */
const MOST_OF_A_BATCH = 2000;
/** Opened at a time. */
const AT_ONCE = 500;
/** Of fewer than these nothing is shown, so nothing is kept but their number. */
const FEWEST_COUNTED = 10;

/** What was opened, in the two parts that nothing ties together afterwards. */
interface Opened {
  answers: SurveyAnswers[];
  said: SaidWords[];
}

/**
 * Opens what waits sealed, so that no answer is written when it was given, nor alone. A batch is all but a handful of
 * those that wait, chosen by chance: whoever knows when each came knows a batch, never a row of it, and the last that
 * come before the closing are never few.
 */
@Injectable()
export class WriteAnswers {
  readonly #log = new Logger('surveys');

  constructor(
    @InjectDataSource('survey') private readonly surveys: DataSource,
    private readonly keys: SurveyKeyring,
  ) {}

  /** Writes a batch of each survey in which enough answers wait. */
  async batches(): Promise<void> {
    for (const id of await surveysWithWaiting(this.surveys, 2 * LEAST_OF_A_BATCH))
      while (await this.surveys.transaction((tx) => this.#batch(tx, id)));
  }

  /** Counts what is closed: nothing but numbers, and words that somebody wrote, is left of it. */
  async closings(): Promise<void> {
    for (const id of await closingSurveys(this.surveys))
      await this.surveys.transaction((tx) => this.#close(tx, id));
  }

  /** Whether there may be more. */
  async #batch(tx: EntityManager, id: string): Promise<boolean> {
    if (!(await takeSurvey(tx, id))) return false;
    const definition = await definitionOf(tx, id, 'open');
    const keys = definition && (await this.keys.of(id, tx));
    if (!keys) return false;
    const waiting = shuffled(await waitingIds(tx, id));
    if (waiting.length < 2 * LEAST_OF_A_BATCH) return false;
    const batch = waiting.slice(0, Math.min(waiting.length - LEAST_OF_A_BATCH, MOST_OF_A_BATCH));
    const { answers, said } = await this.#open(tx, id, { definition, keys, batch });
    await putAnswers(tx, id, shuffled(answers));
    await putSaid(tx, id, shuffled(said));
    await dropWaiting(tx, batch);
    return waiting.length - batch.length >= 2 * LEAST_OF_A_BATCH;
  }

  async #close(tx: EntityManager, id: string): Promise<void> {
    if (!(await takeSurvey(tx, id))) return;
    const definition = await definitionOf(tx, id, 'closing');
    const keys = definition && (await this.keys.of(id, tx));
    if (!keys) return;
    const count = new AnswerCount(definition);
    for await (const answers of writtenAnswers(tx, id)) count.add(answers);
    // Never written as rows: they are counted out of memory.
    const batch = await waitingIds(tx, id);
    const { answers, said } = await this.#open(tx, id, { definition, keys, batch });
    for (const one of answers) count.add(one);
    const { answered } = count;
    const enough = answered >= FEWEST_COUNTED;
    if (enough) await putSaid(tx, id, shuffled(said));
    await putClosed(tx, id, { answered, cells: enough ? count.cells() : [], keepsWords: enough });
    this.#log.log('a survey is closed and its answers are counted');
  }

  async #open(
    tx: EntityManager,
    id: string,
    { definition, keys, batch }: { definition: SurveyDefinition; keys: SurveyKeys; batch: readonly string[] },
  ): Promise<Opened> {
    const words = new Set(
      definition.questions.filter(({ kind }) => kind === 'text').map((asked) => asked.id),
    );
    const opened: Opened = { answers: [], said: [] };
    let shut = 0;
    for (let at = 0; at < batch.length; at += AT_ONCE) {
      for (const { id: rowId, sealed } of await readWaiting(tx, batch.slice(at, at + AT_ONCE))) {
        try {
          const given = openSealedBox(keys.answers, { ringId: id, rowId }, sealed) as SurveyAnswers;
          const parts = Object.entries(given);
          opened.answers.push(Object.fromEntries(parts.filter(([question]) => !words.has(question))));
          for (const [question, said] of parts)
            if (words.has(question)) opened.said.push({ question, words: said as string });
        } catch (error) {
          if (!(error instanceof OpeningError)) throw error;
          shut += 1;
        }
      }
    }
    if (shut > 0) this.#log.warn(`${shut} answers to a survey could not be opened and are gone`);
    return opened;
  }
}
