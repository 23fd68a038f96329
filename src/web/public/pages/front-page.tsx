import { translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { PublicLayout } from '../../pages/public-layout.js';

export interface OpenRegister {
  id: string;
  name: string;
  /** The form with every list of the register; null when there is only one list. */
  href: string | null;
  /** Where a link to what is kept of somebody in this register is asked for. */
  manageHref: string;
  lists: readonly { slug: string; name: string; purpose: string; frequency: string; href: string }[];
}

export interface FrontPageProps {
  frame: PublicFrame;
  registers: readonly OpenRegister[];
}

/** Everything the organisation offers to write about, register by register. */
export function FrontPage({ frame, registers }: FrontPageProps) {
  const t = translator(frame.locale);
  const owner = frame.organisation ?? t('layout.product');
  const open = registers.filter(({ lists }) => lists.length > 0);
  return (
    <PublicLayout frame={frame} title={owner}>
      <h1>{t('front.title', { organisation: owner })}</h1>
      <p class="lead">{t(open.length > 0 ? 'front.lead' : 'front.empty')}</p>
      {open.map((register) => (
        <section class="offers" key={register.id} aria-labelledby={`register-${register.id}`}>
          <h2 id={`register-${register.id}`}>{register.name}</h2>
          <ul>
            {register.lists.map((list) => (
              <li key={list.slug}>
                <h3>
                  <a href={inLanguage(list.href, frame.locale)}>{list.name}</a>
                </h3>
                <p>{list.purpose}</p>
                <p class="hint">{list.frequency}</p>
              </li>
            ))}
          </ul>
          {register.href !== null && (
            <p class="alone">
              <a href={inLanguage(register.href, frame.locale)}>
                {t('front.several', { register: register.name })}
              </a>
            </p>
          )}
          <p class="hint">
            <a href={inLanguage(register.manageHref, frame.locale)}>
              {t('front.manage', { register: register.name })}
            </a>
          </p>
        </section>
      ))}
    </PublicLayout>
  );
}
