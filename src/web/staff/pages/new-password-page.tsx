import { type Message, translator } from '../../../platform/i18n/messages.js';
import { PasswordField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { passwordHint } from '../password-words.js';

/** `action` holds the link's token. `gone` covers used, too old and unknown alike. */
export type NewPasswordPageProps = { frame: PublicFrame } & (
  | { state: 'open'; name: string; action: string; hasFactor: boolean; error?: Message | undefined }
  | { state: 'gone' }
);

export function NewPasswordPage(props: NewPasswordPageProps) {
  const { frame } = props;
  const t = translator(frame.locale);
  if (props.state === 'gone') {
    return (
      <PublicLayout frame={frame} title={t('new-password.gone.title')} noindex>
        <h1>{t('new-password.gone.title')}</h1>
        <p class="lead">{t('new-password.gone.text')}</p>
        <p class="alone">
          <a href={staffPaths.forgotten}>{t('new-password.gone.again')}</a>
        </p>
      </PublicLayout>
    );
  }
  const hint = passwordHint({ besideFactor: props.hasFactor });
  return (
    <PublicLayout frame={frame} title={t('new-password.title')} noindex>
      <h1>{t('new-password.title')}</h1>
      <p class="lead">
        {t(props.hasFactor ? 'new-password.lead-factor' : 'new-password.lead', { name: props.name })}
      </p>
      <Form action={props.action} class="card">
        <PasswordField
          t={t}
          name="password"
          label={t('new-password.password')}
          hint={t(hint.key, hint.params)}
          autocomplete="new-password"
          {...(props.error && { error: props.error })}
        />
        <button type="submit" class="button">
          {t('invitation.submit')}
        </button>
      </Form>
    </PublicLayout>
  );
}
