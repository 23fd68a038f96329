import { translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

/** `sent` is said to everybody, whether or not the address is known. */
export type AskForLinkPageProps = { frame: PublicFrame; register: string } & (
  | { state: 'ask'; action: string; stamp: string; address?: string; errors?: FormErrors<'address'> }
  | { state: 'sent'; address: string; formHref: string }
);

export function AskForLinkPage(props: AskForLinkPageProps) {
  const { frame, register } = props;
  const t = translator(frame.locale);
  if (props.state === 'sent') {
    return (
      <PublicLayout frame={frame} title={t('preferences.sent.title')} noindex>
        <div role="status">
          <h1>{t('preferences.sent.title')}</h1>
          <p class="lead">{t('preferences.sent.lead')}</p>
        </div>
        <section class="card">
          <dl class="facts">
            <div>
              <dt>{t('received.address')}</dt>
              <dd class="typed">{props.address}</dd>
              <dd>
                <a href={inLanguage(props.formHref, frame.locale)}>{t('received.correct')}</a>
              </dd>
            </div>
          </dl>
          {frame.trial && (
            <p>
              <a class="button" href={inLanguage(publicPaths.mailbox, frame.locale)}>
                {t('received.mailbox')}
              </a>
            </p>
          )}
        </section>
        <h2>{t('received.nothing.title')}</h2>
        <ul class="plain">
          <li>{t('received.nothing.wait')}</li>
          <li>{t('received.nothing.spam')}</li>
          <li>{t('preferences.sent.limit')}</li>
          <li>{t('preferences.sent.unknown', { register })}</li>
        </ul>
      </PublicLayout>
    );
  }
  const { errors } = props;
  const heading = t('preferences.ask.title');
  const title =
    errors && Object.keys(errors).length > 0 ? t('form.error-title', { title: heading }) : heading;
  return (
    <PublicLayout frame={frame} title={title}>
      <h1>{heading}</h1>
      <p class="lead">{t('preferences.ask.lead', { register })}</p>
      <ErrorSummary t={t} errors={{ form: errors?.form, address: errors?.address }} />
      <Form action={props.action} class="card">
        <TextField
          t={t}
          name="address"
          kind="address"
          label={t('sign-up.address')}
          hint={t('preferences.ask.hint')}
          error={errors?.address}
          value={props.address}
          autocomplete="email"
        />
        <div class="nobody" aria-hidden="true">
          <label for="website">{t('sign-up.honeypot')}</label>
          <input type="text" id="website" name="website" tabindex={-1} autocomplete="off" />
        </div>
        <input type="hidden" name="stamp" value={props.stamp} />
        <input type="hidden" name="locale" value={frame.locale} />
        <button type="submit" class="button">
          {t('preferences.ask.button')}
        </button>
      </Form>
      <p class="hint">{t('preferences.ask.why')}</p>
    </PublicLayout>
  );
}
