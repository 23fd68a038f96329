import type { InboxCount } from '../../../inbound/inbox/inbox.queries.js';
import { dayIn, type Formats, noonOf, TIME_ZONE } from '../../../platform/i18n/formats.js';
import type { Grant } from '../../../staff/policy.js';
import { staffPaths } from '../../pages/paths.js';
import type { Waiting } from '../../pages/waiting.js';
import { daysBetween } from '../inbox/days-between.js';
import { mayAt } from './may-at.js';

/** Days after which unanswered mail is more than late. */
const LONG = 7;

/** Mail that nobody has answered yet, a line for each register, for whoever may answer it there. */
export function waitingMail(
  grants: readonly Grant[],
  counts: readonly InboxCount[],
  { date }: Formats,
): Waiting[] {
  const today = dayIn(TIME_ZONE);
  return counts
    .filter((one) => one.waiting > 0 && mayAt(grants, 'answer-mail', one))
    .map(({ registerId, register, waiting: count, oldest }) => ({
      says: { key: 'waits.mail', params: { count, register, date: date(noonOf(oldest ?? today)) } },
      href: staffPaths.inbox(registerId),
      link: 'waits.mail.link',
      tone: daysBetween(oldest ?? today, today) >= LONG ? 'warn' : 'calm',
    }));
}
