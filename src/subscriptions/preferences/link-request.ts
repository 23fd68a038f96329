import { z } from 'zod';

const locale = z.string().regex(/^[a-z]{2}$/);

/** Somebody asks for the link to what is kept of an address. */
export const manageRequest = z.object({ address: z.string().max(320), locale });

export type ManageRequest = z.infer<typeof manageRequest>;

/** Somebody who holds an open link asks for another address in the place of theirs. */
export const addressChangeRequest = z.object({
  address: z.string().max(320),
  locale,
  /** SHA-256 of that link's token, hex. */
  proof: z.string().regex(/^[0-9a-f]{64}$/),
});

export type AddressChangeRequest = z.infer<typeof addressChangeRequest>;
