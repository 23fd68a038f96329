import { type Message, translator } from '../../../../platform/i18n/messages.js';
import { TextField } from '../../../pages/field.js';
import { Form } from '../../../pages/form.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';

export interface SearchMailFormProps {
  frame: StaffFrame;
  register: { id: string };
  value?: string | undefined;
  error?: Message | undefined;
}

/** By one exact address; never by what was written. */
export function SearchMailForm({ frame, register, value, error }: SearchMailFormProps) {
  const t = translator(frame.locale);
  return (
    <Form action={staffPaths.searchMail(register.id)} csrf={frame.csrf}>
      <TextField
        t={t}
        name="address"
        kind="address"
        label={t('inbox.search.address')}
        hint={t('inbox.search.hint')}
        autocomplete="off"
        {...(value !== undefined && { value })}
        {...(error && { error })}
      />
      <button type="submit" class="button quiet">
        {t('inbox.search.submit')}
      </button>
    </Form>
  );
}
