import { z } from 'zod';

/** The longest answer to one of a list's questions, in characters. */
export const LONGEST_ANSWER = 80;

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ue000-\uf8ff]/u;

/** What is wrong with an answer as it was typed; an empty one is none. */
export function answerFault(typed: string): 'too-long' | 'bad-characters' | undefined {
  if (typed.trim().length > LONGEST_ANSWER) return 'too-long';
  return CONTROL.test(typed) ? 'bad-characters' : undefined;
}

/** What one person answered, by the question's id: one line of text each. Nothing is kept for what is left empty. */
export const fieldAnswers = z.record(
  z.uuid(),
  z
    .string()
    .min(1)
    .refine((text) => answerFault(text) === undefined),
);

export type FieldAnswers = z.infer<typeof fieldAnswers>;
