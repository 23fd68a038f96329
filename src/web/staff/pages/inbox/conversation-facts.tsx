import type { ShownConversation } from '../../../../inbound/inbox/shown-conversation.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../../pages/frame.js';

/** Who writes, as far as anybody knows. Nobody has proved that they are who they say. */
export function ConversationFacts({
  frame,
  conversation,
}: {
  frame: StaffFrame;
  conversation: ShownConversation;
}) {
  const t = translator(frame.locale);
  const { address, state, awaits, automatic } = conversation;
  return (
    <section class="card">
      <h2>{t('conversation.about')}</h2>
      <dl class="facts">
        <div>
          <dt>{t('conversation.from')}</dt>
          <dd class="anywhere">{address ?? t('conversation.from-nowhere')}</dd>
        </div>
        <div>
          <dt>{t('inbox.standing')}</dt>
          <dd>
            {t(automatic ? 'inbox.state.machine' : awaits ? 'inbox.view.waiting' : `inbox.state.${state}`)}
          </dd>
        </div>
      </dl>
      <p class="hint">{t('conversation.unproved')}</p>
    </section>
  );
}
