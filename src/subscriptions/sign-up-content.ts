import { z } from 'zod';
import { sentFrom } from '../consent/sent-from.js';
import { paperSlip } from './paper-slip.js';
import { fieldAnswers } from './field-answer.js';

/** What a sign-up carries inside its seal: the address as typed and, per list, the words of the purpose shown. */
export const signUpContent = z.object({
  address: z.string().max(320),
  locale: z.string().regex(/^[a-z]{2}$/),
  lists: z
    .array(
      z.object({
        listId: z.uuid(),
        purposeVersion: z.int32().positive(),
        purposeRevision: z.int32().positive().default(1),
        /** What was answered to this list's own questions. */
        answers: fieldAnswers.optional(),
      }),
    )
    .min(1)
    .max(50),
  /** The slip that a member of staff has typed in. */
  paper: paperSlip.optional(),
  /** When and on which page it was sent; the network only where the operator keeps that. */
  sent: sentFrom.optional(),
});

export type SignUpContent = z.input<typeof signUpContent>;

/** A sign-up as the keeper reads it. */
export type OpenedSignUp = z.output<typeof signUpContent>;
