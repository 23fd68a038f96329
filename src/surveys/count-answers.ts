import type { Question, SurveyAnswers, SurveyDefinition } from './survey-definition.js';

/** How many answered so: as `survey.tally` has it. */
export interface CountedCell {
  question: string;
  /** Of a matrix; '' elsewhere. */
  row: string;
  /** An option or a number; '' for nothing answered. What people wrote lies elsewhere, and is not counted here. */
  cell: string;
  count: number;
}

/** Counts answers as they come, so that not all of them need be at hand at once. */
export class AnswerCount {
  readonly #counts = new Map<string, CountedCell>();
  #answered = 0;

  constructor(private readonly definition: SurveyDefinition) {}

  add(answers: SurveyAnswers): void {
    this.#answered += 1;
    for (const question of this.definition.questions) this.#addTo(question, answers[question.id]);
  }

  /** How many have answered. */
  get answered(): number {
    return this.#answered;
  }

  cells(): CountedCell[] {
    return [...this.#counts.values()];
  }

  #addTo(question: Question, answer: SurveyAnswers[string] | undefined): void {
    const { id } = question;
    if (question.kind === 'matrix') {
      const rows = (answer ?? {}) as Record<string, string>;
      for (const row of question.rows) this.#one(id, row.id, rows[row.id] ?? '');
    } else if (Array.isArray(answer)) for (const cell of answer) this.#one(id, '', cell);
    else if (question.kind !== 'text') this.#one(id, '', typeof answer === 'string' ? answer : '');
  }

  #one(question: string, row: string, cell: string): void {
    const key = `${question} ${row} ${cell}`;
    const counted = this.#counts.get(key);
    if (counted) counted.count += 1;
    else this.#counts.set(key, { question, row, cell, count: 1 });
  }
}
