import {
  fieldOf,
  type ReadAnswers,
  readAnswers,
  type SurveyFields,
  type WordsFault,
} from '../../surveys/read-answers.js';
import type { Question, SurveyAnswers, SurveyDefinition } from '../../surveys/survey-definition.js';
import { shownTo, stepsOf } from '../../surveys/survey-steps.js';

/** A page of the form: the questions on it, and what was answered on the others, which travels along. */
export interface SurveyStep {
  /** From 0; as many as there are steps for the page on which nothing is left but to send. */
  at: number;
  /** How many there are at most: some are passed over. */
  of: number;
  questions: readonly Question[];
  answers: SurveyAnswers;
  faults: Record<string, WordsFault>;
  carried: readonly [name: string, value: string][];
  /** The yes to being asked about what is especially protected. */
  consent: boolean;
  /** Whether there may be a step after this one. */
  goesOn: boolean;
  /** Why the form is shown again. */
  error?: 'consent' | 'nothing' | 'words' | 'too-many';
}

/** What is to be done with a form that was sent: another step of it, or all of it taken. */
export type SurveyMove = { show: SurveyStep } | { take: SurveyAnswers };

export function firstStep(definition: SurveyDefinition): SurveyStep {
  return stepAt(definition, { answers: {}, faults: {} }, 0, false);
}

/** Nothing has to be answered, but a form with nothing in it uses up nobody's ticket. */
export function moveOn(
  { definition, sensitive }: { definition: SurveyDefinition; sensitive: boolean },
  fields: SurveyFields,
): SurveyMove {
  const steps = stepsOf(definition);
  const read = readAnswers(definition, fields);
  const consent = fields.consent === 'yes';
  const at = stepIn(fields.step, steps.length);
  const shown = shownTo(definition, read.answers);
  const isShown = (step: readonly Question[]) => step.some(({ id }) => shown.has(id));
  const show = (to: number, error?: SurveyStep['error']): SurveyMove => ({
    show: { ...stepAt(definition, read, to, consent), ...(error && { error }) },
  });
  if (fields.go === 'back')
    return show(
      Math.max(
        0,
        steps.slice(0, at).findLastIndex((step) => isShown(step)),
      ),
    );
  if (sensitive && !consent) return show(0, 'consent');
  const wrong = steps.findIndex((step) => step.some(({ id }) => shown.has(id) && read.faults[id]));
  if (wrong >= 0) return show(wrong, 'words');
  const next = steps.findIndex((step, index) => index > at && isShown(step));
  if (next >= 0) return show(next);
  // A question that is shown no more takes its answer with it.
  const answers = Object.fromEntries(Object.entries(read.answers).filter(([id]) => shown.has(id)));
  if (fields.go !== 'send') return show(steps.length);
  return Object.keys(answers).length === 0 ? show(0, 'nothing') : { take: answers };
}

/** The same page once more, with what was typed. */
export function sameStep(
  definition: SurveyDefinition,
  fields: SurveyFields,
  error: SurveyStep['error'],
): SurveyStep {
  const at = stepIn(fields.step, stepsOf(definition).length);
  const step = stepAt(definition, readAnswers(definition, fields), at, fields.consent === 'yes');
  return { ...step, ...(error && { error }) };
}

function stepIn(sent: SurveyFields[string], steps: number): number {
  return typeof sent === 'string' && /^\d{1,2}$/.test(sent) ? Math.min(Number(sent), steps) : 0;
}

function stepAt(
  definition: SurveyDefinition,
  { answers, faults }: ReadAnswers,
  at: number,
  consent: boolean,
): SurveyStep {
  const steps = stepsOf(definition);
  const shown = shownTo(definition, answers);
  const questions = (steps[at] ?? []).filter(({ id }) => shown.has(id));
  const here = new Set(questions.map(({ id }) => id));
  const carried = Object.entries(answers)
    .filter(([id]) => !here.has(id))
    .flatMap(([id, answer]) => fieldsOf(id, answer));
  return {
    at,
    of: steps.length,
    questions,
    answers,
    faults,
    carried,
    consent,
    goesOn: at < steps.length - 1,
  };
}

function fieldsOf(id: string, answer: SurveyAnswers[string]): [string, string][] {
  if (typeof answer === 'string') return [[fieldOf(id), answer]];
  if (Array.isArray(answer)) return answer.map((one) => [fieldOf(id), one]);
  return Object.entries(answer).map(([row, one]) => [fieldOf(id, row), one]);
}
