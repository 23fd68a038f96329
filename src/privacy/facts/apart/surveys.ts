import type { Sentence } from '../sentence.js';

/** Whether anybody can be asked anything in a survey. */
export interface SurveyFacts {
  open: false;
}

/** There is nothing here yet that could ask. */
export async function surveyFacts(): Promise<SurveyFacts> {
  return { open: false };
}

export function surveySentences(_: SurveyFacts): Sentence[] {
  return [{ id: 'surveys', says: 'privacy.surveys.none' }];
}
