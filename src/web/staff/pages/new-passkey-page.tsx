import { type Message, translator } from '../../../platform/i18n/messages.js';
import { TextField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { PasskeyOffer } from '../passkey-offers.service.js';
import { PasskeyPlace } from './confirm-factor.js';
import { StaffLayout } from './staff-layout.js';

export interface NewPasskeyPageProps {
  frame: StaffFrame;
  offer: PasskeyOffer;
  name?: string | undefined;
  /** What is wrong with the name. */
  fault?: Message | undefined;
  error?: Message | undefined;
}

/** The browser makes a passkey when the button is pressed. */
export function NewPasskeyPage({ frame, offer, name, fault, error }: NewPasskeyPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout frame={frame} title={t('new-passkey.title')} here={{ place: 'account' }}>
      <h1>{t('new-passkey.title')}</h1>
      <p class="lead">{t('new-passkey.lead')}</p>
      {error && (
        <p class="note stop" role="alert">
          {t(error.key, error.params)}
        </p>
      )}
      <noscript>
        <p class="note warn">{t('factor.passkey-needs-script')}</p>
      </noscript>
      <Form action={staffPaths.passkeys} csrf={frame.csrf} class="card">
        <input type="hidden" name="nonce" value={offer.nonce} />
        <PasskeyPlace frame={frame} act="create" name="attestation" options={offer.options} />
        <TextField
          t={t}
          name="name"
          label={t('account.passkey.name')}
          hint={t('new-passkey.name-hint')}
          value={name ?? t('new-passkey.name')}
          autocomplete="off"
          {...(fault && { error: fault })}
        />
        <button type="submit" class="button">
          {t('new-passkey.submit')}
        </button>
      </Form>
      <p class="alone">
        <a href={staffPaths.account}>{t('account.back')}</a>
      </p>
    </StaffLayout>
  );
}
