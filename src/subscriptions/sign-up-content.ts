import { z } from 'zod';

/** What a sign-up carries inside its seal: the address as typed and, per list, the version of the purpose shown. */
export const signUpContent = z.object({
  address: z.string().max(320),
  locale: z.string().regex(/^[a-z]{2}$/),
  lists: z
    .array(z.object({ listId: z.uuid(), purposeVersion: z.int32().positive() }))
    .min(1)
    .max(50),
});

export type SignUpContent = z.infer<typeof signUpContent>;
