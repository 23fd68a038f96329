import type { ThemeCount } from '../../inbound/inbox/heard.queries.js';
import { formats } from '../../platform/i18n/formats.js';
import { translator } from '../../platform/i18n/messages.js';
import type { Frame } from './frame.js';

/** What mail of one month was about, in numbers that tell of nobody. */
export function ThemeCounts({
  frame,
  counts,
  label,
}: {
  frame: Frame;
  counts: readonly ThemeCount[];
  label: string;
}) {
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  return (
    <table class="theme-counts" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('heard.counts.theme')}</th>
          <th scope="col" class="number">
            {t('heard.counts.number')}
          </th>
        </tr>
      </thead>
      <tbody>
        {counts.map(({ theme, count }) => (
          <tr key={theme}>
            <th scope="row">{theme ?? t('heard.counts.others')}</th>
            <td class="number">{count === null ? t('heard.counts.few') : number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
