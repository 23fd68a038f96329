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

export function organisationLabels(t: Translate): Record<OrganisationField, string> {
  return {
    organisationName: t('organisation.name'),
    organisationNumber: t('organisation.number'),
    postalAddress: t('organisation.postal-address'),
    contactAddress: t('organisation.contact'),
    privacyContactAddress: t('organisation.privacy-contact'),
  };
}

export interface OrganisationFieldsProps {
  t: Translate;
  values: Partial<OrganisationValues>;
  errors: FormErrors<OrganisationField>;
}

export function OrganisationFields({ t, values, errors }: OrganisationFieldsProps) {
  const labels = organisationLabels(t);
  const common = (name: OrganisationField) => ({
    t,
    name,
    label: labels[name],
    value: values[name],
    error: errors[name],
  });
  return (
    <>
      <TextField
        {...common('organisationName')}
        hint={t('organisation.name-hint')}
        autocomplete="organization"
      />
      <TextField
        {...common('organisationNumber')}
        kind="number"
        hint={t('organisation.number-hint')}
        autocomplete="off"
      />
      <TextArea {...common('postalAddress')} rows={3} />
      <TextField
        {...common('contactAddress')}
        kind="address"
        hint={t('organisation.contact-hint')}
        autocomplete="off"
      />
      <TextField
        {...common('privacyContactAddress')}
        kind="address"
        hint={t('organisation.privacy-contact-hint')}
        autocomplete="off"
      />
    </>
  );
}
