import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

export interface ListLine {
  id: string;
  name: string;
  /** In the reader's language. */
  purpose: string;
  confirmed: number;
  state?: 'resting' | 'closing' | 'closed';
}

export interface ListTableProps {
  frame: StaffFrame;
  registerId: string;
  lists: readonly ListLine[];
}

export function ListTable({ frame, registerId, lists }: ListTableProps) {
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  if (lists.length === 0) return <p>{t('lists.empty')}</p>;
  return (
    <table class="stacked">
      <thead>
        <tr>
          <th scope="col">{t('lists.name')}</th>
          <th scope="col" class="number">
            {t('lists.confirmed')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lists.map(({ id, name, purpose, confirmed, state }) => (
          <tr key={id}>
            <th scope="row">
              <a href={staffPaths.list(registerId, id)}>{name}</a>
              <span class="hint when">{purpose}</span>
              {state && <span class="hint when">{t(`lists.${state}`)}</span>}
            </th>
            <td class="number">
              {number(confirmed)} <span class="narrow">{t('lists.confirmed')}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
