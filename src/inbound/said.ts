import { BOUNDS } from './bounds.js';

/** In which step of SMTP a server refused: what it says of a person counts only where it was asked about one. */
export type Step = 'connect' | 'mail' | 'rcpt' | 'data';

/**
 * A text as rules are matched against it: lower case, white space as one space, and without addresses, links and host
 * names. Those are chosen by others, and "spam" or "mailbox-full" in one of them says nothing.
 */
export function plainSaid(text: string): string {
  return text
    .slice(0, BOUNDS.notice)
    .toLowerCase()
    .replaceAll(/\b(?:https?|ftp):[^\s"'<>\])]{0,500}/g, ' ')
    .replaceAll(/[^\s<>"'(),;:[\]]{1,400}/g, (token) => (token.includes('@') ? ' ' : token))
    .replaceAll(/\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,10}/g, (name) => (/[a-z]/.test(name) ? ' ' : name))
    .replaceAll(/\b[45]\d\d-/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const STATUS = [
  /(?:^|[^\d.])[45]\d\d[ -]{1,3}#?([245]\.\d{1,3}\.\d{1,3})(?![\d.])/,
  /\(#([245]\.\d{1,3}\.\d{1,3})(?![\d.])/,
  /\bstatus\W{1,10}([245]\.\d{1,3}\.\d{1,3})(?![\d.])/i,
  /(?:^|[\s:;])([245]\.\d{1,3}\.\d{1,3})(?=[\s:;,)]|$)/,
] as const;

/** The enhanced status code (RFC 3463) that a text gives, after a reply code rather than anywhere. */
export function statusIn(text: string): string | undefined {
  for (const pattern of STATUS) {
    const [, status] = pattern.exec(text.slice(0, BOUNDS.notice)) ?? [];
    if (status !== undefined) return status;
  }
  return undefined;
}

/** The reply code (RFC 5321 §4.2) that a text gives. */
export function replyIn(text: string): string | undefined {
  return /(?:^|[\s;:(<>'"[])([45][0-5]\d)(?=[ :'"-]|$)/m.exec(text.slice(0, BOUNDS.notice))?.[1];
}

/** How servers say in which step they were. For each: whose words these are. */
const STEPS: readonly { step: Step; said: RegExp; for: string }[] = [
  { step: 'connect', said: /after initial connection|refused to talk to me/i, for: 'Exim, Postfix' },
  { step: 'mail', said: /(?:\bafter|\bin reply to|>>>) ?mail from\b/i, for: 'Exim, Postfix, Sendmail' },
  { step: 'mail', said: /but my name was rejected/i, for: 'qmail: the greeting' },
  {
    step: 'rcpt',
    said: /(?:\bafter|\bin reply to|>>>|\bfollowing) ?rcpt\b|\bsmtp:rcpt\b|\[rcpt_to\]/i,
    for: 'Exim, Postfix, Sendmail, XMail, Yahoo',
  },
  { step: 'rcpt', said: /does not like recipient/i, for: 'qmail' },
  {
    step: 'data',
    said: /(?:\bafter|\bin reply to|>>>) ?(?:end of )?data\b/i,
    for: 'Exim, Postfix, Sendmail',
  },
  { step: 'data', said: /failed after i sent the message/i, for: 'qmail' },
];

/** The step that a text names, if it names one only. */
export function stepIn(text: string): Step | undefined {
  const said = text.slice(0, BOUNDS.notice);
  const [step, ...others] = new Set(STEPS.filter((one) => one.said.test(said)).map((one) => one.step));
  return others.length === 0 ? step : undefined;
}
