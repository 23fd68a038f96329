import type { FastifyRequest } from 'fastify';
import type { Message, MessageKey } from '../../platform/i18n/messages.js';

/** What a page may say after an act, by the word in `?done=`. Anything else says nothing. */
const SAID = {
  setup: 'setup.done',
  undone: 'campaign.undone',
  'undo-too-late': 'campaign.undo-too-late',
  scheduled: 'schedule.done',
  'scheduled-first': 'schedule.done-first',
  changed: 'campaign.changed',
  submitted: 'review.done.submitted',
  withdrawn: 'review.done.withdrawn',
  approved: 'review.done.approved',
  'sent-back': 'review.done.sent-back',
  test: 'campaign.test-sent',
  tests: 'test.done',
  'welcome-ended': 'welcome.ended',
  copied: 'campaign.copied',
  'brought-back': 'history.brought-back',
  resent: 'resend.done',
  'none-unknown': 'resend.none',
  asked: 'questions.added',
  'asked-no-more': 'questions.removed',
  'paper-taken': 'paper.taken',
  'import-proposed': 'import.proposed',
  'import-not-now': 'import.not-now',
  saved: 'form.saved',
  'image-added': 'images.added',
  'image-removed': 'images.removed',
  'image-in-use': 'images.in-use',
  invited: 'members.invited',
  'deputy-named': 'deputy.named',
  'deputy-ended': 'deputy.ended',
  'member-granted': 'member.granted',
  'member-disabled': 'member.disabled',
  'last-administrator': 'member.last-administrator',
  'member-not-now': 'member.not-now',
  live: 'go-live.done',
  'register-kept': 'register.kept',
  'register-not-kept': 'register.not-kept',
  proposed: 'proposal.done.proposed',
  'published-material': 'proposal.done.material',
  'published-editorial': 'proposal.done.editorial',
  'proposal-refused': 'proposal.done.refused',
  'proposal-withdrawn': 'proposal.done.withdrawn',
  'proposal-not-now': 'proposal.done.not-now',
  'relay-proposed': 'relay.done.proposed',
  'relay-approved': 'relay.done.approved',
  'list-renamed': 'list-life.done.renamed',
  'list-resting': 'list-life.done.resting',
  'list-open': 'list-life.done.open',
  'list-ended': 'list-life.done.closed',
  'list-deleted': 'list-life.done.deleting',
  'list-under-way': 'list-life.done.under-way',
  'list-not-now': 'list-life.done.not-now',
  'nobody-to-ask': 'reconsent.not-now',
  correction: 'correction.drafted',
  'signed-out': 'sign-in.signed-out',
  'provider-failed': 'provider.failed',
  'half-ended': 'second-factor.ended',
  'password-changed': 'new-password.done',
  'password-changed-here': 'account.password.done',
  'session-ended': 'account.sessions.done',
  'provider-closed': 'account.provider.closed-now',
  'provider-reopened': 'account.provider.reopened',
  'passkey-added': 'account.passkey.done',
  'passkey-removed': 'account.passkey.removed',
  'passkey-unnamed': 'account.passkey.unnamed',
  'authenticator-added': 'account.authenticator.done',
  'authenticator-removed': 'account.authenticator.removed',
  'factor-needed': 'account.factors.needed',
  'factor-holds-password': 'account.factors.holds-password',
  'factor-not-now': 'account.factors.not-now',
  'factors-reset': 'member.reset.done',
  'invitation-done': 'invitation.done',
  'setup-used': 'setup.error.used',
} as const satisfies Record<string, MessageKey>;

export type Done = keyof typeof SAID;

export function noticeOf(request: FastifyRequest): { notice?: Message } {
  const done = (request.query as { done?: unknown } | undefined)?.done;
  return typeof done === 'string' && Object.hasOwn(SAID, done) ? { notice: { key: SAID[done as Done] } } : {};
}

export function withDone(path: string, done: Done): string {
  return `${path}?done=${done}`;
}
