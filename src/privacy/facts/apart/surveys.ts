import type { Sentence } from '../sentence.js';

/** How surveys are kept. What is asked in them, and whether one is open, no role that writes this page can see. */
export interface SurveyFacts {
  state: 'apart';
}

export async function surveyFacts(): Promise<SurveyFacts> {
  return { state: 'apart' };
}

export function surveySentences({ state }: SurveyFacts): Sentence[] {
  return [
    { id: 'surveys', says: `privacy.surveys.${state}` },
    { id: 'surveys.few', says: 'privacy.surveys.few' },
  ];
}
