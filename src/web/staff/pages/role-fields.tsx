import type { Translate } from '../../../platform/i18n/messages.js';
import { ROLES } from '../../../staff/policy.js';
import { SelectField, type FormErrors } from '../../pages/field.js';
import type { StaffFrame } from '../../pages/frame.js';
import { type PlaceChoice, placeValue, placeWords } from './place-words.js';

export interface RoleFieldsProps {
  t: Translate;
  frame: StaffFrame;
  places: readonly PlaceChoice[];
  values?: { role: string; place: string } | undefined;
  errors?: FormErrors<'role' | 'place'>;
}

/** A role, and where it holds. */
export function RoleFields({ t, frame, places, values, errors = {} }: RoleFieldsProps) {
  return (
    <>
      <SelectField
        t={t}
        name="role"
        label={t('members.role')}
        hint={t('members.invite.role-hint')}
        value={values?.role ?? 'editor'}
        error={errors.role}
        options={ROLES.map((role) => ({ value: role, label: t(`staff.role.${role}`) }))}
      />
      <SelectField
        t={t}
        name="place"
        label={t('members.place')}
        hint={t('members.invite.place-hint')}
        value={values?.place ?? ''}
        error={errors.place}
        options={[
          { value: '', label: t('members.place.house') },
          ...places.map((place) => ({
            value: placeValue(place),
            label: placeWords(frame.locale, place, places),
          })),
        ]}
      />
    </>
  );
}
