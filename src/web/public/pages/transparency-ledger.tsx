import { formats, noonOf } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { Openness } from '../../../privacy/openness/openness.js';
import type { WideFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';

export interface TransparencyLedgerProps {
  frame: WideFrame;
  /** The register's. */
  slug: string;
  ledger: Openness['ledger'];
}

/** The signed heads of the register's consent ledger, and what anybody does with them. */
export function TransparencyLedger({ frame, slug, ledger }: TransparencyLedgerProps) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const [newest, ...older] = ledger?.heads ?? [];
  return (
    <section class="ledger">
      <h2>{t('transparency.ledger')}</h2>
      <p>{t('transparency.ledger.text')}</p>
      {!newest && <p>{t('transparency.ledger.none')}</p>}
      {ledger && newest && (
        <div class="card">
          <p>{t('transparency.ledger.head', { date: date(noonOf(newest.date)) })}</p>
          <p class="hash">
            <code>{newest.root}</code>
          </p>
          <p class="hint">{t('transparency.ledger.key')}</p>
          <p class="hash">
            <code>{ledger.publicKey}</code>
          </p>
          {older.length > 0 && (
            <details>
              <summary>{t('transparency.ledger.before', { count: older.length })}</summary>
              <ol class="heads">
                {older.map(({ date: on, root }) => (
                  <li key={root}>
                    {date(noonOf(on))}
                    <br />
                    <code class="hash">{root}</code>
                  </li>
                ))}
              </ol>
            </details>
          )}
        </div>
      )}
      <p class="alone">
        <a href={inLanguage(publicPaths.ledger, frame.locale)}>{t('transparency.ledger.how')}</a>
        {' · '}
        <a href={publicPaths.ledgerHeads(slug)}>{t('transparency.ledger.all')}</a>
      </p>
      <h2>{t('transparency.receipt')}</h2>
      <p>
        {t('transparency.receipt.text')}{' '}
        <a href={inLanguage(publicPaths.verifyReceipt, frame.locale)}>{t('transparency.receipt.check')}</a>
      </p>
    </section>
  );
}
