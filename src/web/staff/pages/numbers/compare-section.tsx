import type { ComparedCampaign } from '../../../../campaigns/campaign-numbers.queries.js';
import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { Frame } from '../../../pages/frame.js';
import { dayOf } from '../../../pages/month.js';
import { staffPaths } from '../../../pages/paths.js';
import { BarPlot } from './bar-plot.js';
import { Figure } from './figure.js';

export interface CompareProps {
  frame: Pick<Frame, 'locale' | 'timeZone'>;
  registerId: string;
  /** Oldest first. */
  campaigns: readonly ComparedCampaign[];
}

/** The list's campaigns beside each other. */
export function CompareSection({ frame, registerId, campaigns }: CompareProps) {
  const { locale } = frame;
  const t = translator(locale);
  const { number } = formats(locale, frame.timeZone);
  if (campaigns.length === 0)
    return (
      <section aria-labelledby="compare">
        <h2 id="compare">{t('numbers.compare')}</h2>
        <p>{t('numbers.compare.none')}</p>
      </section>
    );
  const day = (of: ComparedCampaign) => dayOf(of.day, locale);
  const first = day(campaigns[0]!);
  const last = day(campaigns.at(-1)!);
  const counted = campaigns.some(({ unsubscribed }) => (unsubscribed ?? 0) > 0);
  const bars = (kind: 'accepted' | 'unsubscribed', value: (of: ComparedCampaign) => number) => ({
    bars: campaigns.map((one) => ({ label: day(one), up: [{ kind, value: value(one) }] })),
    number,
  });
  return (
    <section class="plots" aria-labelledby="compare">
      <h2 id="compare">{t('numbers.compare')}</h2>
      <div>
        <BarPlot
          id="sent"
          title={t('numbers.compare.accepted')}
          description={t('numbers.compare.text', { count: campaigns.length, first, last })}
          {...bars('accepted', ({ accepted }) => accepted)}
        />
        {counted && (
          <BarPlot
            id="after"
            title={t('numbers.compare.unsubscribed')}
            description={t('numbers.compare.text', { count: campaigns.length, first, last })}
            {...bars('unsubscribed', ({ unsubscribed }) => unsubscribed ?? 0)}
          />
        )}
      </div>
      <table class="figures wide">
        <thead>
          <tr>
            <th scope="col">{t('numbers.campaign')}</th>
            <th scope="col">{t('numbers.accepted')}</th>
            <th scope="col">{t('numbers.failed')}</th>
            <th scope="col">{t('numbers.left-after')}</th>
            <th scope="col">{t('numbers.clicks')}</th>
          </tr>
        </thead>
        <tbody>
          {campaigns.toReversed().map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <a href={staffPaths.campaignNumbers(registerId, one.id)} lang={one.locale}>
                  {one.subject}
                </a>
                <span class="hint when">{day(one)}</span>
              </th>
              <td data-label={t('numbers.accepted')}>{number(one.accepted)}</td>
              <td data-label={t('numbers.failed')}>{share(one, t('locale.tag'))}</td>
              <td data-label={t('numbers.left-after')}>
                {one.unsubscribed === null ? (
                  t(one.over ? 'numbers.not-counted-then' : 'numbers.not-yet')
                ) : (
                  <Figure frame={frame} count={one.unsubscribed} />
                )}
              </td>
              <td data-label={t('numbers.clicks')}>
                {one.followed === null ? (
                  t('numbers.not-counted')
                ) : (
                  <Figure frame={frame} count={one.followed} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{t('numbers.compare.hint')}</p>
    </section>
  );
}

/** What came to nothing, of all that was tried. */
function share({ accepted, failed }: ComparedCampaign, tag: string): string {
  const tried = accepted + failed;
  return new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 }).format(
    tried === 0 ? 0 : failed / tried,
  );
}
