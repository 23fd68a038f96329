import { z } from 'zod';

/** A sealed request for a new password: what the member signs in by, as web alone can work it out. 32 bytes, base64. */
export const passwordResetRequest = z.object({ loginHash: z.base64() });

export type PasswordResetRequest = z.infer<typeof passwordResetRequest>;
