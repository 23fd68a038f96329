/**
 * How much of a returned message is looked at. Whoever sends it chooses what is in it: beyond a bound the rest is not
 * there for us, and nothing is thrown. Real notices of the corpus use a tenth of each.
 */
export const BOUNDS = {
  /** Bytes read. A notice stands before the message it returns. */
  message: 1024 * 1024,
  /** Bytes of one block of header fields, and how many fields and what length of one. */
  head: 64 * 1024,
  fields: 250,
  fieldLength: 8 * 1024,
  /** Parts looked at, and multiparts within multiparts. */
  parts: 64,
  depth: 8,
  /** A boundary: RFC 2046 §5.1.1. */
  boundary: 70,
  /** Bytes of one part that are decoded, and characters of a notice that rules are matched against. */
  decoded: 64 * 1024,
  notice: 8 * 1024,
  /** Recipients of one report. */
  recipients: 16,
} as const;
