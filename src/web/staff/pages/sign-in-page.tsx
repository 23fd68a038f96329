import { translator, type Message } from '../../../platform/i18n/messages.js';
import { PasswordField, TextField } from '../../pages/field.js';
import { ActButton, Form } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

export interface SignInPageProps {
  frame: PublicFrame;
  csrf?: string;
  /** Typed last time. */
  address?: string;
  /** One sentence for every reason, so that it never tells whether the account exists. */
  error?: Message;
  notice?: Message;
  /** A staff page on this site to continue to, already checked. Posted as `next`. */
  next?: string;
  /** What staff call the provider they may sign in with besides. */
  provider?: string | undefined;
}

export function SignInPage({ frame, csrf, address, error, notice, next, provider }: SignInPageProps) {
  const t = translator(frame.locale);
  return (
    <PublicLayout frame={frame} title={t('sign-in.title')} noindex>
      <h1>{t('sign-in.title')}</h1>
      {notice && (
        <p class="note" role="status">
          {t(notice.key, notice.params)}
        </p>
      )}
      {error && (
        <p class="note stop" role="alert">
          {t(error.key, error.params)}
        </p>
      )}
      <Form action={staffPaths.signIn} csrf={csrf} class="card">
        {next !== undefined && <input type="hidden" name="next" value={next} />}
        <TextField
          t={t}
          name="address"
          kind="address"
          label={t('sign-in.address')}
          value={address}
          autocomplete="username"
        />
        <PasswordField t={t} name="password" label={t('sign-in.password')} autocomplete="current-password" />
        <button type="submit" class="button">
          {t('sign-in.submit')}
        </button>
      </Form>
      <p class="alone">
        <a href={staffPaths.forgotten}>{t('sign-in.forgotten')}</a>
      </p>
      {provider !== undefined && (
        <ActButton
          action={staffPaths.provider}
          label={t('provider.sign-in', { name: provider })}
          kind="quiet"
        />
      )}
    </PublicLayout>
  );
}
