import { translator } from '../../../platform/i18n/messages.js';
import { RETENTION, type RetentionGroup, type RetentionRule } from '../../../privacy/retention.js';
import type { WideFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

const GROUPS: readonly RetentionGroup[] = ['you', 'staff', 'house', 'running'];

/** Everything that is stored and how long it is kept, from the very rules that are run. */
export function RetentionPage({ frame }: { frame: WideFrame }) {
  const t = translator(frame.locale);
  return (
    <PublicLayout frame={frame} title={t('retention.title')}>
      <article class="prose">
        <h1>{t('retention.title')}</h1>
        <p class="lead">{t('retention.lead')}</p>
        {GROUPS.map((group) => (
          <RetentionTable key={group} frame={frame} group={group} />
        ))}
        <h2>{t('retention.order.title')}</h2>
        <p>{t('retention.order.text')}</p>
        <p class="limit">
          <strong>{t('promises.limit')}</strong> {t('retention.order.limit')}
        </p>
        <h2>{t('retention.copies.title')}</h2>
        <p>{t('retention.copies.text')}</p>
        <p class="alone">
          <a href={inLanguage(publicPaths.privacy, frame.locale)}>{t('promises.privacy-link')}</a>
        </p>
      </article>
    </PublicLayout>
  );
}

function RetentionTable({ frame, group }: { frame: WideFrame; group: RetentionGroup }) {
  const t = translator(frame.locale);
  return (
    <>
      <h2 id={group}>{t(`retention.${group}`)}</h2>
      <table class="stacked" aria-labelledby={group}>
        <thead>
          <tr>
            <th scope="col">{t('retention.what')}</th>
            <th scope="col">{t('retention.how-long')}</th>
          </tr>
        </thead>
        <tbody>
          {RETENTION.filter((rule) => rule.group === group).map((rule) => (
            <tr key={rule.id}>
              <th scope="row">{t(`retention.${rule.id}.what`)}</th>
              <td>{t(`retention.${rule.id}.kept`, period(rule))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function period(rule: RetentionRule) {
  return { days: rule.days ?? 0, months: rule.months ?? 0, years: rule.years ?? 0 };
}
