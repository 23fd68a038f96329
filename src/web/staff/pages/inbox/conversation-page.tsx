import type { InboxTheme } from '../../../../inbound/inbox/inbox-settings.queries.js';
import type { ShownConversation } from '../../../../inbound/inbox/shown-conversation.js';
import { type Message, translator } from '../../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { StaffLayout } from '../staff-layout.js';
import { ConversationActs } from './conversation-acts.js';
import { ConversationFacts } from './conversation-facts.js';
import { InboxCrumbs } from './inbox-crumbs.js';
import { MessageCard } from './message-card.js';
import { WriteForm } from './write-form.js';

export interface ConversationPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  notice?: Message;
  conversationId: string;
  conversation: ShownConversation;
  themes: readonly InboxTheme[];
  /** Who may be given it. */
  correspondents: readonly { id: string; name: string }[];
  /** The mail that is shown as HTML, where one is. */
  asHtml?: string | undefined;
  /** What is written on this page is kept under these: pressed twice it is one. */
  nextIds: Record<'out' | 'note', string>;
}

/**
 * One conversation, opened for the one who reads it. What it is about stands in no title of the browser's, and so in no
 * history.
 */
export function ConversationPage(props: ConversationPageProps) {
  const { frame, register, notice, conversationId, conversation, nextIds, asHtml } = props;
  const t = translator(frame.locale);
  const { messages, address } = conversation;
  const subject = messages.find(({ subject: of }) => of !== '')?.subject ?? '';
  const at = { frame, registerId: register.id, conversationId };
  return (
    <StaffLayout
      frame={frame}
      title={t('conversation.title')}
      here={{ place: 'inbox', register: register.id }}
      {...(notice && { notice })}
    >
      <InboxCrumbs frame={frame} register={register} />
      <h1 class="anywhere">{subject || t('conversation.no-subject')}</h1>
      <div class="beside">
        <div>
          <ol class="thread">
            {messages.map((message) => (
              <li key={message.id}>
                <MessageCard {...at} message={message} from={address} asHtml={asHtml === message.id} />
              </li>
            ))}
          </ol>
          {conversation.automatic ? (
            <p class="note">{t('conversation.by-machine')}</p>
          ) : (
            address !== null && <WriteForm {...at} kind="out" messageId={nextIds.out} to={address} />
          )}
          {address === null && <p class="note warn">{t('conversation.no-address')}</p>}
          <details class="write-note">
            <summary>{t('conversation.note.summary')}</summary>
            <WriteForm {...at} kind="note" messageId={nextIds.note} />
          </details>
        </div>
        <aside aria-label={t('conversation.about')}>
          <ConversationFacts frame={frame} conversation={conversation} />
          <ConversationActs {...props} />
        </aside>
      </div>
    </StaffLayout>
  );
}
