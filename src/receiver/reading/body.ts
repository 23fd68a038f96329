import type { BroughtFile } from './attachments.js';

/** What a mail says, taken out of its parts and not made harmless yet. */
export interface Body {
  text: string | undefined;
  html: string | undefined;
  files: BroughtFile[];
  /** Something was left out. */
  cut: boolean;
}
