import { translator, type Message } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import type { FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import {
  OrganisationFields,
  organisationLabels,
  type OrganisationField,
  type OrganisationValues,
} from './organisation-fields.js';
import { StaffLayout } from './staff-layout.js';

export interface OrganisationPageProps {
  frame: StaffFrame;
  notice?: Message;
  values: OrganisationValues;
  errors?: FormErrors<OrganisationField>;
}

/** Administrators change it; everybody here sees it. */
export function OrganisationPage({ frame, notice, values, errors = {} }: OrganisationPageProps) {
  const t = translator(frame.locale);
  const mayEdit = mayDo(frame.member.grants, 'manage-organisation');
  return (
    <StaffLayout
      frame={frame}
      title={t('organisation.title')}
      here={{ place: 'organisation' }}
      notice={notice}
    >
      <h1>{t('organisation.title')}</h1>
      <p class="lead">{t('organisation.lead')}</p>
      {mayEdit ? (
        <>
          <ErrorSummary t={t} errors={errors} labels={organisationLabels(t)} />
          <Form action={staffPaths.organisation} csrf={frame.csrf}>
            <OrganisationFields t={t} values={values} errors={errors} />
            <button type="submit" class="button">
              {t('staff.save')}
            </button>
          </Form>
        </>
      ) : (
        <dl class="facts">
          {Object.entries(organisationLabels(t)).map(([field, label]) => (
            <div key={field}>
              <dt>{label}</dt>
              <dd class="lines">{values[field as OrganisationField]}</dd>
            </div>
          ))}
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
