import { z } from 'zod';
import type { MessageParams } from '../../platform/i18n/messages.js';
import {
  SURVEY_LOCALES,
  type Question,
  type SurveyDefinition,
  type SurveyLocale,
} from '../../surveys/survey-definition.js';
import { faults, lineFault, textFault } from './fields.js';

/** Any fields, each once or several times: which there are depends on languages and on how many lines are filled in. */
export const surveyForm = z.record(
  z.string().max(60),
  z.union([z.string().max(10_000), z.array(z.string().max(200)).max(200)]),
);
export type SurveyForm = z.infer<typeof surveyForm>;

type Words = Question['words'];
export type SurveyErrors = Partial<
  Record<
    string,
    {
      key: 'form.bad-characters' | 'form.too-long' | 'surveys.no-language' | 'surveys.condition-none';
      params?: MessageParams;
    }
  >
>;

export const oneOf = (form: SurveyForm, name: string): string => {
  const value = form[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
};
export const allOf = (form: SurveyForm, name: string): string[] => {
  const value = form[name];
  return value === undefined ? [] : [value].flat();
};

/** As people paste it: soft hyphens and the like go, line breaks become one kind. */
const tidied = (text: string) =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll(/\p{Cf}/gu, '')
    .trim();

export function wordsIn(form: SurveyForm, name: string): Words {
  return Object.fromEntries(
    SURVEY_LOCALES.map((locale) => [locale, tidied(oneOf(form, `${name}_${locale}`))]).filter(
      ([, text]) => text !== '',
    ),
  ) as Words;
}

/** What is wrong with the words as such; that some are missing hinders nobody from keeping the rest. */
export function wordErrors(words: Words, name: string, max: number, lines = false): SurveyErrors {
  const fault = lines ? textFault : lineFault;
  return faults(
    Object.fromEntries(
      Object.entries(words).map(([locale, text]) => [
        `${name}_${locale}`,
        fault(text, { max, optional: true }),
      ]),
    ),
  ) as SurveyErrors;
}

/** Title, introduction and languages, with the questions that are there already. */
export function readOpeningWords(
  form: SurveyForm,
  questions: readonly Question[],
): { definition: SurveyDefinition; errors: SurveyErrors } {
  const chosen = allOf(form, 'locales');
  const locales = SURVEY_LOCALES.filter((locale) => chosen.includes(locale));
  const title = wordsIn(form, 'title');
  const introduction = wordsIn(form, 'introduction');
  return {
    definition: { locales, title, introduction, questions: [...questions] },
    errors: {
      ...(locales.length === 0 && { locales: { key: 'surveys.no-language' } }),
      ...wordErrors(title, 'title', 120),
      ...wordErrors(introduction, 'introduction', 2000, true),
    },
  };
}

export const isSurveyLocale = (text: string): text is SurveyLocale =>
  (SURVEY_LOCALES as readonly string[]).includes(text);
