import { z } from 'zod';
import { parseEmailAddress, trimTyped } from '../../registers/email-address.js';
import { addressMessage } from '../http/address-words.js';
import type { FormErrors } from '../pages/field.js';
import { faults, lineFault, organisationNumberFault, textFault, typed } from './fields.js';
import type { OrganisationField, OrganisationValues } from './pages/organisation-fields.js';

export const organisationForm = z.object({
  organisationName: typed,
  organisationNumber: typed,
  postalAddress: typed,
  contactAddress: typed,
  privacyContactAddress: typed,
});

/** What is wrong with the organisation's particulars, per field. */
export function organisationFaults(values: OrganisationValues): FormErrors<OrganisationField> {
  return faults<OrganisationField>({
    organisationName: lineFault(values.organisationName, { max: 100 }),
    organisationNumber: organisationNumberFault(values.organisationNumber),
    postalAddress: textFault(values.postalAddress, { max: 300 }),
    contactAddress: shownAddressFault(values.contactAddress),
    privacyContactAddress: shownAddressFault(values.privacyContactAddress),
  });
}

/** An address that is published or written from: ASCII, so that every mail server takes it as a sender. */
export function shownAddressFault(text: string) {
  const reading = parseEmailAddress(trimTyped(text));
  if (!reading.ok) return addressMessage(reading.reason);
  return reading.address.needsSmtpUtf8 ? ({ key: 'address.error.local-part' } as const) : undefined;
}

/** The columns of one organisation, from checked values. */
export function organisationRow(values: OrganisationValues) {
  return {
    name: values.organisationName.trim(),
    orgNumber: values.organisationNumber.replaceAll(/[ \u00a0]/g, ''),
    postalAddress: values.postalAddress.trim().replaceAll(/\s*\r?\n\s*/g, ', '),
    contactEmail: trimTyped(values.contactAddress),
    privacyEmail: trimTyped(values.privacyContactAddress),
  };
}
