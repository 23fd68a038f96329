import { formats } from '../../../platform/i18n/formats.js';
import { translator, type Message } from '../../../platform/i18n/messages.js';
import { type Grant, mayDo, maySomewhere } from '../../../staff/policy.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { type PlaceChoice } from './place-words.js';
import { RoleFields } from './role-fields.js';
import { rolesIn } from './role-words.js';
import { StaffLayout } from './staff-layout.js';

export type MemberField = 'name' | 'address' | 'role' | 'place';

export interface StaffPageProps {
  frame: StaffFrame;
  notice?: Message;
  members: readonly {
    id: string;
    name: string;
    grants: readonly Grant[];
    state: 'active' | 'invited' | 'disabled';
  }[];
  places: readonly PlaceChoice[];
  deputies: readonly { staffId: string; forName: string; until: Date }[];
  /** What was typed in the invitation: posted as `name`, `address`, `role`, `place`. */
  values?: Record<MemberField, string>;
  errors?: FormErrors<MemberField>;
}

export function StaffPage(props: StaffPageProps) {
  const { frame, notice, members, places, deputies, values, errors = {} } = props;
  const { date } = formats(frame.locale, frame.timeZone);
  const t = translator(frame.locale);
  const manages = mayDo(frame.member.grants, 'manage-staff');
  const labels = {
    name: t('members.name'),
    address: t('members.invite.address'),
    role: t('members.role'),
    place: t('members.place'),
  };
  return (
    <StaffLayout frame={frame} title={t('members.title')} here={{ place: 'members' }} notice={notice}>
      <h1>{t('members.title')}</h1>
      <p class="lead">{t('members.lead')}</p>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{t('members.name')}</th>
            <th scope="col">{t('members.roles')}</th>
            <th scope="col">{t('members.state')}</th>
          </tr>
        </thead>
        <tbody>
          {members.map(({ id, name, grants, state }) => (
            <tr key={id}>
              <th scope="row">
                {manages && state !== 'disabled' ? <a href={staffPaths.member(id)}>{name}</a> : name}
              </th>
              <td>
                {state === 'disabled' ? '' : rolesIn(frame.locale, grants)}
                {deputies
                  .filter(({ staffId }) => staffId === id)
                  .map(({ forName, until }) => (
                    <p class="hint" key={forName}>
                      {t('deputy.of', { name: forName, date: date(until) })}
                    </p>
                  ))}
              </td>
              <td>{t(`members.state.${state}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {maySomewhere(frame.member.grants, 'approve') && (
        <p>
          <a href={staffPaths.deputy}>{t('deputy.link')}</a>
        </p>
      )}
      {manages && (
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
            <RoleFields t={t} frame={frame} places={places} values={values} errors={errors} />
            <button type="submit" class="button">
              {t('members.invite.submit')}
            </button>
          </Form>
        </section>
      )}
    </StaffLayout>
  );
}
