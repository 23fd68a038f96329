import type { Message, MessageKey } from '../../platform/i18n/messages.js';

/** Something that waits for whoever is signed in: one sentence, and where it is done. */
export interface Waiting {
  says: Message;
  /** Goes on with a second sentence: what holds a campaign. */
  because?: Message;
  href: string;
  link: MessageKey;
  /** `stop`: something stands still. `warn`: a day is near, or somebody may have got nothing. */
  tone: 'stop' | 'warn' | 'calm';
}
