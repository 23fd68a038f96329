import type { PublishedLog } from '../../../consent/ledger/published-ledger.js';
import { formats, noonOf } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { publicPaths } from '../../pages/paths.js';

export interface LedgerLogProps {
  frame: PublicFrame;
  /** The register's. */
  slug: string;
  log: PublishedLog;
  /** The one that takes new answers. */
  newest: boolean;
}

/** One log with its newest seal: open for the newest, folded for those that a restore has ended. */
export function LedgerLog({ frame, slug, log, newest }: LedgerLogProps) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const facts = <LogFacts frame={frame} slug={slug} log={log} />;
  if (newest) return <div class="card">{facts}</div>;
  return (
    <details>
      <summary>{t('ledger.earlier', { date: date(noonOf(log.started)) })}</summary>
      {facts}
    </details>
  );
}

function LogFacts({ frame, slug, log }: Omit<LedgerLogProps, 'newest'>) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const head = log.heads.at(-1);
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{t('ledger.begun')}</dt>
          <dd>{date(noonOf(log.started))}</dd>
        </div>
        {log.previous && (
          <div>
            <dt>{t('ledger.previous')}</dt>
            <dd>
              {t('ledger.previous.text', {
                count: log.previous.size,
                date: date(noonOf(log.previous.date)),
              })}
            </dd>
          </div>
        )}
        <div>
          <dt>{t('ledger.newest')}</dt>
          {head ? (
            <>
              <dd>{t('ledger.head', { count: head.size, date: date(noonOf(head.date)) })}</dd>
              <dd class="hash">
                <code>{head.root}</code>
              </dd>
            </>
          ) : (
            <dd>{t('ledger.no-head')}</dd>
          )}
        </div>
        <div>
          <dt>{t('ledger.key')}</dt>
          <dd class="hash">
            <code>{log.publicKey}</code>
          </dd>
        </div>
      </dl>
      <p class="alone">
        <a href={publicPaths.ledgerHeads(slug)}>{t('ledger.heads-link')}</a>
        {head && (
          <>
            {' · '}
            <a href={publicPaths.ledgerLeaves(slug, log.id, 0)}>{t('ledger.leaves-link')}</a>
          </>
        )}
      </p>
    </>
  );
}

/** A day as a moment that lies in it everywhere the house may be. */
