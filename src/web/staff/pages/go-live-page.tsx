import { translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { PasswordField, SelectField, TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { OrganisationValues } from './organisation-fields.js';
import { StaffLayout } from './staff-layout.js';

const SECURITIES = ['tls', 'starttls', 'plain-local'] as const;

/** The names the fields are posted under. `word` must be the confirmation word of the page's language. */
export interface GoLiveValues {
  publicUrl: string;
  relayHost: string;
  relayPort: string;
  relaySecurity: string;
  relayUser: string;
}

export type GoLiveField = keyof GoLiveValues | 'relayPassword' | 'word';

export interface GoLivePageProps {
  frame: StaffFrame;
  organisation: OrganisationValues;
  values?: Partial<GoLiveValues>;
  errors?: FormErrors<GoLiveField>;
}

export function GoLivePage({ frame, organisation, values = {}, errors = {} }: GoLivePageProps) {
  const t = translator(frame.locale);
  const labels: Record<keyof GoLiveValues, string> = {
    publicUrl: t('go-live.public-url'),
    relayHost: t('go-live.relay-host'),
    relayPort: t('go-live.relay-port'),
    relaySecurity: t('go-live.relay-security'),
    relayUser: t('go-live.relay-user'),
  };
  const common = (name: keyof GoLiveValues) => ({
    t,
    name,
    label: labels[name],
    value: values[name],
    error: errors[name],
  });
  return (
    <StaffLayout frame={frame} title={t('go-live.title')} here={{ place: 'organisation' }}>
      <p class="crumbs">
        <a href={staffPaths.organisation}>{t('organisation.title')}</a>
      </p>
      <h1>{t('go-live.title')}</h1>
      <p class="lead">{t('go-live.lead')}</p>
      <div class="note warn">
        <p>
          <strong>{t('go-live.gone.title')}</strong> {t('go-live.gone.text')}
        </p>
        <p>{t('go-live.kept')}</p>
      </div>
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <Form action={staffPaths.goLive} csrf={frame.csrf}>
        <TextField
          {...common('publicUrl')}
          kind="url"
          hint={t('go-live.public-url-hint')}
          autocomplete="off"
        />
        <h2>{t('go-live.relay')}</h2>
        <p>{t('go-live.relay-text')}</p>
        <TextField {...common('relayHost')} kind="url" autocomplete="off" />
        <TextField
          {...common('relayPort')}
          kind="number"
          hint={t('go-live.relay-port-hint')}
          autocomplete="off"
        />
        <SelectField
          {...common('relaySecurity')}
          options={SECURITIES.map((value) => ({ value, label: t(`go-live.security.${value}`) }))}
        />
        <TextField {...common('relayUser')} kind="url" autocomplete="off" required={false} />
        <PasswordField
          t={t}
          name="relayPassword"
          label={t('go-live.relay-password')}
          hint={t('go-live.relay-password-hint')}
          error={errors.relayPassword}
          autocomplete="off"
          required={false}
        />
        <h2>{t('go-live.organisation')}</h2>
        <p>{t('go-live.organisation-text')}</p>
        <address class="card">
          {organisation.organisationName}
          <br />
          {t('privacy.responsible.number', { number: organisation.organisationNumber })}
          <br />
          <span class="lines">{organisation.postalAddress}</span>
          <br />
          {organisation.contactAddress}
          <br />
          {organisation.privacyContactAddress}
        </address>
        <TextField
          t={t}
          name="word"
          label={t('go-live.word-label', { word: t('go-live.word') })}
          hint={t('go-live.word-hint')}
          error={errors.word}
          autocomplete="off"
        />
        <button type="submit" class="button stop">
          {t('go-live.submit')}
        </button>
      </Form>
    </StaffLayout>
  );
}
