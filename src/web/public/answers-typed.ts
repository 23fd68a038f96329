import { BadRequestException } from '@nestjs/common';
import type { OpenList } from '../../consent/catalogue.service.js';
import { answerFault, type FieldAnswers, LONGEST_ANSWER } from '../../subscriptions/field-answer.js';
import { type AnswerErrors, answerName, type AnswersTyped } from './pages/questions.js';

const FAULTS = {
  'too-long': { key: 'form.too-long', params: { max: LONGEST_ANSWER } },
  'bad-characters': { key: 'form.bad-characters' },
} as const;

/** What a form says to the questions of these lists, as it was typed. @throws 400 for what no form of ours sends */
export function answersTyped(body: unknown, lists: readonly OpenList[]): AnswersTyped {
  const form = (body ?? {}) as Record<string, unknown>;
  const names = lists.flatMap(({ asks }) => asks.map(({ id }) => answerName(id)));
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = form[name];
      if (text === undefined) return [];
      if (typeof text !== 'string' || text.length > 1000) throw new BadRequestException();
      return [[name, text]];
    }),
  );
}

export function answerErrors(typed: AnswersTyped, lists: readonly OpenList[]): AnswerErrors {
  const errors: AnswerErrors = {};
  for (const { id } of lists.flatMap(({ asks }) => asks)) {
    const fault = answerFault(typed[answerName(id)] ?? '');
    if (fault) errors[answerName(id)] = FAULTS[fault];
  }
  return errors;
}

/** The answers to one list's questions, without those left empty; undefined for none. */
export function answersTo({ asks }: OpenList, typed: AnswersTyped): FieldAnswers | undefined {
  const answers = asks
    .map(({ id }) => [id, (typed[answerName(id)] ?? '').trim()] as const)
    .filter(([, text]) => text !== '');
  return answers.length > 0 ? Object.fromEntries(answers) : undefined;
}
