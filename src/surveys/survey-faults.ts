import { findSpecial } from './find-special.js';
import type { SpecialCategory } from './special-words.js';
import type { Question, SurveyDefinition, SurveyLocale } from './survey-definition.js';

/** Which of a question's texts. `number` counts options and rows from 1. */
export type TextPart = 'words' | 'help' | 'option' | 'row' | 'low' | 'high';

/** What hinders a survey from being opened. `question` is an id; without one it is about the survey as a whole. */
export type SurveyFault =
  | { code: 'no-title'; locale: SurveyLocale }
  | { code: 'no-introduction'; locale: SurveyLocale }
  | { code: 'no-questions' }
  | { code: 'no-words'; question: string; part: TextPart; number: number; locale: SurveyLocale }
  | { code: 'same-words'; question: string; part: 'option' | 'row'; number: number; locale: SurveyLocale }
  | { code: 'same-id'; question: string }
  /** It is shown only after a question that is gone, that comes later, or that is not answered with options. */
  | { code: 'condition-gone' | 'condition-later' | 'condition-no-options'; question: string }
  /** Of several answers of which each may be ticked it cannot be told how many were asked: one at most. */
  | { code: 'condition-several'; question: string }
  /** About what is especially protected, in a survey without an explicit yes to it. */
  | { code: 'special'; question: string; category: SpecialCategory; word: string };

type Words = Question['words'];

/**
 * Everything that hinders a survey from being opened, in the order in which it is asked. Help and introduction may be
 * left out, but then in every language.
 */
export function faultsOf(
  { locales, title, introduction, questions }: SurveyDefinition,
  { sensitive }: { sensitive: boolean },
): SurveyFault[] {
  return [
    ...missing(title, locales).map((locale) => ({ code: 'no-title', locale }) as const),
    ...missingInSome(introduction, locales).map((locale) => ({ code: 'no-introduction', locale }) as const),
    ...(questions.length === 0 ? [{ code: 'no-questions' } as const] : []),
    ...questions.flatMap((question, index) => [
      ...wordFaults(question, locales),
      ...idFaults(question, questions.slice(0, index)),
      ...conditionFaults(question, index, questions),
      ...(sensitive ? [] : specialFaults(question, locales)),
    ]),
  ];
}

const textIn = (words: Words | undefined, locale: SurveyLocale) => words?.[locale]?.trim() ?? '';
const missing = (words: Words | undefined, locales: readonly SurveyLocale[]) =>
  locales.filter((locale) => textIn(words, locale) === '');

function missingInSome(words: Words | undefined, locales: readonly SurveyLocale[]): SurveyLocale[] {
  const without = missing(words, locales);
  return without.length === locales.length ? [] : without;
}

/** The texts of a question, in the order of its form. */
export function textsOf(question: Question): { part: TextPart; number: number; words: Words }[] {
  const numbered = (part: TextPart, lines: readonly { words: Words }[]) =>
    lines.map(({ words }, index) => ({ part, number: index + 1, words }));
  return [
    { part: 'words', number: 1, words: question.words },
    ...(question.help ? [{ part: 'help' as const, number: 1, words: question.help }] : []),
    ...(question.kind === 'matrix' ? numbered('row', question.rows) : []),
    ...('options' in question ? numbered('option', question.options) : []),
    ...(question.kind === 'scale'
      ? [
          { part: 'low' as const, number: 1, words: question.low },
          { part: 'high' as const, number: 1, words: question.high },
        ]
      : []),
  ];
}

function wordFaults(question: Question, locales: readonly SurveyLocale[]): SurveyFault[] {
  const texts = textsOf(question);
  return texts.flatMap(({ part, number, words }): SurveyFault[] => {
    const at = { question: question.id, number };
    const none = part === 'help' ? missingInSome(words, locales) : missing(words, locales);
    const lines = texts.filter((other) => other.part === part && other.number < number);
    const same =
      part === 'option' || part === 'row'
        ? locales.filter((locale) => {
            const text = textIn(words, locale).toLocaleLowerCase();
            return (
              text !== '' && lines.some((other) => textIn(other.words, locale).toLocaleLowerCase() === text)
            );
          })
        : [];
    return [
      ...none.map((locale) => ({ code: 'no-words', part, locale, ...at }) as const),
      ...same.map(
        (locale) => ({ code: 'same-words', part: part as 'option' | 'row', locale, ...at }) as const,
      ),
    ];
  });
}

/** Ids are made once and counted by: never the same one twice. */
function idFaults(question: Question, earlier: readonly Question[]): SurveyFault[] {
  const twice = (lines: readonly { id: string }[]) => new Set(lines.map(({ id }) => id)).size < lines.length;
  const own = [
    ...('options' in question ? [question.options] : []),
    ...(question.kind === 'matrix' ? [question.rows] : []),
  ];
  return earlier.some(({ id }) => id === question.id) || own.some(twice)
    ? [{ code: 'same-id', question: question.id }]
    : [];
}

function conditionFaults(
  { id, if: condition }: Question,
  index: number,
  questions: readonly Question[],
): SurveyFault[] {
  if (!condition) return [];
  const at = questions.findIndex((other) => other.id === condition.question);
  const asked = questions[at];
  if (!asked) return [{ code: 'condition-gone', question: id }];
  if (at >= index) return [{ code: 'condition-later', question: id }];
  if (asked.kind !== 'one' && asked.kind !== 'several')
    return [{ code: 'condition-no-options', question: id }];
  const options = new Set(asked.options.map((option) => option.id));
  if (condition.options.some((option) => !options.has(option)))
    return [{ code: 'condition-gone', question: id }];
  return asked.kind === 'several' && new Set(condition.options).size > 1
    ? [{ code: 'condition-several', question: id }]
    : [];
}

function specialFaults(question: Question, locales: readonly SurveyLocale[]): SurveyFault[] {
  const text = textsOf(question)
    .flatMap(({ words }) => locales.map((locale) => textIn(words, locale)))
    .join(' · ');
  return findSpecial(text).map(({ category, word }) => ({
    code: 'special',
    question: question.id,
    category,
    word,
  }));
}
