import { translator } from '../../../../platform/i18n/messages.js';
import { TextArea } from '../../../pages/field.js';
import { Form } from '../../../pages/form.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';

export interface WriteFormProps {
  frame: StaffFrame;
  registerId: string;
  conversationId: string;
  kind: 'out' | 'note';
  messageId: string;
  /** Whom an answer goes to, where the page may say it. */
  to?: string;
  value?: string;
}

/** Where an answer or a note is written. */
export function WriteForm({ frame, registerId, conversationId, kind, messageId, to, value }: WriteFormProps) {
  const t = translator(frame.locale);
  const name = kind === 'out' ? 'answer' : 'note';
  return (
    <Form
      action={staffPaths.conversationAct(registerId, conversationId, name)}
      csrf={frame.csrf}
      class={`write ${name}`}
    >
      <input type="hidden" name="message" value={messageId} />
      <TextArea
        t={t}
        name={name}
        label={t(`conversation.${name}.label`)}
        hint={
          name === 'answer' && to !== undefined
            ? t('conversation.answer.hint', { address: to })
            : t(`conversation.${name}.hint-alone`)
        }
        rows={name === 'answer' ? 10 : 4}
        {...(value !== undefined && { value })}
      />
      <button type="submit" class={name === 'answer' ? 'button' : 'button quiet'}>
        {t(`conversation.${name}.submit`)}
      </button>
    </Form>
  );
}
