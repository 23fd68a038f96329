import { z } from 'zod';

/** The languages a survey can be in. */
export const SURVEY_LOCALES = ['nb', 'nn', 'en'] as const;
export type SurveyLocale = (typeof SURVEY_LOCALES)[number];

/** Of questions, options and rows: short, lower case, made when they are written and never again. */
const Id = z.string().regex(/^[a-z][a-z0-9]{0,15}$/);

/** The same words in each language of the survey. A survey is opened only when none is missing. */
const words = (most: number, allowed = /^[^\p{Cc}\p{Cf}]*$/u) =>
  z.partialRecord(z.enum(SURVEY_LOCALES), z.string().trim().max(most).regex(allowed));

/** Words with line breaks. */
const LINES = /^(?:\n|[^\p{Cc}\p{Cf}])*$/u;

const Option = z.strictObject({ id: Id, words: words(120) });

/** Shown only to whoever chose one of these options of an earlier question, which is answered with options. */
const Condition = z.strictObject({ question: Id, options: z.array(Id).min(1).max(20) });

const asked = {
  id: Id,
  words: words(300),
  help: words(500).optional(),
  if: Condition.optional(),
};

/** One question. Each may be left unanswered: nobody has to tell anything. */
export const Question = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('one'), ...asked, options: z.array(Option).min(2).max(20) }),
  z.strictObject({ kind: z.literal('several'), ...asked, options: z.array(Option).min(2).max(20) }),
  /** A whole number from `from` to `to`, with words for both ends. */
  z.strictObject({
    kind: z.literal('scale'),
    ...asked,
    from: z.union([z.literal(0), z.literal(1)]),
    to: z.number().int().min(3).max(10),
    low: words(60),
    high: words(60),
  }),
  /** One of the options for each row. */
  z.strictObject({
    kind: z.literal('matrix'),
    ...asked,
    rows: z.array(Option).min(2).max(12),
    options: z.array(Option).min(2).max(7),
  }),
  /** A few words of the person's own, at most `MOST_WORDS` characters. */
  z.strictObject({ kind: z.literal('text'), ...asked }),
]);
export type Question = z.infer<typeof Question>;

/** Characters of a text that somebody answers with. */
export const MOST_WORDS = 500;

/** What is asked, in all languages. It never changes once the survey is open. */
export const SurveyDefinition = z.strictObject({
  locales: z.array(z.enum(SURVEY_LOCALES)).min(1).max(SURVEY_LOCALES.length),
  title: words(120),
  introduction: words(2000, LINES),
  questions: z.array(Question).max(40),
});
export type SurveyDefinition = z.infer<typeof SurveyDefinition>;

/**
 * One person's answers, by the ids of questions: an option, options, a number as text, options by row, or words. A question
 * that was not shown or not answered is not there.
 */
export type SurveyAnswers = Record<string, string | string[] | Record<string, string>>;
