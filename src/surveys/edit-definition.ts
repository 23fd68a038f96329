import { randomInt } from 'node:crypto';
import type { Question, SurveyDefinition } from './survey-definition.js';

export type QuestionKind = Question['kind'];
export const QUESTION_KINDS = [
  'one',
  'several',
  'scale',
  'matrix',
  'text',
] as const satisfies readonly QuestionKind[];

/** As many as a definition holds. */
export const MOST_QUESTIONS = 40;

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** By chance, so that none comes again when what had it is gone. */
export function newId(kind: 'q' | 'o' | 'r'): string {
  return kind + Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

type Questions = readonly Question[];
const withQuestions = (definition: SurveyDefinition, questions: Questions): SurveyDefinition => ({
  ...definition,
  questions: [...questions],
});

/** In the place of the question with its id; last where there is none. */
export function putQuestion(definition: SurveyDefinition, question: Question): SurveyDefinition {
  const { questions } = definition;
  return withQuestions(
    definition,
    questions.some(({ id }) => id === question.id)
      ? questions.map((other) => (other.id === question.id ? question : other))
      : [...questions, question],
  );
}

/** Conditions on it stay, and hinder opening: nobody is asked more than was meant because another question is gone. */
export function removeQuestion(definition: SurveyDefinition, id: string): SurveyDefinition {
  return withQuestions(
    definition,
    definition.questions.filter((question) => question.id !== id),
  );
}

/** Right below the original, with ids of its own. */
export function copyQuestion(definition: SurveyDefinition, id: string): SurveyDefinition {
  return withQuestions(
    definition,
    definition.questions.flatMap((question) =>
      question.id === id ? [question, renewed(question)] : [question],
    ),
  );
}

/** One place up or down; at the end of the row it stays. */
export function moveQuestion(definition: SurveyDefinition, id: string, way: 'up' | 'down'): SurveyDefinition {
  const questions = [...definition.questions];
  const from = questions.findIndex((question) => question.id === id);
  const to = way === 'up' ? from - 1 : from + 1;
  if (from < 0 || to < 0 || to >= questions.length) return definition;
  [questions[from], questions[to]] = [questions[to]!, questions[from]!];
  return withQuestions(definition, questions);
}

function renewed(question: Question): Question {
  const lines = <L extends { id: string }>(of: readonly L[], kind: 'o' | 'r') =>
    of.map((line) => ({ ...line, id: newId(kind) }));
  const id = newId('q');
  switch (question.kind) {
    case 'one':
    case 'several':
      return { ...question, id, options: lines(question.options, 'o') };
    case 'matrix':
      return { ...question, id, options: lines(question.options, 'o'), rows: lines(question.rows, 'r') };
    default:
      return { ...question, id };
  }
}

/** Those a question's condition may name: earlier ones that are answered with options. */
export function askedBefore(
  { questions }: SurveyDefinition,
  id: string | null,
): Extract<Question, { kind: 'one' | 'several' }>[] {
  const at = questions.findIndex((question) => question.id === id);
  return questions
    .slice(0, at < 0 ? questions.length : at)
    .filter((question) => question.kind === 'one' || question.kind === 'several');
}
