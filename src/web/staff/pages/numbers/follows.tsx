import { translator } from '../../../../platform/i18n/messages.js';
import type { DayAfter, FollowedLink } from '../../../../campaigns/campaign-numbers.queries.js';
import type { Frame } from '../../../pages/frame.js';
import { DayFigures } from './days-after.js';
import { Figure } from './figure.js';

/** As `jatakk.count_follows`: of what reached fewer nothing is counted. */
const FEWEST = 20;

export interface FollowsProps {
  frame: Pick<Frame, 'locale' | 'timeZone'>;
  /** Null where it is not counted. */
  follows: { links: readonly FollowedLink[]; days: readonly DayAfter[] } | null;
  /** How many it reached, as far as anybody knows. */
  reached: number;
}

/** How often each link was followed. Not by whom, and not by how many. */
export function Follows({ frame, follows, reached }: FollowsProps) {
  const { locale } = frame;
  const t = translator(locale);
  const title = t('numbers.follows');
  if (follows === null || reached < FEWEST || follows.links.length === 0)
    return (
      <section aria-labelledby="follows">
        <h2 id="follows">{title}</h2>
        <p>
          {follows === null
            ? t('numbers.follows.off')
            : t(reached < FEWEST ? 'numbers.follows.too-few' : 'numbers.follows.none', { least: FEWEST })}
        </p>
      </section>
    );
  return (
    <section class="plots" aria-labelledby="follows">
      <h2 id="follows">{title}</h2>
      <p>{t('numbers.follows.text')}</p>
      <table class="figures few-columns wide">
        <thead>
          <tr>
            <th scope="col">{t('numbers.link')}</th>
            <th scope="col">{t('numbers.clicks')}</th>
          </tr>
        </thead>
        <tbody>
          {follows.links.map(({ target, count }) => (
            <tr key={target}>
              <th scope="row" class="anywhere">
                {target}
              </th>
              <td>
                <Figure frame={frame} count={count} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <DayFigures
        frame={frame}
        id="follow-days"
        kind="followed"
        title={t('numbers.follows.plot')}
        days={follows.days}
      />
    </section>
  );
}
