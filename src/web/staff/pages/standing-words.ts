import { type Locale, type MessageKey, translator } from '../../../platform/i18n/messages.js';
import type { Standing } from '../../../subscriptions/looked-up.js';
import { dayOf, monthOf } from '../../pages/month.js';

const ENDED: Record<string, MessageKey> = {
  unsubscribed: 'looked-up.state.unsubscribed',
  declined: 'looked-up.state.declined',
  complained: 'looked-up.state.complained',
  bounced: 'looked-up.state.bounced',
  objected: 'looked-up.state.objected',
  'list-closed': 'looked-up.state.list-closed',
};

/** How somebody stands on one list, and since when, in words. */
export function standingWords(one: Standing['subscriptions'][number], locale: Locale): string {
  const t = translator(locale);
  const since = monthOf(one.since, locale);
  const month = monthOf(one.ended ?? one.since, locale);
  switch (one.state) {
    case 'pending':
      return t('looked-up.state.pending', { since });
    case 'confirmed':
      return t('looked-up.state.confirmed', { since });
    case 'paused':
      if (one.pausedBy === 'bounces') return t('looked-up.state.paused-bounces', { since });
      return one.pausedUntil === null
        ? t('looked-up.state.paused', { since })
        : t('looked-up.state.paused-until', { since, date: dayOf(one.pausedUntil, locale) });
    case 'ended':
      return t(ENDED[one.endedReason ?? ''] ?? 'looked-up.state.ended', { since, month });
  }
}
