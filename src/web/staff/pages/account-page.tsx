import { type Message, translator } from '../../../platform/i18n/messages.js';
import type { OwnFactors } from '../../../staff/factors/own-factors.queries.js';
import type { ShownSession } from '../../../staff/sessions.service.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { type FormErrors, PasswordField, TextField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { passwordHint } from '../password-words.js';
import { AccountFactors } from './account-factors.js';
import { AccountProvider, type AccountProviderProps } from './account-provider.js';
import { AccountSessions } from './account-sessions.js';
import { LanguageForm } from './language-form.js';
import { StaffLayout } from './staff-layout.js';

export type AccountErrors = FormErrors<'name' | 'current' | 'password'>;

export interface AccountPageProps {
  frame: StaffFrame;
  notice?: Message;
  name: string;
  /** Nothing else is open to them until they have a second factor. */
  lacksFactor: boolean;
  factors: OwnFactors;
  sessions: readonly ShownSession[];
  /** The provider that staff may sign in with; none where none is set up. */
  provider?: Omit<AccountProviderProps, 'frame'> | undefined;
  errors?: AccountErrors;
}

/** One's own account. */
export function AccountPage(props: AccountPageProps) {
  const { frame, notice, name, lacksFactor, factors, sessions, provider, errors = {} } = props;
  const t = translator(frame.locale);
  const hint = passwordHint({ besideFactor: factors.hasFactor });
  const labels = {
    name: t('account.name'),
    current: t('account.password.current'),
    password: t('account.password.new'),
  };
  return (
    <StaffLayout
      frame={frame}
      title={t('account.title')}
      here={{ place: 'account' }}
      {...(notice && { notice })}
    >
      <h1>{t('account.title')}</h1>
      {lacksFactor && (
        <p class="note warn">
          <strong>{t('account.lacks-factor')}</strong> {t('account.lacks-factor-how')}
        </p>
      )}
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <AccountFactors frame={frame} factors={factors} />
      <section>
        <h2>{t('account.password.title')}</h2>
        <p>{t('account.password.text')}</p>
        <Form action={staffPaths.accountPassword} csrf={frame.csrf} class="card">
          <PasswordField
            t={t}
            name="current"
            label={labels.current}
            autocomplete="current-password"
            {...(errors.current && { error: errors.current })}
          />
          <PasswordField
            t={t}
            name="password"
            label={labels.password}
            hint={t(hint.key, hint.params)}
            autocomplete="new-password"
            {...(errors.password && { error: errors.password })}
          />
          <button type="submit" class="button">
            {t('account.password.submit')}
          </button>
        </Form>
      </section>
      {provider && <AccountProvider frame={frame} {...provider} />}
      <AccountSessions frame={frame} sessions={sessions} />
      <section>
        <h2>{t('account.you')}</h2>
        <Form action={staffPaths.accountName} csrf={frame.csrf} class="card">
          <TextField
            t={t}
            name="name"
            label={labels.name}
            hint={t('account.name-hint')}
            value={name}
            autocomplete="name"
            {...(errors.name && { error: errors.name })}
          />
          <button type="submit" class="button">
            {t('staff.save')}
          </button>
        </Form>
        <LanguageForm frame={frame} />
      </section>
    </StaffLayout>
  );
}
