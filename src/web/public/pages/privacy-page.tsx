import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { Facts } from '../../../privacy/facts/facts.js';
import { privacySections } from '../../../privacy/facts/privacy-sections.js';
import type { Section } from '../../../privacy/facts/sentence.js';
import type { WideFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { SaidSentences } from './said-sentences.js';

export interface PrivacyPageProps {
  frame: WideFrame;
  facts: Facts;
  /** When what it says last changed, and whether that has been noted. Undefined before the first note. */
  noted?: { notedAt: Date; isNow: boolean } | undefined;
  /** What the organisation adds, as HTML, in whichever language it was written. */
  fromUs?: { html: string; lang: string } | undefined;
  /** The lists with a page of their own. */
  lists?: readonly { name: string; href: string }[];
}

/** What the running system says of itself, and at its end, marked as that, what the organisation adds. */
export function PrivacyPage({ frame, facts, noted, fromUs, lists = [] }: PrivacyPageProps) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const { name: organisation } = facts.organisation;
  const sections = privacySections(facts);
  return (
    <PublicLayout frame={frame} title={t('privacy.title')}>
      <article class="prose privacy">
        <h1>{t('privacy.title')}</h1>
        <p class="lead">{t('privacy.lead', { organisation })}</p>
        <p class="hint">
          {t('privacy.made')}{' '}
          {noted &&
            (noted.isNow
              ? t('privacy.changed-on', { date: date(noted.notedAt) })
              : t('privacy.changed-now'))}{' '}
          <a href={inLanguage(publicPaths.privacyChanges, frame.locale)}>{t('privacy.changes-link')}</a>
        </p>
        <nav class="contents" aria-labelledby="contents">
          <h2 id="contents">{t('privacy.contents')}</h2>
          <ul>
            {[...sections.map(({ id }) => id), ...(fromUs ? ['from-us'] : [])].map((id) => (
              <li key={id}>
                <a href={`#${id}`}>{titleOf(frame, id)}</a>
              </li>
            ))}
          </ul>
        </nav>
        {sections.map((section) => (
          <section key={section.id} aria-labelledby={section.id}>
            <h2 id={section.id}>{titleOf(frame, section.id)}</h2>
            <SaidSentences sentences={section.sentences} locale={frame.locale} />
            <Onward frame={frame} section={section} facts={facts} lists={lists} />
          </section>
        ))}
        {fromUs && (
          <section class="from-us" aria-labelledby="from-us">
            <h2 id="from-us">{titleOf(frame, 'from-us')}</h2>
            <p class="hint">{t('privacy.from-us.lead', { organisation })}</p>
            <div lang={fromUs.lang} dangerouslySetInnerHTML={{ __html: fromUs.html }} />
          </section>
        )}
        <p class="alone">
          <a href={inLanguage(publicPaths.promises, frame.locale)}>{t('layout.promises')}</a>
        </p>
      </article>
    </PublicLayout>
  );
}

interface OnwardProps extends Pick<PrivacyPageProps, 'frame' | 'facts'> {
  section: Section;
  lists: readonly { name: string; href: string }[];
}

/** The pages that some sections lead to. */
function Onward({ frame, section, facts, lists }: OnwardProps) {
  const t = translator(frame.locale);
  if (section.id === 'kept')
    return (
      <p class="alone">
        <a href={inLanguage(publicPaths.retention, frame.locale)}>{t('privacy.kept.all')}</a>
      </p>
    );
  if (section.id === 'purpose' && lists.length > 0)
    return (
      <>
        <p>{t('privacy.purpose.more')}</p>
        <Links frame={frame} links={lists} />
      </>
    );
  if (section.id === 'rights' && facts.registers.length > 0)
    return (
      <>
        <p>{t('privacy.rights.self')}</p>
        <Links
          frame={frame}
          links={facts.registers.map(({ name, slug }) => ({
            name: t('front.manage', { register: name }),
            href: publicPaths.preferences(slug),
          }))}
        />
      </>
    );
  return null;
}

function Links({ frame, links }: { frame: WideFrame; links: OnwardProps['lists'] }) {
  return (
    <ul>
      {links.map(({ name, href }) => (
        <li key={href}>
          <a href={inLanguage(href, frame.locale)}>{name}</a>
        </li>
      ))}
    </ul>
  );
}

/** Every section has a heading of its name: a test holds the catalogue to it. */
function titleOf(frame: WideFrame, id: string): string {
  return translator(frame.locale)(`privacy.${id}.title` as 'privacy.title');
}
