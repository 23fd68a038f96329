import { withoutPrivateUse } from '../private-use.js';
import type { Translate } from '../../platform/i18n/messages.js';

/** That a mail is a test, and who has sent it where that is somebody else than its reader. */
export function testNote(t: Translate, by: string | undefined): string {
  return by === undefined ? t('mail.test.note') : t('mail.test.note-by', { name: withoutPrivateUse(by) });
}
