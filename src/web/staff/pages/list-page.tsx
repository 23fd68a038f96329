import { formats } from '../../../platform/i18n/formats.js';
import { translator, type Locale, type Message } from '../../../platform/i18n/messages.js';
import type { Eyes, ListState } from '../../../registers/list.entity.js';
import { mayDo } from '../../../staff/policy.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { MoreWaysIn } from './more-ways-in.js';
import { type EarlierPurpose, EarlierPurposes, ListCounts } from './list-standing.js';
import { StaffLayout } from './staff-layout.js';

export interface ListPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  list: {
    id: string;
    name: string;
    state: ListState;
    senderName: string;
    senderAddress: string;
    /** How many must stand behind what is sent to it. */
    eyes: Eyes;
    /** Since when everybody may read what it is sent; null where nobody may. */
    archiveSince: Date | null;
    /** Whoever confirms now is sent a welcome. */
    welcomes: boolean;
    purposeVersion: number;
    /** Above 1 where the words of the version have been corrected. */
    purposeRevision: number;
    /** A text per language, in the order to show them. */
    texts: readonly { language: Locale; purpose: string; frequency: string }[];
  };
  /** Everybody who is confirmed, and those of them who said yes to the words that hold now. */
  confirmed: number;
  consented: number;
  earlier: readonly EarlierPurpose[];
  /** A proposal for new words that waits for a second person. */
  waiting: { id: string } | null;
  formUrl: string;
  /** How many things the form asks beside the address. */
  asks?: number;
  /** The form as plain HTML for the organisation's own site. */
  snippet: string;
}

export function ListPage(props: ListPageProps) {
  const {
    frame,
    notice,
    register,
    list,
    confirmed,
    consented,
    earlier,
    waiting,
    formUrl,
    snippet,
    asks = 0,
  } = props;
  const t = translator(frame.locale);
  const { grants } = frame.member;
  const place = { registerId: register.id, listId: list.id };
  const { number, date } = formats(frame.locale, frame.timeZone);
  const here = { place: 'lists', register: register.id } as const;
  return (
    <StaffLayout frame={frame} title={list.name} here={here} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.lists(register.id)}>{register.name}</a>
      </p>
      <h1>{list.name}</h1>
      {list.state !== 'open' && list.state !== 'deleting' && (
        <p class="note warn">{t(`list.state.${list.state}`)}</p>
      )}
      <ListCounts
        frame={frame}
        registerId={register.id}
        listId={list.id}
        confirmed={confirmed}
        consented={consented}
      />
      <p>
        {t('list.unconfirmed')} <a href={staffPaths.listNumbers(register.id, list.id)}>{t('list.numbers')}</a>
      </p>
      <p class="note">{t('list.no-addresses')}</p>
      {list.state === 'open' && mayDo(grants, 'write-campaign', place) && (
        <p>
          <a class="button" href={staffPaths.newCampaign(register.id)}>
            {t('campaigns.new')}
          </a>
        </p>
      )}
      <h2>{t('list.form')}</h2>
      <p class="anywhere">
        <a href={formUrl}>{formUrl}</a>
      </p>
      <div class="field wide">
        <label for="snippet">{t('list.snippet')}</label>
        <textarea
          id="snippet"
          class="code"
          rows={10}
          readonly
          spellcheck={false}
          aria-describedby="snippet-hint"
        >
          {snippet}
        </textarea>
        <p class="hint" id="snippet-hint">
          {t('list.snippet-hint')}
        </p>
      </div>
      <MoreWaysIn frame={frame} registerId={register.id} listId={list.id} asks={asks} />
      <h2>
        {list.purposeRevision > 1
          ? t('list.purpose-revised', {
              version: number(list.purposeVersion),
              revision: number(list.purposeRevision - 1),
            })
          : t('list.purpose', { version: number(list.purposeVersion) })}
      </h2>
      {waiting && (
        <p class="note">
          {t('list.waits')}{' '}
          <a href={staffPaths.proposal(register.id, list.id, waiting.id)}>{t('list.waits-link')}</a>
        </p>
      )}
      <dl class="facts">
        {list.texts.map(({ language, purpose, frequency }) => (
          <div key={language}>
            <dt lang={language}>{translator(language)('locale.name')}</dt>
            <dd lang={language}>{purpose}</dd>
            <dd class="hint" lang={language}>
              {frequency}
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('sign-up.sender')}</dt>
          <dd class="anywhere">
            {t('sign-up.sender-value', { name: list.senderName, address: list.senderAddress })}
          </dd>
        </div>
        <div>
          <dt>{t('eyes.title')}</dt>
          <dd>
            {t(`eyes.now.${list.eyes}`)}{' '}
            {mayDo(frame.member.grants, 'manage-list', { registerId: register.id, listId: list.id }) && (
              <a href={staffPaths.eyes(register.id, list.id)}>{t('eyes.change')}</a>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('welcome.title')}</dt>
          <dd>
            {t(list.welcomes ? 'welcome.list-on' : 'welcome.list-off')}{' '}
            <a href={staffPaths.welcome(register.id, list.id)}>{t('eyes.change')}</a>
          </dd>
        </div>
        <div>
          <dt>{t('list-archive.title')}</dt>
          <dd>
            {list.archiveSince
              ? t('list-archive.on', { since: date(list.archiveSince) })
              : t('list-archive.off')}{' '}
            {mayDo(grants, 'manage-list', place) && (
              <a href={staffPaths.listArchive(register.id, list.id)}>{t('eyes.change')}</a>
            )}
          </dd>
        </div>
      </dl>
      {mayDo(grants, 'manage-list', place) && (
        <p class="buttons">
          {!waiting && (list.state === 'open' || list.state === 'resting') && (
            <a class="button quiet" href={staffPaths.purpose(register.id, list.id)}>
              {t('list.new-words')}
            </a>
          )}
          <a class="button quiet" href={staffPaths.listLife(register.id, list.id)}>
            {t('list.life')}
          </a>
        </p>
      )}
      <EarlierPurposes frame={frame} earlier={earlier} />
    </StaffLayout>
  );
}
