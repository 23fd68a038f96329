import { type Locale, translator } from '../../../platform/i18n/messages.js';
import type { Grant } from '../../../staff/policy.js';

/** A register, or a list of it, for which a role can be given. */
export interface PlaceChoice {
  registerId: string;
  listId: string | null;
  register: string;
  list: string | null;
}

/** A place as a form names it: '' for the house, a register's id, or both ids with a stroke between. */
export function placeValue({ registerId, listId }: Pick<Grant, 'registerId' | 'listId'>): string {
  return [registerId, listId].filter((id) => id !== null).join('/');
}

/** "Overalt", "Hele Abonnenter", "Nyhetsbrev, i Abonnenter". */
export function placeWords(
  locale: Locale,
  { registerId, listId }: Pick<Grant, 'registerId' | 'listId'>,
  choices: readonly PlaceChoice[],
): string {
  const t = translator(locale);
  if (registerId === null) return t('members.place.house');
  const choice = choices.find((one) => one.registerId === registerId && one.listId === listId);
  const register = choice?.register ?? '';
  return listId === null
    ? t('members.place.register', { register })
    : t('members.place.list', { list: choice?.list ?? '', register });
}
