import type { Message } from '../../platform/i18n/messages.js';
import { type Grant, ROLES } from '../../staff/policy.js';
import { type PlaceChoice, placeValue } from './pages/place-words.js';

export type GrantReading =
  { ok: true; grant: Grant } | { ok: false; errors: Partial<Record<'role' | 'place', Message>> };

/** A role and its place, as a form names them. */
export function readGrant(
  values: { role: string; place: string },
  choices: readonly PlaceChoice[],
): GrantReading {
  const unknown: Message = { key: 'form.unknown-choice' };
  const role = ROLES.find((one) => one === values.role);
  const place = choices.find((choice) => placeValue(choice) === values.place);
  if (role && (place || values.place === ''))
    return {
      ok: true,
      grant: { role, registerId: place?.registerId ?? null, listId: place?.listId ?? null },
    };
  return { ok: false, errors: role ? { place: unknown } : { role: unknown } };
}
