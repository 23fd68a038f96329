import { translator, type Translate } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { ListTerms, SenderTerm, sharedSender, type OfferedList } from './offered-list.js';

/** `ask` is the only state with something to press; `action` holds the token, `shown` tells which words are beside it. */
export type ConfirmPageProps = { frame: PublicFrame } & (
  | { state: 'confirmed' | 'already'; list: string; receiptHref: string }
  | { state: 'ask'; lists: readonly OfferedList[]; action: string; shown?: string }
  | { state: 'expired'; signUpHref: string }
  | { state: 'unknown'; signUpHref: string }
);

export function ConfirmPage(props: ConfirmPageProps) {
  const { frame, state } = props;
  const t = translator(frame.locale);
  const list =
    state === 'ask' ? props.lists.map(({ name }) => name).join(', ') : 'list' in props ? props.list : '';
  const several = state === 'ask' && props.lists.length > 1;
  const title = several ? t('confirm.ask.title-many') : t(`confirm.${state}.title`, { list });
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <div role={state === 'ask' ? undefined : 'status'}>
        <h1>{title}</h1>
        <p class="lead">{t(`confirm.${state}.lead`, { list })}</p>
      </div>
      {props.state === 'ask' && (
        <section class="card">
          <h2 class="small">{t('sign-up.list-one')}</h2>
          <AskedLists t={t} lists={props.lists} />
          <ActButton
            action={inLanguage(props.action, frame.locale)}
            label={t('confirm.ask.button')}
            fields={props.shown === undefined ? {} : { shown: props.shown }}
          />
          <p class="hint">{t('confirm.ask.hint')}</p>
        </section>
      )}
      {(props.state === 'confirmed' || props.state === 'already') && (
        <>
          <p>{t('confirm.leaving')}</p>
          <p>
            {t('confirm.receipt-text')}{' '}
            <a href={inLanguage(props.receiptHref, frame.locale)}>{t('confirm.receipt-link')}</a>
          </p>
        </>
      )}
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

function AskedLists({ t, lists }: { t: Translate; lists: readonly OfferedList[] }) {
  const [only] = lists;
  if (only && lists.length === 1) return <ListTerms t={t} list={only} id="terms" />;
  const oneSender = sharedSender(lists);
  return (
    <>
      <ul class="asked">
        {lists.map((list) => (
          <li key={list.slug}>
            <h3>{list.name}</h3>
            <ListTerms t={t} list={list} id={`terms-${list.slug}`} sender={!oneSender} />
          </li>
        ))}
      </ul>
      {oneSender && (
        <dl class="terms shared">
          <SenderTerm t={t} list={oneSender} />
        </dl>
      )}
    </>
  );
}
