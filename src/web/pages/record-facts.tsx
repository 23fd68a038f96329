import type { ComponentChildren } from 'preact';
import type { ConsentRecord } from '../../consent/records/consent-record.js';
import type { Formats } from '../../platform/i18n/formats.js';
import { isLocale, type MessageKey, type Translate } from '../../platform/i18n/messages.js';

export interface RecordFactsProps {
  t: Translate;
  formats: Formats;
  record: ConsentRecord;
  words: { text: string; frequency: string };
}

const METHODS: Record<string, MessageKey> = {
  'double-opt-in': 'record.method.double-opt-in',
  link: 'record.method.link',
  'one-click': 'record.method.one-click',
  undo: 'record.method.undo',
  preferences: 'record.method.preferences',
  reconsent: 'record.method.reconsent',
  transferred: 'record.method.transferred',
  objection: 'record.method.objection',
  staff: 'record.method.staff',
  mail: 'record.method.mail',
  complaint: 'record.method.complaint',
};

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      {children}
    </div>
  );
}

/** One yes or no in words, with everything that is known of it. */
export function RecordFacts({ t, formats, record, words }: RecordFactsProps) {
  const { purpose, asked, confirmation, answered } = record;
  const at = (iso: string) => formats.dateTime(new Date(iso));
  const from = (place: { page: string; network?: string }) =>
    place.network === undefined
      ? t('record.page', { page: place.page })
      : t('record.page-and-network', { page: place.page, network: place.network });
  const method = METHODS[record.method];
  return (
    <dl class="facts">
      <Fact name={t('record.answer')}>
        <dd>{t(`record.answer.${record.answer}`, { list: record.list.name })}</dd>
        <dd class="hint">{t('record.in-register', { register: record.register.name })}</dd>
      </Fact>
      <Fact name={t('record.words')}>
        <dd lang={isLocale(purpose.locale) ? purpose.locale : undefined}>
          {words.text} {words.frequency}
        </dd>
        <dd class="hint">{t('record.version', { version: purpose.version, revision: purpose.revision })}</dd>
      </Fact>
      {asked?.requested && (
        <Fact name={t('record.asked')}>
          <dd>{at(asked.requested.at)}</dd>
          <dd class="hint anywhere">{from(asked.requested)}</dd>
        </Fact>
      )}
      {confirmation && (
        <Fact name={t('record.confirmation')}>
          <dd>{at(confirmation.sentAt)}</dd>
          <dd class="hint anywhere">
            {t(`record.relay.${confirmation.relay}`)} {confirmation.messageId}
          </dd>
        </Fact>
      )}
      <Fact name={t(`record.answered.${record.answer}`)}>
        <dd>{at(answered?.at ?? record.enteredAt)}</dd>
        <dd class="hint anywhere">
          {method ? t(method) : record.method} {answered && from(answered)}
        </dd>
      </Fact>
      {record.unreadable && (
        <Fact name={t('record.unreadable')}>
          <dd>{t('record.unreadable-text')}</dd>
        </Fact>
      )}
    </dl>
  );
}
