import { z } from 'zod';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const words = z.object({
  version: z.int(),
  revision: z.int(),
  locale: z.string(),
  text: z.string(),
  frequency: z.string(),
});

/** One subscription of theirs, past ones among them. */
export const keptSubscription = z.object({
  id: z.uuid(),
  listId: z.uuid(),
  list: z.string(),
  state: z.enum(['pending', 'confirmed', 'paused', 'ended']),
  endedReason: z.string().optional(),
  pausedBy: z.enum(['self', 'bounces']).optional(),
  pausedUntil: day.optional(),
  purpose: words,
  sinceMonth: day,
  endedMonth: day.optional(),
  /** What is known of how it was asked for. */
  asked: z.unknown().optional(),
  /** What they answered beside the address: the list's question, and the answer. */
  answers: z.array(z.object({ asked: z.string(), answer: z.string() })),
});

/** One yes or no of theirs. */
export const keptRecord = z.object({
  id: z.uuid(),
  list: z.string(),
  answer: z.enum(['yes', 'no']),
  method: z.string(),
  purpose: words,
  textSha256: z.string(),
  month: day,
  /** All of it, once it has been entered: the record, what opens its commitments, and the ledger's promise. */
  detail: z.looseObject({ record: z.looseObject({}) }).optional(),
});

/** Everything that is kept of one person in one register, as the keeper opens it for them. */
export const keptOfPerson = z.object({
  register: z.object({ id: z.uuid(), name: z.string() }),
  address: z.string(),
  locale: z.string(),
  objected: z.boolean(),
  /** System mails to them, kept for a week. */
  notices: z.int(),
  subscriptions: z.array(keptSubscription),
  records: z.array(keptRecord),
});

export type KeptSubscription = z.infer<typeof keptSubscription>;
export type KeptRecord = z.infer<typeof keptRecord>;
export type KeptOfPerson = z.infer<typeof keptOfPerson>;
