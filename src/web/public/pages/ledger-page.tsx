import { LEAVES_PER_PAGE, type PublishedLog } from '../../../consent/ledger/published-ledger.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { LedgerLog } from './ledger-log.js';

export interface LedgerPageProps {
  frame: PublicFrame;
  /** Where programs find this house. */
  publicUrl: string;
  registers: readonly { slug: string; name: string; logs: readonly PublishedLog[] }[];
}

const VERIFY = 'jatakk ledger verify --file ledger';
const SECTIONS = ['what', 'seal', 'erased'] as const;

/** The consent ledger: what it is, each register's newest seal, and how anybody checks it. */
export function LedgerPage({ frame, publicUrl, registers }: LedgerPageProps) {
  const t = translator(frame.locale);
  const first = registers.find(({ logs }) => logs.some(({ heads }) => heads.length > 0));
  return (
    <PublicLayout frame={frame} title={t('ledger.title')}>
      <article class="prose">
        <h1>{t('ledger.title')}</h1>
        <p class="lead">{t('ledger.lead')}</p>
        {SECTIONS.map((section) => (
          <section key={section}>
            <h2>{t(`ledger.${section}.title`)}</h2>
            <p>{t(`ledger.${section}.text`)}</p>
          </section>
        ))}
        <p class="limit">
          <strong>{t('promises.limit')}</strong> {t('ledger.limit')}
        </p>
      </article>
      {registers.map(({ slug, name, logs }) => (
        <section key={slug} class="ledger" aria-labelledby={`ledger-${slug}`}>
          <h2 id={`ledger-${slug}`}>{name}</h2>
          {logs.length === 0 && <p>{t('ledger.not-begun')}</p>}
          {logs.toReversed().map((log, at) => (
            <LedgerLog key={log.id} frame={frame} slug={slug} log={log} newest={at === 0} />
          ))}
        </section>
      ))}
      {first && (
        <section class="prose">
          <h2>{t('ledger.check.title')}</h2>
          <p>{t('ledger.check.text')}</p>
          <pre>{commands(publicUrl, first.slug, first.logs)}</pre>
          <p>{t('ledger.check.keep')}</p>
          <pre>{`${VERIFY} --known kept/heads.json`}</pre>
        </section>
      )}
      <p class="alone">
        <a href={inLanguage(publicPaths.promises, frame.locale)}>{t('layout.promises')}</a>
      </p>
    </PublicLayout>
  );
}

/** Everything of one register in a folder: each log a thousand leaves at a time, as curl counts. */
function commands(publicUrl: string, slug: string, logs: readonly PublishedLog[]): string {
  return [
    `curl --create-dirs -o ledger/heads.json '${publicUrl}${publicPaths.ledgerHeads(slug)}'`,
    ...logs.flatMap(({ id, heads }, at) => {
      const size = heads.at(-1)?.size ?? 0;
      const pages = `[0-${Math.max(0, Math.ceil(size / LEAVES_PER_PAGE) - 1)}]`;
      if (size === 0) return [];
      return [
        `curl -o 'ledger/${at + 1}-#1.json' '${publicUrl}${publicPaths.ledgerLeaves(slug, id, pages)}'`,
      ];
    }),
    VERIFY,
  ].join('\n');
}
