import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface ReconsentPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  list: { id: string; name: string };
  /** How many have only said yes to earlier words. */
  older: number;
  /** The campaign in which they were asked about these words; null while they were not. */
  asked: string | null;
}

/** Before those with an older yes are asked about the new words: how many, what they get, and that it is done once. */
export function ReconsentPage({ frame, register, list, older, asked }: ReconsentPageProps) {
  const t = translator(frame.locale);
  const title = t('reconsent.title');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }}>
      <p class="crumbs">
        <a href={staffPaths.lists(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="big">
        <strong>{formats(frame.locale, frame.timeZone).number(older)}</strong>
        <span>{t('reconsent.count', { count: older })}</span>
      </p>
      {asked !== null && (
        <p class="note">
          {t('reconsent.asked')}{' '}
          <a href={staffPaths.campaign(register.id, asked)}>{t('reconsent.asked-link')}</a>
        </p>
      )}
      {asked === null && older === 0 && <p class="note">{t('reconsent.none')}</p>}
      {asked === null && older > 0 && (
        <>
          <p>{t('reconsent.once')}</p>
          <p>{t('reconsent.mail')}</p>
          <p>{t('reconsent.silence')}</p>
          <ActButton
            action={staffPaths.listAct(register.id, list.id, 'reconsent')}
            csrf={frame.csrf}
            label={t('reconsent.submit')}
          />
        </>
      )}
    </StaffLayout>
  );
}
