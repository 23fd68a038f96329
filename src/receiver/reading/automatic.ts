import type { Fields } from '../../inbound/header-fields.js';

/** Local parts that no person writes from. */
const NOBODY =
  /^(?:no-?reply|do-?not-?reply|ikke-?svar|svar-?ikke|mailer-daemon|postmaster|bounces?|root|daemon|auto(?:reply|matic)?)(?:[+=-].*)?$/i;

/** Whether a message says that a program wrote it, or that it went to many. */
export interface Automatic {
  automatic: boolean;
  bulk: boolean;
}

/**
 * By RFC 3834 §2 and what programs do besides: whoever answers such a message answers a machine, or a list.
 * @param sender of the envelope; undefined where it is not known
 */
export function automaticOf(fields: Fields, from: string, sender: string | undefined): Automatic {
  const field = (name: string) => fields.get(name)?.trim().toLowerCase() ?? '';
  const submitted = field('auto-submitted');
  const precedence = field('precedence');
  const bulk =
    /^(?:bulk|list|junk)\b/.test(precedence) ||
    ['list-id', 'list-unsubscribe', 'list-post', 'feedback-id', 'mailing-list'].some((name) =>
      fields.has(name),
    );
  const automatic =
    (submitted !== '' && !submitted.startsWith('no')) ||
    /\b(?:all|autoreply|oof|dr|ndr)\b/.test(field('x-auto-response-suppress')) ||
    precedence.startsWith('auto_reply') ||
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-mail-autoreply', 'x-vacation'].some((name) =>
      fields.has(name),
    ) ||
    sender === '' ||
    [from, sender ?? ''].some((address) => NOBODY.test(address.slice(0, address.lastIndexOf('@'))));
  return { automatic, bulk };
}
