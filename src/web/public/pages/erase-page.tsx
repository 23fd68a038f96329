import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

/** `ask` says what goes and what stays before the one press; `done` is the farewell, and holds no way back. */
export type ErasePageProps = { frame: PublicFrame } & ({ state: 'ask'; token: string } | { state: 'done' });

const GOES = ['address', 'lists', 'proof'] as const;
const STAYS = ['hash', 'backups', 'ledger', 'numbers'] as const;

export function ErasePage(props: ErasePageProps) {
  const { frame, state } = props;
  const t = translator(frame.locale);
  const title = t(`erase.${state}.title`);
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <div role={state === 'done' ? 'status' : undefined}>
        <h1>{title}</h1>
        <p class="lead">{t(`erase.${state}.lead`)}</p>
      </div>
      {props.state === 'ask' && (
        <>
          <h2>{t('erase.goes.title')}</h2>
          <ul>
            {GOES.map((what) => (
              <li key={what}>{t(`erase.goes.${what}`)}</li>
            ))}
          </ul>
        </>
      )}
      <h2>{t('erase.stays.title')}</h2>
      <ul>
        {STAYS.map((what) => (
          <li key={what}>{t(`erase.stays.${what}`)}</li>
        ))}
      </ul>
      {props.state === 'ask' ? (
        <>
          <ActButton
            action={inLanguage(publicPaths.manageAct(props.token, 'erase'), frame.locale)}
            label={t('erase.ask.button')}
            kind="stop"
          />
          <p class="alone">
            <a href={inLanguage(publicPaths.manage(props.token), frame.locale)}>{t('manage.back')}</a>
          </p>
        </>
      ) : (
        <p>{t('erase.done.again')}</p>
      )}
    </PublicLayout>
  );
}
