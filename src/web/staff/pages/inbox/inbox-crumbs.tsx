import { translator } from '../../../../platform/i18n/messages.js';
import { mayDo } from '../../../../staff/policy.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';

/** The way back, as far as the reader may go: not everybody who sets an inbox may read it. */
export function InboxCrumbs({
  frame,
  register,
}: {
  frame: StaffFrame;
  register: { id: string; name: string };
}) {
  const t = translator(frame.locale);
  return (
    <p class="crumbs">
      <a href={staffPaths.register(register.id)}>{register.name}</a>
      {mayDo(frame.member.grants, 'answer-mail', { registerId: register.id }) && (
        <>
          {' / '}
          <a href={staffPaths.inbox(register.id)}>{t('inbox.title')}</a>
        </>
      )}
    </p>
  );
}
