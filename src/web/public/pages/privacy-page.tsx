import { type Translate, translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

export interface PrivacyPageProps {
  frame: PublicFrame;
  organisation: {
    name: string;
    number: string;
    postalAddress: string;
    contactAddress: string;
    privacyContactAddress: string;
  };
  /** Host names of the mail servers that carry messages on; none on trial, where nothing leaves the machine. */
  relays: readonly string[];
  /** Whether the network that an answer came from is kept with it. */
  keepsNetwork?: boolean;
  /** The lists that one person alone may send to. */
  oneAlone?: readonly string[];
  /** Host name of the provider that staff may sign in with, where one is set up. */
  provider?: string | undefined;
  /** Where people see to their own data, register by register. */
  registers: readonly { name: string; href: string }[];
}

const STORED = ['address', 'lists', 'language', 'month', 'version', 'evidence'] as const;
const KEPT = ['pending', 'subscribed', 'left'] as const;
const RIGHTS = ['access', 'correct', 'erase', 'portability', 'withdraw'] as const;

export function PrivacyPage({
  frame,
  organisation,
  relays,
  registers,
  keepsNetwork = false,
  oneAlone = [],
  provider,
}: PrivacyPageProps) {
  const t = translator(frame.locale);
  const contact = organisation.privacyContactAddress;
  return (
    <PublicLayout frame={frame} title={t('privacy.title')}>
      <article class="prose">
        <h1>{t('privacy.title')}</h1>
        <p class="lead">{t('privacy.lead', { organisation: organisation.name })}</p>

        <h2>{t('privacy.responsible.title')}</h2>
        <address>
          {organisation.name}
          <br />
          {t('privacy.responsible.number', { number: organisation.number })}
          <br />
          <span class="lines">{organisation.postalAddress}</span>
          <br />
          <a href={`mailto:${organisation.contactAddress}`}>{organisation.contactAddress}</a>
        </address>
        <p>
          {t('privacy.responsible.contact')} <a href={`mailto:${contact}`}>{contact}</a>
        </p>

        <h2>{t('privacy.stored.title')}</h2>
        <ul>
          {STORED.map((item) => (
            <li key={item}>{t(`privacy.stored.${item}`)}</li>
          ))}
        </ul>
        <p>{t('privacy.stored.not')}</p>
        <p>{t('privacy.stored.images')}</p>
        <p>{t(keepsNetwork ? 'privacy.network-kept' : 'privacy.network')}</p>

        <h2>{t('privacy.purpose.title')}</h2>
        <p>{t('privacy.purpose.text')}</p>
        <h2>{t('privacy.basis.title')}</h2>
        <p>{t('privacy.basis.text')}</p>

        <h2>{t('privacy.eyes.title')}</h2>
        <p>{t('privacy.eyes.text')}</p>
        {oneAlone.length > 0 && (
          <>
            <p>{t('privacy.eyes.alone')}</p>
            <ul>
              {oneAlone.map((list) => (
                <li key={list}>{list}</li>
              ))}
            </ul>
          </>
        )}

        <h2>{t('privacy.recipients.title')}</h2>
        <p>{recipients(t, relays, frame.trial)}</p>
        <p>{t('privacy.recipients.resolver')}</p>
        {provider !== undefined && <p>{t('privacy.recipients.provider', { host: provider })}</p>}

        <h2>{t('privacy.kept.title')}</h2>
        <ul>
          {KEPT.map((item) => (
            <li key={item}>{t(`privacy.kept.${item}`)}</li>
          ))}
        </ul>
        <p class="alone">
          <a href={inLanguage(publicPaths.retention, frame.locale)}>{t('privacy.kept.all')}</a>
        </p>

        <h2>{t('privacy.leaving.title')}</h2>
        <p>{t('privacy.leaving.text')}</p>

        <h2>{t('privacy.rights.title')}</h2>
        <ul>
          {RIGHTS.map((item) => (
            <li key={item}>{t(`privacy.rights.${item}`)}</li>
          ))}
        </ul>
        {registers.length > 0 && (
          <>
            <p>{t('privacy.rights.self')}</p>
            <ul>
              {registers.map(({ name, href }) => (
                <li key={href}>
                  <a href={inLanguage(href, frame.locale)}>{t('front.manage', { register: name })}</a>
                </li>
              ))}
            </ul>
          </>
        )}
        <p>
          {t('privacy.rights.how')} <a href={`mailto:${contact}`}>{contact}</a>
        </p>
        <p>
          {t('privacy.rights.complain')} <a href="https://www.datatilsynet.no/">datatilsynet.no</a>
        </p>

        <h2>{t('privacy.cookies.title')}</h2>
        <p>{t('privacy.cookies.text')}</p>
        <p class="alone">
          <a href={inLanguage(publicPaths.promises, frame.locale)}>{t('layout.promises')}</a>
        </p>
      </article>
    </PublicLayout>
  );
}

function recipients(t: Translate, [first, second]: readonly string[], trial: boolean): string {
  if (trial) return t('privacy.recipients.trial');
  if (first === undefined) return t('privacy.recipients.nobody');
  if (second === undefined) return t('privacy.recipients.text', { relay: first });
  return t('privacy.recipients.two', { first, second });
}
