import { type PageLocale, translator } from '../../platform/i18n/messages.js';
import type { Frame } from './frame.js';
import { inLanguage } from './in-language.js';
import { publicPaths } from './paths.js';

export function TrialBanner({ frame }: { frame: Frame<PageLocale> }) {
  if (!frame.trial) return null;
  const t = translator(frame.locale);
  return (
    <aside class="trial" aria-label={t('trial.label')}>
      <p>
        <strong>{t('trial.label')}.</strong> {t('trial.text')}{' '}
        <a href={inLanguage(publicPaths.mailbox, frame.locale)}>{t('trial.mailbox')}</a>
      </p>
    </aside>
  );
}
