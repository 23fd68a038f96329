import { formats, noonOf } from '../../../platform/i18n/formats.js';
import { translator, type Message } from '../../../platform/i18n/messages.js';
import { RIGHTS, type RightsRequest } from '../../../staff/privacy-work.queries.js';
import { maySomewhere } from '../../../staff/policy.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { SelectField, TextField, type FormErrors } from '../../pages/field.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export type PrivacyField = 'kind' | 'received' | 'note';

export interface PrivacyWorkPageProps {
  frame: StaffFrame;
  notice?: Message;
  requests: readonly RightsRequest[];
  /** ISO date, for a request that came today. */
  today: string;
  values?: Partial<Record<PrivacyField, string>>;
  errors?: FormErrors<PrivacyField>;
}

/** What people have asked for by their rights, and by when. */
export function PrivacyWorkPage(props: PrivacyWorkPageProps) {
  const { frame, notice, requests, today, values = {}, errors = {} } = props;
  const t = translator(frame.locale);
  const labels = {
    received: t('rights.received'),
    note: t('rights.note'),
  };
  return (
    <StaffLayout frame={frame} title={t('privacy-work.title')} here={{ place: 'privacy' }} notice={notice}>
      <h1>{t('privacy-work.title')}</h1>
      <p class="lead">{t('privacy-work.lead')}</p>
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <h2>{t('rights.title')}</h2>
      <p>{t('rights.lead')}</p>
      <RequestTable frame={frame} requests={requests} />
      <details open={errors.received !== undefined || errors.note !== undefined}>
        <summary>{t('rights.new')}</summary>
        <Form action={staffPaths.rightsRequests} csrf={frame.csrf}>
          <SelectField
            t={t}
            name="kind"
            label={t('rights.kind')}
            value={values.kind}
            error={errors.kind}
            options={RIGHTS.map((kind) => ({ value: kind, label: t(`rights.kind.${kind}`) }))}
          />
          <TextField
            t={t}
            name="received"
            label={t('rights.received')}
            hint={t('rights.received-hint')}
            value={values.received ?? today}
            error={errors.received}
            autocomplete="off"
          />
          <TextField
            t={t}
            name="note"
            label={t('rights.note')}
            hint={t('rights.note-hint')}
            value={values.note}
            error={errors.note}
            autocomplete="off"
            required={false}
          />
          <button type="submit" class="button">
            {t('rights.submit')}
          </button>
        </Form>
      </details>
      {maySomewhere(frame.member.grants, 'look-up') && (
        <p class="alone">
          <a href={staffPaths.lookUp}>{t('look-up.title')}</a>
        </p>
      )}
    </StaffLayout>
  );
}

function RequestTable({ frame, requests }: Pick<PrivacyWorkPageProps, 'frame' | 'requests'>) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const day = (iso: string) => date(noonOf(iso));
  if (requests.length === 0) return <p class="note">{t('rights.none')}</p>;
  return (
    <table class="stacked">
      <thead>
        <tr>
          <th scope="col">{t('rights.kind')}</th>
          <th scope="col">{t('rights.due')}</th>
          <th scope="col">{t('rights.state')}</th>
        </tr>
      </thead>
      <tbody>
        {requests.map((request) => (
          <tr key={request.id}>
            <th scope="row">
              {t(`rights.kind.${request.kind}`)}
              <p class="hint">
                {t('rights.noted', { date: day(request.received), name: request.notedBy })} {request.note}
              </p>
            </th>
            <td>{day(request.due)}</td>
            <td>
              {request.done !== null ? (
                t('rights.done', { date: day(request.done), name: request.doneBy ?? '' })
              ) : (
                <>
                  {request.overdue ? <strong>{t('rights.overdue')}</strong> : t('rights.open')}
                  <ActButton
                    action={staffPaths.rightsRequestDone(request.id)}
                    csrf={frame.csrf}
                    label={t('rights.finish')}
                    kind="quiet"
                  />
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
