import type { InboxLine } from '../../../../inbound/inbox/inbox.queries.js';
import { formats, noonOf } from '../../../../platform/i18n/formats.js';
import type { StaffFrame } from '../../../pages/frame.js';

/** What a conversation is called where nothing of it may be said: by the day of its last mail, and four signs. */
export function callName(
  frame: StaffFrame,
  { id, lastIn, sinceMonth }: Pick<InboxLine, 'id' | 'lastIn' | 'sinceMonth'>,
) {
  const { date } = formats(frame.locale, frame.timeZone);
  return { day: date(noonOf(lastIn ?? sinceMonth)), sign: signOf(id) };
}

/** Enough of an id to talk about it on the telephone. */
export const signOf = (id: string): string => id.slice(0, 4).toUpperCase();
