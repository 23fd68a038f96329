import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';

export function RestoreBanner({ frame }: { frame: StaffFrame }) {
  if (frame.restore === null) return null;
  const t = translator(frame.locale);
  return (
    <aside class="trial" aria-label={t('restore.label')}>
      <p>
        <strong>{t('restore.label')}.</strong> {t(`restore.${frame.restore}`)}
      </p>
    </aside>
  );
}
