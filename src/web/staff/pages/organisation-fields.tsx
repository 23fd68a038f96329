import type { Translate } from '../../../platform/i18n/messages.js';
import { TextArea, TextField, type FormErrors } from '../../pages/field.js';

/** The names the fields are posted under. */
export interface OrganisationValues {
  organisationName: string;
  organisationNumber: string;
  postalAddress: string;
  contactAddress: string;
  privacyContactAddress: string;
}

export type OrganisationField = keyof OrganisationValues;

export interface OrganisationFieldsProps {
  t: Translate;
  values: Partial<OrganisationValues>;
  errors: FormErrors<OrganisationField>;
}

export function OrganisationFields({ t, values, errors }: OrganisationFieldsProps) {
  const common = (name: OrganisationField) => ({ t, name, value: values[name], error: errors[name] });
  return (
    <>
      <TextField
        {...common('organisationName')}
        label={t('organisation.name')}
        hint={t('organisation.name-hint')}
        autocomplete="organization"
      />
      <TextField
        {...common('organisationNumber')}
        kind="number"
        label={t('organisation.number')}
        hint={t('organisation.number-hint')}
        autocomplete="off"
      />
      <TextArea {...common('postalAddress')} rows={3} label={t('organisation.postal-address')} />
      <TextField
        {...common('contactAddress')}
        kind="address"
        label={t('organisation.contact')}
        hint={t('organisation.contact-hint')}
        autocomplete="off"
      />
      <TextField
        {...common('privacyContactAddress')}
        kind="address"
        label={t('organisation.privacy-contact')}
        hint={t('organisation.privacy-contact-hint')}
        autocomplete="off"
      />
    </>
  );
}
