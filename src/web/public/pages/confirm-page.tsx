import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { ListTerms, type OfferedList } from './offered-list.js';

/** `ask` is the only state with something to press; `action` holds the token. */
export type ConfirmPageProps = { frame: PublicFrame } & (
  | { state: 'ask'; list: OfferedList; action: string }
  | { state: 'confirmed' | 'already'; list: string }
  | { state: 'expired'; signUpHref: string }
  | { state: 'unknown'; signUpHref: string }
);

export function ConfirmPage(props: ConfirmPageProps) {
  const { frame, state } = props;
  const t = translator(frame.locale);
  const list = state === 'ask' ? props.list.name : 'list' in props ? props.list : '';
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
          <ListTerms t={t} list={props.list} id="terms" />
          <ActButton action={props.action} label={t('confirm.ask.button')} />
          <p class="hint">{t('confirm.ask.hint')}</p>
        </section>
      )}
      {(state === 'confirmed' || state === 'already') && <p>{t('confirm.leaving')}</p>}
      {(props.state === 'expired' || props.state === 'unknown') && (
        <p>
          <a class="button" href={props.signUpHref}>
            {t('confirm.sign-up-again')}
          </a>
        </p>
      )}
    </PublicLayout>
  );
}
