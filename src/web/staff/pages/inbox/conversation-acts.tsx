import { translator } from '../../../../platform/i18n/messages.js';
import { ActButton, Form } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import type { ConversationPageProps } from './conversation-page.js';

/** Who has it, what it is about, and its end. */
export function ConversationActs(props: ConversationPageProps) {
  const { frame, register, conversationId, conversation } = props;
  const t = translator(frame.locale);
  const closed = conversation.state === 'closed';
  const act = closed ? 'reopen' : 'close';
  return (
    <>
      <section class="card">
        <h2>
          <label for="to">{t('inbox.with')}</label>
        </h2>
        <Assign {...props} />
      </section>
      <section class="card">
        <h2 id="themes">{t('inbox.themes')}</h2>
        <Themes {...props} />
      </section>
      <section class="card">
        <h2>{t(`conversation.${act}.title`)}</h2>
        <p class="hint">{t(`conversation.${act}.hint`)}</p>
        <ActButton
          action={staffPaths.conversationAct(register.id, conversationId, act)}
          csrf={frame.csrf}
          label={t(`conversation.${act}.submit`)}
          kind="quiet"
        />
        <p>
          <a href={staffPaths.conversationAct(register.id, conversationId, 'erase')}>
            {t('conversation.erase.link')}
          </a>
        </p>
      </section>
    </>
  );
}

function Assign({ frame, register, conversationId, conversation, correspondents }: ConversationPageProps) {
  const t = translator(frame.locale);
  return (
    <Form action={staffPaths.conversationAct(register.id, conversationId, 'assign')} csrf={frame.csrf}>
      <select id="to" name="to" autocomplete="off">
        <option value="">{t('inbox.with-nobody')}</option>
        {correspondents.map(({ id, name }) => (
          <option key={id} value={id} selected={id === conversation.assignedTo}>
            {name}
          </option>
        ))}
      </select>
      <button type="submit" class="button quiet">
        {t('conversation.assign.submit')}
      </button>
    </Form>
  );
}

/** Those in use, and those that this conversation had before they went out of use. */
function Themes({ frame, register, conversationId, conversation, themes }: ConversationPageProps) {
  const t = translator(frame.locale);
  const offered = themes.filter(({ id, inUse }) => inUse || conversation.themes.includes(id));
  return (
    <Form action={staffPaths.conversationAct(register.id, conversationId, 'themes')} csrf={frame.csrf}>
      <fieldset aria-labelledby="themes">
        {offered.map(({ id, name }) => (
          <div key={id} class="tick">
            <input
              type="checkbox"
              id={`t-${id}`}
              name="theme"
              value={id}
              checked={conversation.themes.includes(id)}
            />
            <label for={`t-${id}`}>{name}</label>
          </div>
        ))}
      </fieldset>
      <button type="submit" class="button quiet">
        {t('conversation.themes.submit')}
      </button>
    </Form>
  );
}
