import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { Frame } from '../../pages/frame.js';
import { type DeliveryCounts, shownLines } from './delivery-words.js';
import { Swatch } from './progress-bar.js';

export interface DeliveryTableProps {
  frame: Pick<Frame, 'locale' | 'timeZone'>;
  counts: DeliveryCounts;
}

/** What became of each message, summing to how many there were. */
export function DeliveryTable({ frame, counts }: DeliveryTableProps) {
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  return (
    <table class="counts">
      <thead>
        <tr>
          <th scope="col">{t('progress.state')}</th>
          <th scope="col">{t('progress.count')}</th>
        </tr>
      </thead>
      <tbody>
        {shownLines(counts).map(({ state, word, count }) => (
          <tr key={state}>
            <th scope="row">
              <Swatch state={state} />
              {t(word)}
            </th>
            <td>{number(count)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('progress.total')}</th>
          <td>{number(counts.total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
