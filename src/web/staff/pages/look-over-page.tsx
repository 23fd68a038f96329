import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

/** A press that came too late, or from elsewhere: nothing was done, and nothing is shown. */
export function LookOverPage({ frame }: { frame: StaffFrame }) {
  const t = translator(frame.locale);
  return (
    <StaffLayout frame={frame} title={t('look-up.title')} here={{ place: 'look-up' }}>
      <h1>{t('looked-up.over.title')}</h1>
      <p class="lead">{t('looked-up.over.lead')}</p>
      <p>{t('looked-up.over.text')}</p>
      <p class="alone">
        <a href={staffPaths.lookUp}>{t('looked-up.again')}</a>
      </p>
    </StaffLayout>
  );
}
