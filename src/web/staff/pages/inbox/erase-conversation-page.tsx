import { translator } from '../../../../platform/i18n/messages.js';
import { ActButton } from '../../../pages/form.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import { InboxCrumbs } from './inbox-crumbs.js';
import { signOf } from './inbox-words.js';

const GOES = ['messages', 'attachments', 'notes'] as const;
const STAYS = ['log', 'count', 'backups', 'theirs'] as const;

/** Says what goes and what stays before the one press. */
export function EraseConversationPage({
  frame,
  register,
  conversationId,
}: {
  frame: StaffFrame;
  register: { id: string; name: string };
  conversationId: string;
}) {
  const t = translator(frame.locale);
  return (
    <StaffLayout
      frame={frame}
      title={t('conversation.title')}
      here={{ place: 'inbox', register: register.id }}
    >
      <InboxCrumbs frame={frame} register={register} />
      <h1>{t('conversation.erase.title')}</h1>
      <p class="lead">{t('conversation.erase.lead', { sign: signOf(conversationId) })}</p>
      <h2>{t('erase.goes.title')}</h2>
      <ul>
        {GOES.map((what) => (
          <li key={what}>{t(`conversation.erase.goes.${what}`)}</li>
        ))}
      </ul>
      <h2>{t('erase.stays.title')}</h2>
      <ul>
        {STAYS.map((what) => (
          <li key={what}>{t(`conversation.erase.stays.${what}`)}</li>
        ))}
      </ul>
      <div class="buttons">
        <ActButton
          action={staffPaths.conversationAct(register.id, conversationId, 'erase')}
          csrf={frame.csrf}
          label={t('conversation.erase.submit')}
          kind="stop"
        />
        <a class="button quiet" href={staffPaths.conversation(register.id, conversationId)}>
          {t('conversation.erase.leave')}
        </a>
      </div>
    </StaffLayout>
  );
}
