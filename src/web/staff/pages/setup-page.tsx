import { PASSWORD_MINIMUM } from '../../../staff/passwords.js';
import { translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { PasswordField, TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { PublicLayout } from '../../pages/public-layout.js';
import {
  OrganisationFields,
  organisationLabels,
  type OrganisationField,
  type OrganisationValues,
} from './organisation-fields.js';

export type SetupField = OrganisationField | 'adminName' | 'adminAddress' | 'password';

export interface SetupPageProps {
  frame: PublicFrame;
  /** Holds the one-time token. Fields are posted under the names of `SetupField`, and `example` when ticked. */
  action: string;
  csrf?: string;
  values?: Partial<OrganisationValues & { adminName: string; adminAddress: string; example: boolean }>;
  errors?: FormErrors<SetupField>;
}

export function SetupPage({ frame, action, csrf, values = {}, errors = {} }: SetupPageProps) {
  const t = translator(frame.locale);
  const labels = {
    ...organisationLabels(t),
    adminName: t('setup.admin-name'),
    adminAddress: t('setup.admin-address'),
    password: t('setup.password'),
  };
  return (
    <PublicLayout frame={frame} title={t('setup.title')} noindex>
      <h1>{t('setup.title')}</h1>
      <p class="lead">{t('setup.lead')}</p>
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <Form action={action} csrf={csrf}>
        <h2>{t('setup.organisation')}</h2>
        <OrganisationFields t={t} values={values} errors={errors} />
        <h2>{t('setup.administrator')}</h2>
        <TextField
          t={t}
          name="adminName"
          label={labels.adminName}
          value={values.adminName}
          error={errors.adminName}
          autocomplete="name"
        />
        <TextField
          t={t}
          name="adminAddress"
          kind="address"
          label={labels.adminAddress}
          value={values.adminAddress}
          error={errors.adminAddress}
          autocomplete="username"
        />
        <PasswordField
          t={t}
          name="password"
          label={labels.password}
          hint={t('password.hint', { min: PASSWORD_MINIMUM })}
          error={errors.password}
          autocomplete="new-password"
        />
        <div class="tick">
          <input
            type="checkbox"
            id="example"
            name="example"
            value="yes"
            checked={values.example ?? false}
            aria-describedby="example-hint"
          />
          <label for="example">{t('setup.example')}</label>
          <p class="hint" id="example-hint">
            {t('setup.example-hint')}
          </p>
        </div>
        <button type="submit" class="button">
          {t('setup.submit')}
        </button>
      </Form>
    </PublicLayout>
  );
}
