import { translator } from '../../../../platform/i18n/messages.js';
import type { TrafficChoices } from '../../../../traffic/traffic.queries.js';
import type { StaffFrame } from '../../../pages/frame.js';
import type { TrafficPeriod } from '../../traffic-view.js';
import { Figure } from '../numbers/figure.js';

export interface TrafficTodayProps {
  frame: StaffFrame;
  site: string;
  /** So far, rounded down to fives. */
  today: TrafficPeriod;
  choices: TrafficChoices;
}

/** The day that is going on. */
export function TrafficToday({ frame, site, today, choices }: TrafficTodayProps) {
  const t = translator(frame.locale);
  const figures = [
    ['visits', true],
    ['views', true],
    ['visitors', choices.visitors],
    ['devices', choices.asking.includes(site)],
  ] as const;
  return (
    <section aria-labelledby="today">
      <h2 id="today">{t('traffic.today')}</h2>
      <dl class="facts today-so-far">
        {figures.map(
          ([measure, isCounted]) =>
            isCounted && (
              <div key={measure}>
                <dt>{t(`traffic.${measure}`)}</dt>
                <dd>
                  <Figure frame={frame} count={today[measure]} />
                </dd>
              </div>
            ),
        )}
      </dl>
      <p class="hint">{t('traffic.today.hint')}</p>
    </section>
  );
}
