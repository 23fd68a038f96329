import { translator } from '../../../platform/i18n/messages.js';
import { type Look, LOOKS_A_DAY } from '../../../staff/look-ups.queries.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { type FormErrors, SelectField, TextField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { LookTable } from './look-table.js';
import { StaffLayout } from './staff-layout.js';

export type LookUpField = 'register' | 'address' | 'reason';

export interface LookUpPageProps {
  frame: StaffFrame;
  /** Those in which the member may look somebody up. */
  registers: readonly { id: string; name: string }[];
  looks: readonly Look[];
  /** How often the member has looked in the last day. */
  today: number;
  values?: Partial<Record<LookUpField, string>>;
  errors?: FormErrors<LookUpField>;
}

/** Asks for one exact address, and why. */
export function LookUpPage({ frame, registers, looks, today, values = {}, errors = {} }: LookUpPageProps) {
  const t = translator(frame.locale);
  const labels = { address: t('look-up.address'), reason: t('look-up.reason') };
  return (
    <StaffLayout frame={frame} title={t('look-up.title')} here={{ place: 'look-up' }}>
      <h1>{t('look-up.title')}</h1>
      <p class="lead">{t('look-up.lead')}</p>
      <ErrorSummary t={t} errors={errors} labels={labels} />
      {registers.length === 0 ? (
        <p class="note">{t('look-up.no-register')}</p>
      ) : (
        <Form action={staffPaths.lookUp} csrf={frame.csrf}>
          <SelectField
            t={t}
            name="register"
            label={t('look-up.register')}
            value={values.register}
            error={errors.register}
            options={registers.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextField
            t={t}
            name="address"
            kind="address"
            label={t('look-up.address')}
            hint={t('look-up.address-hint')}
            value={values.address}
            error={errors.address}
            autocomplete="off"
          />
          <TextField
            t={t}
            name="reason"
            label={t('look-up.reason')}
            hint={t('look-up.reason-hint')}
            value={values.reason}
            error={errors.reason}
            autocomplete="off"
          />
          <p class="hint">{t('look-up.today', { count: today, most: LOOKS_A_DAY })}</p>
          <button type="submit" class="button">
            {t('look-up.submit')}
          </button>
        </Form>
      )}
      {looks.length > 0 && <LookTable frame={frame} looks={looks} />}
    </StaffLayout>
  );
}
