import { z } from 'zod';

/** What became of an answer, or of the automatic reply to a mail. */
export const OUTCOMES = ['waiting', 'sent', 'failed', 'unknown'] as const;

const shownMessage = z.object({
  id: z.uuid(),
  kind: z.enum(['in', 'out', 'note']),
  at: z.iso.datetime(),
  /** A machine wrote it. */
  byMachine: z.boolean(),
  /** Who of us wrote it; of a mail that came, whoever it says that it is from. */
  author: z.string(),
  subject: z.string(),
  /** The address of ours that it came to; of a mail that came. */
  to: z.string().nullable(),
  text: z.string(),
  cut: z.boolean(),
  outcome: z.enum(OUTCOMES).nullable(),
  hasHtml: z.boolean(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), bytes: z.int() })),
});

export type ShownMessage = z.infer<typeof shownMessage>;

/** An opened conversation, on its way to the one page that shows it. */
export const shownConversation = z.object({
  /** Whom an answer goes to; null where it could go to nobody. */
  address: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  automatic: z.boolean(),
  awaits: z.boolean(),
  assignedTo: z.uuid().nullable(),
  themes: z.array(z.uuid()),
  messages: z.array(shownMessage),
});

export type ShownConversation = z.infer<typeof shownConversation>;

/** One piece of what was attached. */
export const shownPart = z.object({
  name: z.string(),
  /** How many pieces there are. */
  of: z.int().nonnegative(),
  /** Base64. */
  bytes: z.string(),
});

/** Characters of an answer or a note at most. */
export const ANSWER_LENGTH = 20_000;
