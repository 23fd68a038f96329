import { z } from 'zod';

/** The languages that the automatic reply may be written in. */
export const REPLY_LOCALES = ['nb', 'nn', 'en'] as const;

export type ReplyLocale = (typeof REPLY_LOCALES)[number];

/** In these it is written where nobody has written anything else. */
export const GIVEN_LOCALES = ['nb', 'en'] as const satisfies readonly ReplyLocale[];

export const REPLY_LENGTH = 2000;

/** The words of the automatic reply by language; empty where they are ours. */
export const replyTexts = z.partialRecord(z.enum(REPLY_LOCALES), z.string().max(REPLY_LENGTH));

export type ReplyTexts = z.infer<typeof replyTexts>;

export interface InboxSettings {
  autoReply: boolean;
  /** Working days within which whoever writes may expect an answer. */
  answerDays: number;
  texts: ReplyTexts;
  /** Months after closing for which a conversation is kept. */
  keptMonths: number;
}
