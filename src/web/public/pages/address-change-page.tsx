import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { PublicLayout } from '../../pages/public-layout.js';

/** The link in a mail to a new address. `taken` is told only to whoever reads mail there. */
export type AddressChangePageProps = { frame: PublicFrame } & (
  { state: 'ask' | 'late'; action: string } | { state: 'changed' | 'taken' | 'expired' | 'unknown' }
);

export function AddressChangePage(props: AddressChangePageProps) {
  const { frame, state } = props;
  const t = translator(frame.locale);
  const title = t(`address-change.${state}.title`);
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <div role={state === 'ask' ? undefined : 'status'}>
        <h1>{title}</h1>
        <p class="lead">{t(`address-change.${state}.lead`)}</p>
      </div>
      {'action' in props && (
        <ActButton action={inLanguage(props.action, frame.locale)} label={t('address-change.ask.button')} />
      )}
    </PublicLayout>
  );
}
