import { translator } from '../../../../platform/i18n/messages.js';
import { NONE, OTHER } from '../../../../traffic/dimensions.js';
import type { KindCell } from '../../../../traffic/traffic.queries.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { Figure } from '../numbers/figure.js';
import { tenth } from '../numbers/plot-scale.js';

export interface KindTableProps {
  frame: Pick<StaffFrame, 'locale' | 'timeZone'>;
  kind: KindCell['kind'];
  /** The most first. */
  cells: readonly KindCell[];
  number: (value: number) => string;
}

/** What the views were of: a bar for each, and its number. Where nothing came to five, nothing is shown. */
export function KindTable({ frame, kind, cells, number }: KindTableProps) {
  const t = translator(frame.locale);
  if (cells.length === 0) return null;
  const isPage = kind === 'page';
  const count = ({ views, visits }: KindCell) => (isPage ? views : visits);
  const most = Math.max(1, ...cells.map(count));
  const label = (value: string) => {
    if (value === OTHER) return t('traffic.other');
    return value === NONE ? t(kind === 'referrer' ? 'traffic.none.referrer' : 'traffic.none') : value;
  };
  return (
    <section aria-labelledby={kind}>
      <h2 id={kind}>{t(`traffic.kind.${kind}`)}</h2>
      <table class="figures few-columns">
        <thead>
          <tr>
            <th scope="col">{t(`traffic.kind.${kind}.one`)}</th>
            {isPage && <th scope="col">{t('traffic.views')}</th>}
            <th scope="col">{t(isPage ? 'traffic.came-in' : 'traffic.visits')}</th>
          </tr>
        </thead>
        <tbody>
          {cells.map((cell) => (
            <tr key={cell.value}>
              <th scope="row" class="anywhere">
                {label(cell.value)}
                <svg
                  class="share"
                  aria-hidden="true"
                  width="100%"
                  height="6"
                  viewBox="0 0 100 6"
                  preserveAspectRatio="none"
                >
                  <rect class="rest" width="100" height="6" />
                  <rect class="mark visits" width={tenth((count(cell) / most) * 100)} height="6" />
                </svg>
              </th>
              {isPage && <td>{number(cell.views)}</td>}
              <td>
                <Figure frame={frame} count={cell.visits} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
