import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface NobodyPageProps {
  frame: StaffFrame;
  register: { name: string };
  /** As it was typed. */
  address: string;
  objected: boolean;
}

/** Nobody in the register has that address. */
export function NobodyPage({ frame, register, address, objected }: NobodyPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout frame={frame} title={t('look-up.title')} here={{ place: 'look-up' }}>
      <p class="crumbs">
        <a href={staffPaths.lookUp}>{t('look-up.title')}</a>
      </p>
      <h1>{t('looked-up.nobody.title')}</h1>
      <p class="lead anywhere">{t('looked-up.nobody.lead', { register: register.name, address })}</p>
      {objected && <p class="note stop">{t('looked-up.nobody.objected')}</p>}
      <p>{t('looked-up.nobody.text')}</p>
      <p class="alone">
        <a href={staffPaths.lookUp}>{t('looked-up.again')}</a>
      </p>
    </StaffLayout>
  );
}
