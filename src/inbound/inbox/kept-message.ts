import { z } from 'zod';

const common = {
  at: z.iso.datetime(),
  /** Where it belongs: a row that somebody has moved to another conversation is opened in neither. */
  conversation: z.uuid(),
};

/** Something attached, as the receiver found it, and the pieces it lies in, in their order. */
const attachment = z.object({
  name: z.string(),
  /** By its content, as far as it can be told. */
  type: z.string(),
  bytes: z.int().nonnegative(),
  chunks: z.array(z.uuid()),
});

const mailbox = z.object({ address: z.string(), name: z.string() });

/** A mail that came. What it says of itself is what its writer, or a forger, has said. */
export const keptMail = z.object({
  kind: z.literal('in'),
  ...common,
  to: z.string(),
  from: mailbox,
  subject: z.string(),
  messageId: z.string().optional(),
  references: z.array(z.string()),
  text: z.string(),
  /** Something was left out, being too much. */
  cut: z.boolean(),
  attachments: z.array(attachment),
  /** The pieces of its HTML; none where it had none. */
  html: z.array(z.uuid()),
});

/** An answer as it goes out. */
export const keptAnswer = z.object({
  kind: z.literal('out'),
  ...common,
  from: mailbox,
  subject: z.string(),
  text: z.string(),
  inReplyTo: z.string().optional(),
  references: z.array(z.string()),
});

/** What colleagues tell each other. It goes to nobody else. */
export const keptNote = z.object({ kind: z.literal('note'), ...common, text: z.string() });

/** A message of a conversation, as it lies sealed at rest. */
export const keptMessage = z.discriminatedUnion('kind', [keptMail, keptAnswer, keptNote]);

export type KeptMail = z.infer<typeof keptMail>;
export type KeptAnswer = z.infer<typeof keptAnswer>;
export type KeptMessage = z.infer<typeof keptMessage>;

/** Where the pieces of a mail's HTML lie, among those of what was attached. */
export const HTML_POSITION = 20;

/** Bytes in one piece at most. */
export const CHUNK = 256 * 1024;

/** A conversation of so many messages is full: the next mail begins another. */
export const FULL = 50;
