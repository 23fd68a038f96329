import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface RecoveryCodesPageProps {
  frame: StaffFrame;
  codes: readonly string[];
}

/** Shown once, to be printed or written down. */
export function RecoveryCodesPage({ frame, codes }: RecoveryCodesPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout frame={frame} title={t('recovery-codes.title')} here={{ place: 'account' }}>
      <h1>{t('recovery-codes.title')}</h1>
      <p class="lead">{t('recovery-codes.lead')}</p>
      <ol class="codes card">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p class="note warn">{t('recovery-codes.once')}</p>
      <p>
        <a class="button" href={staffPaths.account}>
          {t('recovery-codes.done')}
        </a>
      </p>
    </StaffLayout>
  );
}
