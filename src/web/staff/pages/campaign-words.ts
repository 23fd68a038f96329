import type { MessageKey } from '../../../platform/i18n/messages.js';

/** Every state a campaign can be in. */
export type CampaignState =
  'draft' | 'in-review' | 'approved' | 'scheduled' | 'sending' | 'paused' | 'held' | 'sent' | 'cancelled';

/** The one table from campaign state to shown word. */
export const CAMPAIGN_WORDS: Record<CampaignState, MessageKey> = {
  draft: 'campaign-state.draft',
  'in-review': 'campaign-state.in-review',
  approved: 'campaign-state.approved',
  scheduled: 'campaign-state.scheduled',
  sending: 'campaign-state.sending',
  paused: 'campaign-state.paused',
  held: 'campaign-state.held',
  sent: 'campaign-state.sent',
  cancelled: 'campaign-state.cancelled',
};
