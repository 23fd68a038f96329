import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { ListTerms, type OfferedList } from './offered-list.js';

/** `ask` is the only state with something to press; `action` holds the token. */
export type ConfirmPageProps = { frame: PublicFrame } & (
  | { state: 'ask'; lists: readonly OfferedList[]; action: string }
  | { state: 'confirmed' | 'already'; list: string }
  | { state: 'expired'; signUpHref: string }
  | { state: 'unknown'; signUpHref: string }
);

export function ConfirmPage(props: ConfirmPageProps) {
  const { frame, state } = props;
  const t = translator(frame.locale);
  const list =
    state === 'ask' ? props.lists.map(({ name }) => name).join(', ') : 'list' in props ? props.list : '';
  const title = t(`confirm.${state}.title`, { list });
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <div role={state === 'ask' ? undefined : 'status'}>
        <h1>{title}</h1>
        <p class="lead">{t(`confirm.${state}.lead`, { list })}</p>
      </div>
      {props.state === 'ask' && (
        <section class="card">
          <h2 class="small">{t('sign-up.list-one')}</h2>
          {props.lists.map((offered) => (
            <div key={offered.slug}>
              {props.lists.length > 1 && <h3>{offered.name}</h3>}
              <ListTerms t={t} list={offered} id={`terms-${offered.slug}`} />
            </div>
          ))}
          <ActButton action={inLanguage(props.action, frame.locale)} label={t('confirm.ask.button')} />
          <p class="hint">{t('confirm.ask.hint')}</p>
        </section>
      )}
      {(state === 'confirmed' || state === 'already') && <p>{t('confirm.leaving')}</p>}
      {(props.state === 'expired' || props.state === 'unknown') && (
        <p>
          <a class="button" href={inLanguage(props.signUpHref, frame.locale)}>
            {t('confirm.sign-up-again')}
          </a>
        </p>
      )}
    </PublicLayout>
  );
}
