import type { ListOverview } from '../../consent/list-overview.queries.js';
import type { Locale } from '../../platform/i18n/messages.js';
import type { ListLine } from './pages/list-table.js';

/** A list as a line of a table, its purpose in the reader's language where it was written in it. */
export function listLine(list: ListOverview, locale: Locale): ListLine {
  const words = list.texts.find((text) => text.locale === locale) ?? list.texts[0];
  return {
    id: list.id,
    name: list.name,
    purpose: words?.text ?? '',
    confirmed: list.confirmed,
    ...(list.state !== 'open' && list.state !== 'deleting' && { state: list.state }),
  };
}
