import { z } from 'zod';
import { signedHead } from './log-head.js';
import { previousHead } from './previous-head.js';

/** Leaves of one log in a published page. */
export const LEAVES_PER_PAGE = 1000;

/** A log as it is published: everything of it but the leaves. */
export const publishedLog = z.object({
  id: z.uuid(),
  /** Ed25519, 32 bytes as base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** ISO 8601. */
  started: z.iso.date(),
  /** Ended by a restore: the next log goes on from it. */
  ended: z.boolean(),
  /** The last known head of the log before; its hash is this log's first leaf. */
  previous: previousHead.nullable(),
  /** Smallest first. */
  heads: z.array(signedHead),
});

export type PublishedLog = z.infer<typeof publishedLog>;

/** A register's ledger, as anybody may fetch it. */
export const publishedLedger = z.object({
  format: z.literal('jatakk ledger v1'),
  /** The register's short name. */
  register: z.string().max(200),
  leavesPerPage: z.int().positive(),
  /** Oldest first. */
  logs: z.array(publishedLog),
});

export type PublishedLedger = z.infer<typeof publishedLedger>;

/** Some leaves of a log, in their order. */
export const publishedLeaves = z.object({
  format: z.literal('jatakk leaves v1'),
  logId: z.uuid(),
  /** The index of the first of them. */
  first: z.int().nonnegative(),
  /** 33 bytes each, hexadecimal: type and commitment. */
  leaves: z.array(z.string().regex(/^[0-9a-f]{66}$/)),
});

export type PublishedLeaves = z.infer<typeof publishedLeaves>;
