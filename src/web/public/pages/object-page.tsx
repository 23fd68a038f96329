import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

/** "Never write to me": what it ends, and that only the organisation can take it back, at one's own request. */
export function ObjectPage({
  frame,
  token,
  state,
}: {
  frame: PublicFrame;
  token: string;
  state: 'ask' | 'done';
}) {
  const t = translator(frame.locale);
  const title = t(`object.${state}.title`);
  const back = inLanguage(publicPaths.manage(token), frame.locale);
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <div role={state === 'done' ? 'status' : undefined}>
        <h1>{title}</h1>
        <p class="lead">{t(`object.${state}.lead`)}</p>
      </div>
      {state === 'ask' && (
        <>
          <ul>
            <li>{t('object.ask.ends')}</li>
            <li>{t('object.ask.hash')}</li>
            <li>{t('object.ask.back')}</li>
          </ul>
          <ActButton
            action={inLanguage(publicPaths.manageAct(token, 'object'), frame.locale)}
            label={t('object.ask.button')}
          />
        </>
      )}
      {state === 'done' && <p>{t('object.done.erase')}</p>}
      <p class="alone">
        <a href={back}>{t('manage.back')}</a>
      </p>
    </PublicLayout>
  );
}
