import { PASSWORD_MINIMUM } from '../../../staff/passwords.js';
import { translator } from '../../../platform/i18n/messages.js';
import { PasswordField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

/** `action` holds the invitation's token. `gone` covers used, expired and unknown alike. */
export type AcceptInvitationPageProps = { frame: PublicFrame } & (
  | { state: 'open'; name: string; action: string; csrf?: string; errors?: FormErrors<'password'> }
  | { state: 'gone' }
);

export function AcceptInvitationPage(props: AcceptInvitationPageProps) {
  const { frame } = props;
  const t = translator(frame.locale);
  if (props.state === 'gone') {
    return (
      <PublicLayout frame={frame} title={t('invitation.gone.title')} noindex>
        <h1>{t('invitation.gone.title')}</h1>
        <p class="lead">{t('invitation.gone.text')}</p>
        <p class="alone">
          <a href={staffPaths.signIn}>{t('sign-in.title')}</a>
        </p>
      </PublicLayout>
    );
  }
  const { errors } = props;
  return (
    <PublicLayout frame={frame} title={t('invitation.title')} noindex>
      <h1>{t('invitation.title')}</h1>
      <p class="lead">{t('invitation.lead', { name: props.name, organisation: frame.organisation ?? '' })}</p>
      {errors?.form && (
        <p class="note stop" role="alert">
          {t(errors.form.key, errors.form.params)}
        </p>
      )}
      <Form action={props.action} csrf={props.csrf} class="card">
        <PasswordField
          t={t}
          name="password"
          label={t('invitation.password')}
          hint={t('password.hint', { min: PASSWORD_MINIMUM })}
          error={errors?.password}
          autocomplete="new-password"
        />
        <button type="submit" class="button">
          {t('invitation.submit')}
        </button>
      </Form>
    </PublicLayout>
  );
}
