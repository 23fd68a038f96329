import { translator, type Message } from '../../../platform/i18n/messages.js';
import type { Grant } from '../../../staff/policy.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import type { FormErrors } from '../../pages/field.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { type PlaceChoice, placeValue, placeWords } from './place-words.js';
import { RoleFields } from './role-fields.js';
import { StaffLayout } from './staff-layout.js';

export interface MemberPageProps {
  frame: StaffFrame;
  notice?: Message;
  member: { id: string; name: string; grants: readonly Grant[] };
  places: readonly PlaceChoice[];
  values?: { role: string; place: string };
  errors?: FormErrors<'role' | 'place'>;
}

/** One member: what they may do and where, given and taken away; and the end of it. */
export function MemberPage({ frame, notice, member, places, values, errors = {} }: MemberPageProps) {
  const t = translator(frame.locale);
  const labels = { role: t('members.role'), place: t('members.place') };
  return (
    <StaffLayout frame={frame} title={member.name} here={{ place: 'members' }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.members}>{t('member.back')}</a>
      </p>
      <h1>{member.name}</h1>
      <h2>{t('member.roles')}</h2>
      {member.grants.length === 0 ? (
        <p>{t('member.roles.none')}</p>
      ) : (
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">{t('members.role')}</th>
              <th scope="col">{t('members.place')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {member.grants.map((grant) => {
              const role = t(`staff.role.${grant.role}`);
              const place = placeWords(frame.locale, grant, places);
              return (
                <tr key={`${grant.role}/${grant.registerId}/${grant.listId}`}>
                  <th scope="row">{role}</th>
                  <td>{place}</td>
                  <td>
                    <Form action={staffPaths.memberAct(member.id, 'ungrant')} csrf={frame.csrf} class="act">
                      <input type="hidden" name="role" value={grant.role} />
                      <input type="hidden" name="place" value={placeValue(grant)} />
                      <button
                        type="submit"
                        class="button quiet"
                        aria-label={t('member.remove-label', { role, place })}
                      >
                        {t('member.remove')}
                      </button>
                    </Form>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <section>
        <h2>{t('member.add')}</h2>
        <p class="hint">{t('member.add.hint', { name: member.name })}</p>
        <ErrorSummary t={t} errors={errors} labels={labels} />
        <Form action={staffPaths.memberAct(member.id, 'grant')} csrf={frame.csrf}>
          <RoleFields t={t} frame={frame} places={places} values={values} errors={errors} />
          <button type="submit" class="button">
            {t('member.add.submit')}
          </button>
        </Form>
      </section>
      <section>
        <h2>{t('member.reset')}</h2>
        <p>{t('member.reset.text', { name: member.name })}</p>
        <ActButton
          action={staffPaths.resetFactors(member.id)}
          csrf={frame.csrf}
          label={t('member.reset.submit')}
          kind="quiet"
        />
      </section>
      <section>
        <h2>{t('member.leave')}</h2>
        <p>{t('member.leave.text', { name: member.name })}</p>
        <ActButton
          action={staffPaths.memberAct(member.id, 'disable')}
          csrf={frame.csrf}
          label={t('member.leave.submit', { name: member.name })}
          kind="stop"
        />
      </section>
    </StaffLayout>
  );
}
