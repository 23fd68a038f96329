import { z } from 'zod';

/** How somebody stands in one register, as staff are shown it: no address, and of days only the month. */
export const standing = z.object({
  /** Nobody may be written to at this address. Known also of somebody who is not here any more. */
  objected: z.boolean(),
  subscriptions: z.array(
    z.object({
      id: z.uuid(),
      list: z.string(),
      state: z.enum(['pending', 'confirmed', 'paused', 'ended']),
      endedReason: z.string().nullable(),
      pausedBy: z.enum(['self', 'bounces']).nullable(),
      /** ISO dates, the first of a month. */
      pausedUntil: z.string().nullable(),
      since: z.string(),
      ended: z.string().nullable(),
    }),
  ),
});

export type Standing = z.infer<typeof standing>;

/** Somebody who was found. The handle lets the same session act on them, until then. */
export const lookedUp = standing.extend({ until: z.iso.datetime(), handle: z.string() });

export type LookedUp = z.infer<typeof lookedUp>;

/** The answer to a look: whoever has the address, or how the address stands although nobody has it. */
export const lookAnswer = z.object({ found: lookedUp.nullable(), objected: z.boolean() });
