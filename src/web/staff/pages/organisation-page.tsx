import { translator, type Message } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import type { FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { OrganisationFields, type OrganisationField, type OrganisationValues } from './organisation-fields.js';
import { StaffLayout } from './staff-layout.js';

export interface OrganisationPageProps {
  frame: StaffFrame;
  notice?: Message;
  values: OrganisationValues;
  errors?: FormErrors<OrganisationField>;
}

/** Administrators change it; editors see it. */
export function OrganisationPage({ frame, notice, values, errors = {} }: OrganisationPageProps) {
  const t = translator(frame.locale);
  const mayEdit = frame.member.role === 'administrator';
  return (
    <StaffLayout frame={frame} title={t('organisation.title')} here={{ place: 'organisation' }} notice={notice}>
      <h1>{t('organisation.title')}</h1>
      <p class="lead">{t('organisation.lead')}</p>
      {mayEdit ? (
        <>
          <ErrorSummary t={t} errors={errors} />
          <Form action={staffPaths.organisation} csrf={frame.csrf}>
            <OrganisationFields t={t} values={values} errors={errors} />
            <button type="submit" class="button">
              {t('staff.save')}
            </button>
          </Form>
        </>
      ) : (
        <dl class="facts">
          <div>
            <dt>{t('organisation.name')}</dt>
            <dd>{values.organisationName}</dd>
          </div>
          <div>
            <dt>{t('organisation.number')}</dt>
            <dd>{values.organisationNumber}</dd>
          </div>
          <div>
            <dt>{t('organisation.postal-address')}</dt>
            <dd class="lines">{values.postalAddress}</dd>
          </div>
          <div>
            <dt>{t('organisation.contact')}</dt>
            <dd>{values.contactAddress}</dd>
          </div>
          <div>
            <dt>{t('organisation.privacy-contact')}</dt>
            <dd>{values.privacyContactAddress}</dd>
          </div>
        </dl>
      )}
      {mayEdit && frame.trial && (
        <section class="after">
          <h2>{t('organisation.live.title')}</h2>
          <p>{t('organisation.live.text')}</p>
          <p>
            <a class="button quiet" href={staffPaths.goLive}>
              {t('organisation.live.link')}
            </a>
          </p>
        </section>
      )}
    </StaffLayout>
  );
}
