import { translator } from '../../../platform/i18n/messages.js';
import type { Receipt } from '../../../subscriptions/receipts/receipt.js';
import { ActButton } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { ReceiptCard } from './receipt-card.js';

/** `path` holds the token: shown again by GET, sent by mail by POST. */
export type ReceiptPageProps = { frame: PublicFrame } & (
  | { state: 'shown'; receipts: readonly Receipt[]; path: string }
  | { state: 'not-yet' | 'late' | 'asked' | 'waits'; path: string }
  | { state: 'unknown' }
);

/** What somebody said yes to, to be kept. */
export function ReceiptPage(props: ReceiptPageProps) {
  const { frame, state } = props;
  const t = translator(frame.locale);
  const title = t(`receipt.${state}.title`);
  const again = 'path' in props ? inLanguage(props.path, frame.locale) : '';
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <div role={state === 'shown' ? undefined : 'status'}>
        <h1>{title}</h1>
        <p class="lead">{t(`receipt.${state}.lead`)}</p>
      </div>
      {props.state === 'shown' && (
        <>
          {props.receipts.map((receipt, index) => (
            <ReceiptCard key={receipt.salt} frame={frame} receipt={receipt} id={`receipt-${index + 1}`} />
          ))}
          <section class="after">
            <p class="hint">
              {t('receipt.check')}{' '}
              <a href={inLanguage(publicPaths.verifyReceipt, frame.locale)}>{t('verify.title')}</a>
            </p>
            <p class="hint">{t('receipt.mail-text')}</p>
            <ActButton action={again} label={t('receipt.mail-button')} kind="quiet" />
          </section>
        </>
      )}
      {(props.state === 'not-yet' || props.state === 'late') && (
        <p>
          <a class="button" href={again}>
            {t('receipt.again')}
          </a>
        </p>
      )}
      {(props.state === 'asked' || props.state === 'waits') && (
        <p>
          <a href={again}>{t('receipt.back')}</a>
        </p>
      )}
    </PublicLayout>
  );
}
