import type { Sentence } from '../sentence.js';

/** Whether anybody can be asked anything in a survey. */
export interface SurveyFacts {
  /** Which sentence is true: `none` is all there is, until what does more says so here. */
  state: 'none';
}

/** There is nothing here yet that could ask. */
export async function surveyFacts(): Promise<SurveyFacts> {
  return { state: 'none' };
}

export function surveySentences({ state }: SurveyFacts): Sentence[] {
  return [{ id: 'surveys', says: `privacy.surveys.${state}` }];
}
