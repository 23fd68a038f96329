import { z } from 'zod';

/** What web saw of somebody's answer. It travels sealed, and is kept sealed, in the record of that answer. */
export const sentFrom = z.object({
  /** When, as web's clock said. ISO 8601, UTC. */
  at: z.iso.datetime(),
  /** The path of the page, without any token. */
  page: z.string().max(120),
  /** The client's network, /24 or /48; only where the operator has switched that on. */
  network: z.string().max(50).optional(),
});

export type SentFrom = z.infer<typeof sentFrom>;
