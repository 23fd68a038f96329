import { formats } from '../../../platform/i18n/formats.js';
import { type MessageKey, translator } from '../../../platform/i18n/messages.js';
import type { SaidChange } from '../../../privacy/facts/compare-said.js';
import { ChangedText } from '../../pages/changed-text.js';
import type { WideFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { compareWords } from '../../pages/word-diff.js';

/** From so many characters on only what has changed is shown, with what stands around it. */
const LONG = 1000;

/** One version of the page, beside the one before. */
export interface ShownVersion {
  number: number;
  notedAt: Date;
  /** Hexadecimal. */
  digest: string;
  /** `first`: nothing was noted before it. `live`: before it the house was on trial, which is not told. */
  begins?: 'first' | 'live' | undefined;
  changes: readonly SaidChange[];
}

export interface PrivacyChangesPageProps {
  frame: WideFrame;
  /** The newest first. */
  versions: readonly ShownVersion[];
  /** The number to go on before, where there are older ones. */
  older?: number | undefined;
}

/** What the privacy page said, and what it said instead from when on. */
export function PrivacyChangesPage({ frame, versions, older }: PrivacyChangesPageProps) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  return (
    <PublicLayout frame={frame} title={t('privacy-changes.title')}>
      <article class="prose">
        <h1>{t('privacy-changes.title')}</h1>
        <p class="lead">{t('privacy-changes.lead')}</p>
        <p class="limit">
          <strong>{t('promises.limit')}</strong> {t('privacy-changes.limit')}
        </p>
        {versions.length === 0 && <p class="note">{t('privacy-changes.none')}</p>}
        {versions.map((version) => (
          <section key={version.number} class="version">
            <h2>
              <time datetime={version.notedAt.toISOString()}>{dateTime(version.notedAt)}</time>
            </h2>
            <Changes frame={frame} version={version} />
            <details>
              <summary>{t('privacy-changes.version', { number: version.number })}</summary>
              <p class="hash">
                {t('privacy-changes.digest')}: <code>{version.digest}</code>
              </p>
            </details>
          </section>
        ))}
        {older !== undefined && (
          <p class="alone">
            <a href={inLanguage(`${publicPaths.privacyChanges}?before=${older}`, frame.locale)}>
              {t('privacy-changes.older')}
            </a>
          </p>
        )}
        <p class="alone">
          <a href={inLanguage(publicPaths.privacy, frame.locale)}>{t('layout.privacy')}</a>
        </p>
      </article>
    </PublicLayout>
  );
}

function Changes({ frame, version: { begins, changes } }: { frame: WideFrame; version: ShownVersion }) {
  const t = translator(frame.locale);
  if (begins) return <p>{t(`privacy-changes.${begins}`)}</p>;
  if (changes.length === 0) return <p>{t('privacy-changes.nothing-said')}</p>;
  return (
    <ul class="changes">
      {changes.map((change) => {
        const { section, id } = 'now' in change ? change.now : change.before;
        return (
          <li key={`${section} ${id}`}>
            <p class="hint">
              {t(`privacy-changes.${change.how}`)} · {t(`privacy.${section}.title` as MessageKey)}
            </p>
            <Words frame={frame} change={change} />
          </li>
        );
      })}
    </ul>
  );
}

/** Old and new whole, so that each reads as a sentence, with what differs marked. */
function Words({ frame: { locale }, change }: { frame: WideFrame; change: SaidChange }) {
  const t = translator(locale);
  if (change.how === 'new') return <p class="lines">{change.now[locale]}</p>;
  if (change.how === 'gone')
    return (
      <p class="changed-text lines">
        <del>{change.before[locale]}</del>
      </p>
    );
  const [old, young] = [change.before[locale], change.now[locale]];
  // What the organisation adds may be pages long.
  if (Math.max(old.length, young.length) > LONG) return <ChangedText before={old} now={young} />;
  const { before, now } = compareWords(old, young);
  return (
    <dl class="changed-text lines">
      <dt>{t('privacy-changes.before')}</dt>
      <dd>{before.map(({ text, changed }, at) => (changed ? <del key={at}>{text}</del> : text))}</dd>
      <dt>{t('privacy-changes.now')}</dt>
      <dd>{now.map(({ text, changed }, at) => (changed ? <ins key={at}>{text}</ins> : text))}</dd>
    </dl>
  );
}
