import { type Message, translator } from '../../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../../pages/error-summary.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import { InboxCrumbs } from './inbox-crumbs.js';
import { WriteForm } from './write-form.js';

export interface NotWrittenPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  conversationId: string;
  kind: 'out' | 'note';
  messageId: string;
  text: string;
  says: Message;
}

/** What somebody has written is still there, and why it was not taken. Pressed again it is the same message. */
export function NotWrittenPage({ frame, register, says, text, ...of }: NotWrittenPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout
      frame={{ ...frame, path: null }}
      title={t('conversation.title')}
      here={{ place: 'inbox', register: register.id }}
    >
      <InboxCrumbs frame={frame} register={register} />
      <h1>{t(of.kind === 'out' ? 'conversation.not-answered' : 'conversation.not-noted')}</h1>
      <ErrorSummary t={t} errors={{ [of.kind === 'out' ? 'answer' : 'note']: says }} />
      <WriteForm {...of} frame={frame} registerId={register.id} value={text} />
      <p class="alone">
        <a href={staffPaths.conversation(register.id, of.conversationId)}>{t('conversation.back')}</a>
      </p>
    </StaffLayout>
  );
}
