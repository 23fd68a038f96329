import { type Message, translator } from '../../../platform/i18n/messages.js';
import { TextField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

export interface ForgottenPageProps {
  frame: PublicFrame;
  /** `asked`: said to everybody, whatever was typed. */
  state: 'open' | 'asked';
  error?: Message;
}

export function ForgottenPage({ frame, state, error }: ForgottenPageProps) {
  const t = translator(frame.locale);
  const title = t(state === 'open' ? 'forgotten.title' : 'forgotten.asked.title');
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <h1>{title}</h1>
      <p class="lead">{t(state === 'open' ? 'forgotten.lead' : 'forgotten.asked.lead')}</p>
      {error && (
        <p class="note stop" role="alert">
          {t(error.key, error.params)}
        </p>
      )}
      {state === 'open' && (
        <Form action={staffPaths.forgotten} class="card">
          <TextField
            t={t}
            name="address"
            kind="address"
            label={t('sign-in.address')}
            autocomplete="username"
          />
          <button type="submit" class="button">
            {t('forgotten.submit')}
          </button>
        </Form>
      )}
      <p class="alone">
        <a href={staffPaths.signIn}>{t('forgotten.back')}</a>
      </p>
    </PublicLayout>
  );
}
