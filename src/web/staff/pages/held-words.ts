import type { MessageKey } from '../../../platform/i18n/messages.js';

/** What one hindrance is called, what it means for the readers, and what to do about it. */
export interface HeldWords {
  /** May use `{domain}`, see {@link domainOf}. */
  what: MessageKey;
  readers: MessageKey;
  remedy: MessageKey;
  /** Where administrators find more. */
  see?: 'sending' | 'organisation';
}

const WAITING = 'held.readers.waiting';
const UNBEGUN = 'held.readers.unbegun';
const LATER = 'held.written.do';

const unsigned = (what: MessageKey, remedy: MessageKey = 'held.unsigned.do'): HeldWords => ({
  what,
  readers: WAITING,
  remedy,
  see: 'sending',
});
const unready = (what: MessageKey, remedy: MessageKey): HeldWords => ({ what, readers: UNBEGUN, remedy });

/**
 * The one table from what hinders a campaign to words. A code is looked for whole, then up to its colon: behind that
 * stands what a mail server said.
 */
const WORDS: Readonly<Record<string, HeldWords>> = {
  refused: { what: 'held.refused.what', readers: WAITING, remedy: 'held.refused.do', see: 'sending' },
  'sign-in': { what: 'held.sign-in.what', readers: WAITING, remedy: 'held.sign-in.do', see: 'sending' },
  'refused-in-a-row': {
    what: 'held.refused-in-a-row.what',
    readers: 'held.refused-in-a-row.readers',
    remedy: 'held.refused-in-a-row.do',
    see: 'sending',
  },
  'returned-ours': {
    what: 'held.returned-ours.what',
    readers: WAITING,
    remedy: 'held.returned-ours.do',
    see: 'sending',
  },
  complaints: {
    what: 'held.complaints.what',
    readers: 'held.complaints.readers',
    remedy: 'held.complaints.do',
  },
  'no-relay': { what: 'held.no-relay.what', readers: WAITING, remedy: 'held.no-relay.do', see: 'sending' },
  'no-relay-set': {
    what: 'sending.relays.none.title',
    readers: UNBEGUN,
    remedy: 'sending.relays.none.text',
    see: 'sending',
  },
  unsigned: unsigned('held.unsigned.no-key.what'),
  'unsigned:no-key': unsigned('held.unsigned.no-key.what'),
  'unsigned:not-published': unsigned('held.unsigned.not-published.what'),
  'unsigned:other-key': unsigned('held.unsigned.other-key.what'),
  'unsigned:dns-away': unsigned('held.unsigned.dns-away.what', 'held.unsigned.dns-away.do'),
  'late-start': unready('held.late-start.what', 'held.late-start.do'),
  'register-deletion': {
    what: 'held.register-deletion.what',
    readers: 'held.register-deletion.readers',
    remedy: 'held.register-deletion.do',
  },
  restored: { what: 'held.restored.what', readers: 'held.restored.readers', remedy: 'held.restored.do' },
  'unknown-place': { what: 'held.unknown-place.what', readers: WAITING, remedy: 'held.unknown-place.do' },
  'survey-not-open': {
    what: 'held.survey-not-open.what',
    readers: WAITING,
    remedy: 'held.survey-not-open.do',
  },
  'unreadable-text': {
    what: 'held.unreadable-text.what',
    readers: WAITING,
    remedy: 'held.unreadable-text.do',
  },
  'not-approved': unready('held.not-approved.what', 'held.not-approved.do'),
  'changed-since-approval': unready('held.changed-since-approval.what', 'held.not-approved.do'),
  'no-subject': unready('held.no-subject.what', LATER),
  'no-body': unready('held.no-body.what', LATER),
  'no-image': unready('held.no-image.what', 'held.no-image.do'),
  'list-closed': unready('held.list-closed.what', 'held.list-closed.do'),
  'list-resting': unready('held.list-resting.what', 'held.list-resting.do'),
  'old-purpose': unready('held.old-purpose.what', 'held.old-purpose.do'),
  'others-under-way': unready('held.others-under-way.what', 'held.others-under-way.do'),
  'no-sender': unready('held.no-sender.what', 'held.no-sender.do'),
  'no-purpose': unready('held.no-purpose.what', LATER),
  'no-postal-address': {
    ...unready('held.no-postal-address.what', 'held.no-postal-address.do'),
    see: 'organisation',
  },
};

const GENERAL: HeldWords = { what: 'held.general.what', readers: WAITING, remedy: 'held.general.do' };

/** A backup knows nothing of a campaign that began after it: what it calls unbegun may have gone out. */
const RESTORED_UNBEGUN: HeldWords = {
  what: 'held.restored.what',
  readers: 'held.restored.unbegun.readers',
  remedy: 'held.restored.unbegun.do',
};

/** The words for a code that campaigns are held with, or wait with, or are refused with; general ones for a new one. */
export function heldWords(code: string | null, { begun = true } = {}): HeldWords {
  if (!begun && code === 'restored') return RESTORED_UNBEGUN;
  const words = wordsOf(code ?? '') ?? GENERAL;
  return begun ? words : { ...words, readers: UNBEGUN };
}

function wordsOf(code: string): HeldWords | undefined {
  return [code, code.split(':', 1)[0]!]
    .map((key) => (Object.hasOwn(WORDS, key) ? WORDS[key] : undefined))
    .find(Boolean);
}

/** Where mail from this address comes from, as people write it. */
export function domainOf(address: string): string {
  return address.split('@').at(-1)!;
}
