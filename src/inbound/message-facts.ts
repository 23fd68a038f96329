import { decodeWords } from './encoded-words.js';
import type { MessageFacts } from './facts.js';
import { readFields, type Fields } from './header-fields.js';
import { partOfType, type Mime } from './mime-parts.js';
import type { Notice } from './notice.js';
import { partText } from './part-text.js';

/** RFC 3464 §2.1, RFC 6533 §3. */
export const DELIVERY_STATUS = /^message\/(?:global-)?delivery-status$/;

const AUTOMATIC =
  /^(?:auto-submitted|precedence|x-autoreply|x-autorespond|x-autoresponder|x-mail-autoreply|x-vacation)$/;

export function messageFacts(mime: Mime, notice: Notice, from: string): MessageFacts {
  const report = partOfType(mime, /^message\/feedback-report$/);
  const feedback = report ? readFields(partText(report)).get('feedback-type') : undefined;
  return {
    kind: report ? 'feedback' : kindOf(mime, notice),
    feedback: (feedback ?? '').toLowerCase(),
    form: notice.form,
    from,
    subject: decodeWords(mime.fields.get('subject') ?? ''),
    automatic: automaticOf(mime.fields),
  };
}

function kindOf(mime: Mime, notice: Notice): string {
  if (partOfType(mime, DELIVERY_STATUS)) return 'delivery';
  if (partOfType(mime, /^message\/(?:global-)?disposition-notification$/)) return 'disposition';
  return notice.known ? 'notice' : 'other';
}

function automaticOf(fields: Fields): string {
  return [...fields]
    .filter(([name]) => AUTOMATIC.test(name))
    .map(([name, value]) => `${name}: ${value.toLowerCase()}`)
    .join('\n');
}
