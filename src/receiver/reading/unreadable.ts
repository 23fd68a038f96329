import { readParts } from '../../inbound/mime-parts.js';
import { fromOf } from './from-of.js';
import { headerText } from './header-text.js';
import { messageIds } from './message-ids.js';
import { oneLine } from './clean-text.js';
import type { Reading } from './reading.js';

/** Of a message that nobody could read in time: that it came, and if it is mail, from whom it says, and what about. */
export function unreadable(message: Buffer, asMail: boolean): Reading {
  const returned = { class: 'none', wording: 'no-notice', stillTrying: false } as const;
  if (!asMail) return { returned, tokens: [] };
  const { fields } = readParts(message.toString('latin1', 0, 64 * 1024));
  return {
    returned,
    tokens: [],
    mail: {
      content: {
        from: fromOf(fields),
        ...messageIds(fields),
        subject: oneLine(headerText(fields.get('subject') ?? ''), 998),
        text: '',
        cut: true,
        attachments: [],
        // Nobody's program answers it.
        automatic: true,
        bulk: false,
        class: 'none',
      },
      parts: [],
    },
  };
}
