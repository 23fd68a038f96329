import { MOST_WORDS, type Question, type SurveyAnswers, type SurveyDefinition } from './survey-definition.js';

/** A form's fields, as they were sent. */
export type SurveyFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What is wrong with what somebody wrote: too long, or with a character that no keyboard writes. */
export type WordsFault = 'too-long' | 'control';

export interface ReadAnswers {
  answers: SurveyAnswers;
  /** By question. What is wrong is in `answers` too, so that the form can show it again. */
  faults: Record<string, WordsFault>;
}

/** The name of a question's field; in a matrix of one row's. Ids hold no hyphen. */
export const fieldOf = (question: string, row?: string): string =>
  row === undefined ? `q-${question}` : `q-${question}-${row}`;

/**
 * Answers out of a form. What no page of ours can have sent (an option that is not there, a field twice) counts as not
 * answered: it says nothing that could be counted.
 */
export function readAnswers({ questions }: SurveyDefinition, fields: SurveyFields): ReadAnswers {
  const answers: SurveyAnswers = {};
  const faults: Record<string, WordsFault> = {};
  for (const question of questions) {
    const answer = answerIn(question, fields);
    if (answer === undefined) continue;
    answers[question.id] = answer;
    const fault = question.kind === 'text' ? faultOf(answer as string) : undefined;
    if (fault) faults[question.id] = fault;
  }
  return { answers, faults };
}

function answerIn(question: Question, fields: SurveyFields): SurveyAnswers[string] | undefined {
  const of = (row?: string) => fields[fieldOf(question.id, row)];
  switch (question.kind) {
    case 'one':
      return known(question.options, of());
    case 'several': {
      const sent = [of() ?? []].flat();
      const chosen = question.options.map(({ id }) => id).filter((id) => sent.includes(id));
      return chosen.length > 0 ? chosen : undefined;
    }
    case 'scale': {
      const sent = of();
      const number = typeof sent === 'string' && /^\d{1,2}$/.test(sent) ? Number(sent) : -1;
      return number >= question.from && number <= question.to ? String(number) : undefined;
    }
    case 'matrix': {
      const rows = question.rows.flatMap(({ id }) => {
        const option = known(question.options, of(id));
        return option === undefined ? [] : [[id, option] as const];
      });
      return rows.length > 0 ? Object.fromEntries(rows) : undefined;
    }
    case 'text': {
      const sent = of();
      // In one line: lines, tabs and runs of spaces are a way of writing that could be known again.
      const words = typeof sent === 'string' ? sent.replaceAll(/\s+/g, ' ').trim().normalize('NFC') : '';
      return words === '' ? undefined : words;
    }
  }
}

function known(options: readonly { id: string }[], sent: SurveyFields[string]): string | undefined {
  return options.some(({ id }) => id === sent) ? (sent as string) : undefined;
}

/** As long as the database counts: in characters, not in what JavaScript makes of them. */
function faultOf(words: string): WordsFault | undefined {
  if (/[\p{Cc}\p{Cs}\p{Co}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(words)) return 'control';
  return Array.from(words).length > MOST_WORDS ? 'too-long' : undefined;
}

/** What an answer takes at most when it is written down, in bytes: every answer of a survey is made as long. */
export function longestAnswer({ questions }: SurveyDefinition): number {
  const longest = (options: readonly { id: string }[]) =>
    options.map(({ id }) => id).reduce((long, id) => (id.length > long.length ? id : long), '');
  const all: SurveyAnswers = Object.fromEntries(
    questions.map((question) => [
      question.id,
      question.kind === 'one'
        ? longest(question.options)
        : question.kind === 'several'
          ? question.options.map(({ id }) => id)
          : question.kind === 'scale'
            ? String(question.to)
            : question.kind === 'matrix'
              ? Object.fromEntries(question.rows.map(({ id }) => [id, longest(question.options)]))
              : // Four bytes a character is the most that UTF-8 takes, and the two of an escaped quotation mark are fewer.
                'x'.repeat(4 * MOST_WORDS),
    ]),
  );
  return Buffer.byteLength(JSON.stringify(all), 'utf8');
}
