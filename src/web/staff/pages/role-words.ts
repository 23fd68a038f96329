import { type Locale, translator } from '../../../platform/i18n/messages.js';
import { type Grant, ROLES } from '../../../staff/policy.js';

/** "Administrator, godkjenner": each role once, wherever it holds. */
export function rolesIn(locale: Locale, grants: readonly Grant[]): string {
  const t = translator(locale);
  const held = ROLES.filter((role) => grants.some((grant) => grant.role === role));
  const [first, ...others] = held.map((role) => t(`staff.role.${role}`));
  if (first === undefined) return t('staff.role.none');
  return [first, ...others.map((name) => name.toLocaleLowerCase(locale))].join(', ');
}
