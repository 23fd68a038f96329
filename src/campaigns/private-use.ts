/**
 * Characters of Unicode's private use area mean nothing to a reader; inside a message template they stand for what is
 * filled in per recipient, so typed text must not bring its own.
 */
export function withoutPrivateUse(text: string): string {
  return text.replace(/[\uE000-\uF8FF]/g, '');
}
