import type { OpenList } from '../../../consent/catalogue.service.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { KeptOfPerson } from '../../../subscriptions/preferences/kept-of-person.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { KeptRecords } from './kept-records.js';
import { ManageLists } from './manage-lists.js';
import { ManageSettings } from './manage-settings.js';

const DONE = [
  'left',
  'joined',
  'already',
  'other-words',
  'objected',
  'paused',
  'resumed',
  'language',
  'emptied',
  'nothing',
  'late',
] as const;

/** What has just been pressed, and came to what. */
export type Done = (typeof DONE)[number];

export function isDone(value: unknown): value is Done {
  return (DONE as readonly unknown[]).includes(value);
}

export interface ManagePageProps {
  frame: PublicFrame;
  token: string;
  kept: KeptOfPerson;
  /** The register's lists that can be joined. */
  open: readonly OpenList[];
  done?: Done;
}

/** Everything that is kept of one person in one register, and everything they can do about it. */
export function ManagePage({ frame, token, kept, open, done }: ManagePageProps) {
  const t = translator(frame.locale);
  const href = (act: 'copy' | 'object' | 'erase') =>
    inLanguage(publicPaths.manageAct(token, act), frame.locale);
  return (
    <PublicLayout frame={frame} title={t('manage.title')} noindex>
      <h1>{t('manage.title')}</h1>
      <p class="lead">{t('manage.lead', { register: kept.register.name })}</p>
      {done && (
        <div class={done === 'late' || done === 'other-words' ? 'note warn' : 'note'} role="status">
          <p>{t(`manage.did.${done}`)}</p>
        </div>
      )}
      {kept.objected && (
        <div class="note">
          <p>{t('manage.objected')}</p>
        </div>
      )}
      <dl class="facts">
        <div>
          <dt>{t('manage.address')}</dt>
          <dd class="typed">{kept.address}</dd>
        </div>
      </dl>
      <ManageLists {...{ frame, token, kept, open }} />
      {!kept.objected && <ManageSettings {...{ frame, token, kept, open }} />}
      <KeptRecords frame={frame} records={kept.records} />
      <section class="after">
        <h2>{t('manage.rights.title')}</h2>
        <ul class="plain">
          <li>
            <a href={href('copy')}>{t('manage.rights.copy')}</a>
            <p class="hint">{t('manage.rights.copy-hint')}</p>
          </li>
          {!kept.objected && (
            <li>
              <a href={href('object')}>{t('manage.rights.object')}</a>
              <p class="hint">{t('manage.rights.object-hint')}</p>
            </li>
          )}
          <li>
            <a href={href('erase')}>{t('manage.rights.erase')}</a>
            <p class="hint">{t('manage.rights.erase-hint')}</p>
          </li>
        </ul>
      </section>
      <p class="hint">{t('manage.link-life')}</p>
    </PublicLayout>
  );
}
