import { type Message, translator } from '../../../platform/i18n/messages.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { FactorField } from './factor-field.js';
import { StaffLayout } from './staff-layout.js';

export interface AuthenticatorPageProps {
  frame: StaffFrame;
  /** The secret as letters and as a picture (SVG of our own making), the one time that it is shown. */
  shown?: { secret: string; picture: string };
  error?: Message | undefined;
}

export function AuthenticatorPage({ frame, shown, error }: AuthenticatorPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout frame={frame} title={t('authenticator.title')} here={{ place: 'account' }}>
      <h1>{t('authenticator.title')}</h1>
      {shown && (
        <section class="card">
          <h2>{t('authenticator.scan')}</h2>
          <p>{t('authenticator.scan-how')}</p>
          <div
            class="qr"
            role="img"
            aria-label={t('authenticator.picture')}
            dangerouslySetInnerHTML={{ __html: shown.picture }}
          />
          <p>{t('authenticator.secret')}</p>
          <p>
            <code>{shown.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
        </section>
      )}
      <h2>{t('authenticator.code')}</h2>
      <Form action={staffPaths.confirmAuthenticator} csrf={frame.csrf} class="card">
        <FactorField
          t={t}
          name="code"
          label={t('factor.code')}
          hint={t('authenticator.code-hint')}
          error={error}
        />
        <button type="submit" class="button">
          {t('authenticator.submit')}
        </button>
      </Form>
      <p class="alone">
        <a href={staffPaths.account}>{t('account.back')}</a>
      </p>
    </StaffLayout>
  );
}
