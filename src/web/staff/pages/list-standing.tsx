import { formats } from '../../../platform/i18n/formats.js';
import { type Locale, translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

/** What a list published before, as its page shows it. */
export interface EarlierPurpose {
  version: number;
  revision: number;
  since: Date;
  consented: number;
  texts: readonly { language: Locale; purpose: string }[];
}

export interface ListCountsProps {
  frame: StaffFrame;
  registerId: string;
  listId: string;
  /** Everybody who is confirmed. */
  confirmed: number;
  /** Those of them who said yes to the words that hold now: a campaign goes to these. */
  consented: number;
}

/** How many get what is sent, and how many have only said yes to earlier words. */
export function ListCounts({ frame, registerId, listId, confirmed, consented }: ListCountsProps) {
  const t = translator(frame.locale);
  const older = confirmed - consented;
  return (
    <>
      <p class="big">
        <strong>{formats(frame.locale, frame.timeZone).number(consented)}</strong>
        <span>{t('list.confirmed', { count: consented })}</span>
      </p>
      {older > 0 && (
        <p class="note">
          {t('list.older', { count: older })}{' '}
          {mayDo(frame.member.grants, 'manage-list', { registerId, listId }) && (
            <a href={staffPaths.listAct(registerId, listId, 'reconsent')}>{t('list.ask-anew')}</a>
          )}
        </p>
      )}
    </>
  );
}

/** What the list was for before, and how many still stand by it. */
export function EarlierPurposes({
  frame,
  earlier,
}: {
  frame: StaffFrame;
  earlier: readonly EarlierPurpose[];
}) {
  const t = translator(frame.locale);
  const { date, number } = formats(frame.locale, frame.timeZone);
  if (earlier.length === 0) return null;
  return (
    <details class="after">
      <summary>{t('list.history')}</summary>
      <dl class="facts">
        {earlier.map(({ version, revision, since, consented, texts }) => (
          <div key={`${version}.${revision}`}>
            <dt>
              {t('list.history-when', {
                version: number(version),
                revision: number(revision),
                date: date(since),
              })}
            </dt>
            {texts.map(({ language, purpose }) => (
              <dd key={language} lang={language}>
                {purpose}
              </dd>
            ))}
            {consented > 0 && <dd class="hint">{t('list.history-count', { count: consented })}</dd>}
          </div>
        ))}
      </dl>
    </details>
  );
}
