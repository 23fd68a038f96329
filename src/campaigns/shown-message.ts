import type { CountedLink } from './counted-links.js';

/** A campaign's message as the keeper made it, read back from its bytes. */
export interface ShownMessage {
  /** In order, unfolded, but those that differ for each recipient. */
  headers: { name: string; value: string }[];
  subject: string;
  text: string;
  /** A whole document. Show it only where it can do nothing (a sandboxed frame). */
  html: string;
  /** The links that lead through us, and where they lead. */
  counted: readonly CountedLink[];
}
