import { type Message, translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { TextField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { PublicLayout } from '../../pages/public-layout.js';

export type NewAddressPageProps = { frame: PublicFrame; address: string; back: string } & (
  { state: 'again'; action: string; error: Message } | { state: 'sent' }
);

/** After another address was typed: it is corrected, or has to be confirmed from its own mailbox. */
export function NewAddressPage(props: NewAddressPageProps) {
  const { frame, address, back } = props;
  const t = translator(frame.locale);
  const again = props.state === 'again';
  const heading = t(again ? 'manage.new-address.title' : 'new-address.sent.title');
  return (
    <PublicLayout frame={frame} title={again ? t('form.error-title', { title: heading }) : heading} noindex>
      {props.state === 'again' ? (
        <>
          <h1>{heading}</h1>
          <ErrorSummary t={t} errors={{ address: props.error }} />
          <Form action={inLanguage(props.action, frame.locale)} class="card">
            <TextField
              t={t}
              name="address"
              kind="address"
              label={t('manage.new-address.label')}
              error={props.error}
              value={address}
              autocomplete="email"
            />
            <button type="submit" class="button">
              {t('manage.new-address.button')}
            </button>
          </Form>
        </>
      ) : (
        <>
          <div role="status">
            <h1>{heading}</h1>
            <p class="lead">{t('new-address.sent.lead')}</p>
          </div>
          <dl class="facts">
            <div>
              <dt>{t('received.address')}</dt>
              <dd class="typed">{address}</dd>
            </div>
          </dl>
          <p>{t('new-address.sent.until')}</p>
        </>
      )}
      <p class="alone">
        <a href={inLanguage(back, frame.locale)}>{t('manage.back')}</a>
      </p>
    </PublicLayout>
  );
}
