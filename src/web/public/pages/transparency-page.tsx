import { formats, noonOf } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { privacySections } from '../../../privacy/facts/privacy-sections.js';
import { wordsIn } from '../../../privacy/facts/sentence.js';
import type { Openness } from '../../../privacy/openness/openness.js';
import type { WideFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { SaidSentences } from './said-sentences.js';
import { TransparencyLedger } from './transparency-ledger.js';
import { TransparencyMonths } from './transparency-months.js';

export interface TransparencyPageProps extends Openness {
  frame: WideFrame;
}

/** What anybody may know of a list: what it is for, how much it sends, about how many are on it, and how to check. */
export function TransparencyPage(props: TransparencyPageProps) {
  const { frame, facts, register, list, changed, ledger } = props;
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const said = (section: string) => privacySections(facts).find(({ id }) => id === section)?.sentences ?? [];
  const title = t('transparency.title', { list: list.name });
  return (
    <PublicLayout frame={frame} title={title}>
      <article class="prose transparency">
        <h1>{title}</h1>
        <p class="lead">{t('transparency.lead', { organisation: facts.organisation.name })}</p>
        <dl class="facts">
          <div>
            <dt>{t('transparency.register')}</dt>
            <dd>{register.name}</dd>
          </div>
          <div>
            <dt>{t('transparency.sender')}</dt>
            <dd>
              {list.senderName}, {list.senderAddress}
            </dd>
          </div>
          <div>
            <dt>{t('transparency.state')}</dt>
            <dd>{t(`transparency.state.${list.state}`)}</dd>
          </div>
          <div>
            <dt>{t('transparency.eyes')}</dt>
            <dd>{t(list.eyes === 1 ? 'transparency.eyes.one' : 'transparency.eyes.two')}</dd>
          </div>
          <div>
            <dt>{t('transparency.changed')}</dt>
            <dd>{changed ? date(changed) : t('transparency.changed.unknown')}</dd>
          </div>
        </dl>
        <Purposes {...props} />
        <TransparencyMonths {...props} />
        <h2>{t('transparency.kept')}</h2>
        <SaidSentences sentences={said('kept')} locale={frame.locale} />
        <p class="alone">
          <a href={inLanguage(publicPaths.retention, frame.locale)}>{t('privacy.kept.all')}</a>
        </p>
        <h2>{t('transparency.recipients')}</h2>
        <SaidSentences sentences={said('recipients')} locale={frame.locale} />
        <TransparencyLedger frame={frame} slug={register.slug} ledger={ledger} />
        <h2>{t('transparency.data')}</h2>
        <p>
          {t('transparency.data.text')}{' '}
          <a href={publicPaths.transparencyData(list.slug)} type="application/json">
            {publicPaths.transparencyData(list.slug)}
          </a>
        </p>
        {list.state === 'open' && (
          <p>
            <a class="button" href={inLanguage(publicPaths.list(list.slug), frame.locale)}>
              {t('transparency.join', { list: list.name })}
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

function Purposes({ frame, purposes }: TransparencyPageProps) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const [now, ...before] = purposes.map(({ version, revision, since, words }) => ({
    key: `${version}.${revision}`,
    heading: t('transparency.purpose.since', { version, revision, date: date(noonOf(since)) }),
    text: wordsIn(Object.fromEntries(Object.entries(words).map(([of, one]) => [of, one.text])), frame.locale),
    frequency: wordsIn(
      Object.fromEntries(Object.entries(words).map(([of, one]) => [of, one.frequency])),
      frame.locale,
    ),
  }));
  return (
    <>
      <h2>{t('transparency.purpose')}</h2>
      {now && (
        <div class="card">
          <p>
            <strong>{now.text}</strong> {now.frequency}
          </p>
          <p class="hint">{now.heading}</p>
        </div>
      )}
      {before.length === 0 ? (
        <p class="hint">{t('transparency.purpose.first')}</p>
      ) : (
        <details>
          <summary>{t('transparency.purpose.before', { count: before.length })}</summary>
          {before.map(({ key, heading, text, frequency }) => (
            <div key={key}>
              <p>
                {text} {frequency}
              </p>
              <p class="hint">{heading}</p>
            </div>
          ))}
        </details>
      )}
    </>
  );
}
