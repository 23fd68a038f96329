import { translator } from '../../../platform/i18n/messages.js';
import { staffPaths } from '../../pages/paths.js';
import { type OfPerson, PressButton } from './press-button.js';
import { StaffLayout } from './staff-layout.js';

export type ErasePersonPageProps = OfPerson & { state: 'ask' | 'done' };

const GOES = ['address', 'lists', 'proof'] as const;
const STAYS = ['hash', 'backups', 'ledger', 'numbers'] as const;

/** `ask` says what goes and what stays before the one press; `done` holds nothing of the person any more. */
export function ErasePersonPage({ state, ...of }: ErasePersonPageProps) {
  const { frame, register, press } = of;
  const t = translator(frame.locale);
  return (
    <StaffLayout frame={frame} title={t('look-up.title')} here={{ place: 'look-up' }}>
      <p class="crumbs">
        <a href={staffPaths.lookUp}>{t('look-up.title')}</a>
      </p>
      <div role={state === 'done' ? 'status' : undefined}>
        <h1>{t(`erase-person.${state}.title`)}</h1>
        <p class="lead">{t(`erase-person.${state}.lead`)}</p>
      </div>
      {state === 'ask' && (
        <>
          <p class="anywhere">
            {t('erase-person.whom', { address: press.address, register: register.name })}
          </p>
          <p class="note warn">{t('erase-person.only')}</p>
          <h2>{t('erase.goes.title')}</h2>
          <ul>
            {GOES.map((what) => (
              <li key={what}>{t(`erase-person.goes.${what}`)}</li>
            ))}
          </ul>
        </>
      )}
      <h2>{t('erase.stays.title')}</h2>
      <ul>
        {STAYS.map((what) => (
          <li key={what}>{t(`erase-person.stays.${what}`)}</li>
        ))}
      </ul>
      {state === 'ask' ? (
        <div class="buttons">
          <PressButton {...of} act="erase/now" label={t('erase-person.submit')} kind="stop" />
          <PressButton {...of} act="show" label={t('erase-person.leave')} kind="quiet" />
        </div>
      ) : (
        <p class="alone">
          <a href={staffPaths.lookUp}>{t('looked-up.again')}</a>
        </p>
      )}
    </StaffLayout>
  );
}
