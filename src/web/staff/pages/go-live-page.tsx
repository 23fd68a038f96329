import { translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { OrganisationValues } from './organisation-fields.js';
import { type RelayField, RelayFields, relayLabels, type RelayValues } from './relay-fields.js';
import { StaffLayout } from './staff-layout.js';

/** The names the fields are posted under. `word` must be the confirmation word of the page's language. */
export interface GoLiveValues extends RelayValues {
  publicUrl: string;
}

export type GoLiveField = 'publicUrl' | RelayField | 'word';

export interface GoLivePageProps {
  frame: StaffFrame;
  organisation: OrganisationValues;
  values?: Partial<GoLiveValues>;
  errors?: FormErrors<GoLiveField>;
}

export function GoLivePage({ frame, organisation, values = {}, errors = {} }: GoLivePageProps) {
  const t = translator(frame.locale);
  const labels = { publicUrl: t('go-live.public-url'), ...relayLabels(t) };
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
          t={t}
          name="publicUrl"
          label={labels.publicUrl}
          value={values.publicUrl}
          error={errors.publicUrl}
          kind="url"
          hint={t('go-live.public-url-hint')}
          autocomplete="off"
        />
        <h2>{t('go-live.relay')}</h2>
        <p>{t('go-live.relay-text')}</p>
        <RelayFields t={t} values={values} errors={errors} />
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
