import { translator, type Message } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { SelectField, TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame, StaffRole } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

const ROLES: readonly StaffRole[] = ['administrator', 'editor'];

export interface StaffPageProps {
  frame: StaffFrame;
  notice?: Message;
  members: readonly { id: string; name: string; role: StaffRole; state: 'active' | 'invited' }[];
  /** What was typed in the invitation: posted as `name`, `address`, `role`. */
  values?: { name: string; address: string; role: string };
  errors?: FormErrors<'name' | 'address' | 'role'>;
}

export function StaffPage({ frame, notice, members, values, errors = {} }: StaffPageProps) {
  const t = translator(frame.locale);
  const labels = { name: t('members.name'), address: t('members.invite.address'), role: t('members.role') };
  return (
    <StaffLayout frame={frame} title={t('members.title')} here={{ place: 'members' }} notice={notice}>
      <h1>{t('members.title')}</h1>
      <p class="lead">{t('members.lead')}</p>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{t('members.name')}</th>
            <th scope="col">{t('members.role')}</th>
            <th scope="col">{t('members.state')}</th>
          </tr>
        </thead>
        <tbody>
          {members.map(({ id, name, role, state }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>{t(`staff.role.${role}`)}</td>
              <td>{t(`members.state.${state}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {frame.member.role === 'administrator' && (
        <section>
          <h2>{t('members.invite.title')}</h2>
          <ErrorSummary t={t} errors={errors} labels={labels} />
          <Form action={staffPaths.members} csrf={frame.csrf}>
            <TextField
              t={t}
              name="name"
              label={t('members.name')}
              value={values?.name}
              error={errors.name}
              autocomplete="off"
            />
            <TextField
              t={t}
              name="address"
              kind="address"
              label={t('members.invite.address')}
              hint={t('members.invite.address-hint')}
              value={values?.address}
              error={errors.address}
              autocomplete="off"
            />
            <SelectField
              t={t}
              name="role"
              label={t('members.role')}
              hint={t('members.invite.role-hint')}
              value={values?.role ?? 'editor'}
              error={errors.role}
              options={ROLES.map((role) => ({ value: role, label: t(`staff.role.${role}`) }))}
            />
            <button type="submit" class="button">
              {t('members.invite.submit')}
            </button>
          </Form>
        </section>
      )}
    </StaffLayout>
  );
}
