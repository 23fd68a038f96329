import { z } from 'zod';

/**
 * What the receiver seals to a register's key and puts down, and the keeper opens: mail that was parsed, classed and
 * made harmless by a process that can open nothing. The keeper believes none of it more than a stranger's mail.
 */

const CLASSES = ['hard', 'soft', 'ours', 'complaint', 'auto-reply', 'none'] as const;

/** A message that came to the return path of a delivery. */
export const returnedArrival = z.strictObject({
  deliveryId: z.uuid(),
  class: z.enum(CLASSES),
  wording: z.string().regex(/^[a-z-]{1,40}$/),
  status: z
    .string()
    .regex(/^[245]\.\d{1,3}\.\d{1,3}$/)
    .optional(),
  stillTrying: z.boolean(),
});

/** A mail to the `mailto:` of List-Unsubscribe. */
export const leaveArrival = z.strictObject({ subscriptionId: z.uuid() });

const oneLine = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\u0000-\u001f\u007f]*$/);

/** A mail that somebody wrote to one of our addresses. */
export const mailArrival = z.strictObject({
  /** The address of ours that it came to. */
  to: oneLine(320),
  /** As its From says: nobody has proved it. */
  from: z.strictObject({ address: oneLine(320), name: oneLine(200) }),
  subject: oneLine(998),
  /** Without `<>`. */
  messageId: oneLine(500).optional(),
  /** In-Reply-To and References, the newest first, without `<>`. */
  references: z.array(oneLine(500)).max(20),
  /** Plain text: the part that is, or made of the HTML. */
  text: z.string().max(200_000),
  /** HTML that was made harmless: no script, no form, nothing that loads. */
  html: z.string().max(500_000).optional(),
  /** Something was left out, being too much. */
  cut: z.boolean(),
  /** What lies in the arrival's parts, in order. */
  attachments: z
    .array(z.strictObject({ name: oneLine(200), type: oneLine(100), bytes: z.int().nonnegative() }))
    .max(20),
  /** From a machine (RFC 3834): answers to it go out by no machine of ours. */
  automatic: z.boolean(),
  /** Of a list or in bulk: as above. */
  bulk: z.boolean(),
  /** What it was classed as, where it is a notice that came to an address of ours and not to a return path. */
  class: z.enum(CLASSES),
});

export type ReturnedArrival = z.infer<typeof returnedArrival>;
export type LeaveArrival = z.infer<typeof leaveArrival>;
export type MailArrival = z.infer<typeof mailArrival>;

/** What each kind carries inside its seal. */
export interface ArrivalContents {
  returned: ReturnedArrival;
  leave: LeaveArrival;
  mail: MailArrival;
}

export type ArrivalKind = keyof ArrivalContents;

/**
 * What each of an arrival's parts is sealed for, beside its register; its content is the octets in base64. All of one
 * arrival are sealed to the version of the key that stands in it.
 */
export function arrivalPartRow(arrivalId: string, position: number): string {
  return `${arrivalId}|${position}`;
}

/** Bytes of plaintext to which a sealed arrival is rounded up: all returned ones and leaves are of one length. */
export const ARRIVAL_BLOCK = 1024;
