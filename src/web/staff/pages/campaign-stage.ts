import type { Locale, Message } from '../../../platform/i18n/messages.js';
import type { DeliveryCounts } from './delivery-words.js';

/** What stays the same about a campaign while it is sent. */
export interface CampaignView {
  id: string;
  subject: string;
  preheader: string;
  language: Locale;
  list: { id: string; name: string };
  purpose: { version: number; since: Date };
  sender: { name: string; address: string };
  author: string;
}

/** One line of the list before sending. A line that is not `ok` keeps the send button away. */
export interface Check {
  message: Message;
  ok: boolean;
}

export interface DraftStage {
  state: 'draft';
  /** How many would get it if it were sent now. */
  recipients: number;
  checks: readonly Check[];
}

export interface ScheduledStage {
  state: 'scheduled';
  recipients: number;
  startsAt: Date;
  now: Date;
}

export interface StartedStage {
  state: 'sending' | 'paused' | 'held' | 'sent' | 'cancelled';
  counts: DeliveryCounts;
  /** Messages a second just now, where known. */
  pace?: number;
  /** When it is expected to end, or ended. */
  endsAt?: Date;
}

/** Where the campaign is, with what that stage has to show. */
export type CampaignStage = DraftStage | ProgressStage;

/** The stages in which it is on its way or has been. */
export type ProgressStage = ScheduledStage | StartedStage;
