/** What the first administrator of a new house fills in. */
export const FIRST_FORM = {
  organisationName: 'Fjellhallen',
  organisationNumber: '974760673',
  postalAddress: 'Fjellveien 1, 0001 Oslo',
  contactAddress: 'post@fjellhallen.example',
  privacyContactAddress: 'personvern@fjellhallen.example',
  adminName: 'Kari Nordmann',
  adminAddress: 'kari@fjellhallen.example',
  password: 'fire ord som ingen gjetter',
};
