import type { Question, SurveyAnswers, SurveyDefinition } from './survey-definition.js';

/**
 * The questions in steps: one ends where a later question depends on an answer of it, since a page without a script
 * cannot show a question after another has been answered.
 */
export function stepsOf({ questions }: SurveyDefinition): Question[][] {
  const steps: Question[][] = [];
  let step: Question[] = [];
  for (const question of questions) {
    if (step.some(({ id }) => id === question.if?.question)) {
      steps.push(step);
      step = [];
    }
    step.push(question);
  }
  if (step.length > 0) steps.push(step);
  return steps;
}

/** The ids of those that are shown to somebody who has answered so far what they have. */
export function shownTo({ questions }: SurveyDefinition, answers: SurveyAnswers): Set<string> {
  const shown = new Set<string>();
  for (const { id, if: condition } of questions)
    if (
      !condition ||
      (shown.has(condition.question) && chose(answers[condition.question], condition.options))
    )
      shown.add(id);
  return shown;
}

/** What somebody answered to the questions that were shown to them. */
export function answersShown(definition: SurveyDefinition, answers: SurveyAnswers): SurveyAnswers {
  const shown = shownTo(definition, answers);
  return Object.fromEntries(Object.entries(answers).filter(([question]) => shown.has(question)));
}

function chose(answer: SurveyAnswers[string] | undefined, options: readonly string[]): boolean {
  if (typeof answer === 'string') return options.includes(answer);
  return Array.isArray(answer) && answer.some((one) => options.includes(one));
}
