import type { SinceSent } from '../../../campaigns/came-back.queries.js';
import type { ShownLink } from '../../../campaigns/links-of.js';
import type { CampaignKind } from '../../../campaigns/campaign.entity.js';
import type { Locale, Message } from '../../../platform/i18n/messages.js';
import type { Eyes } from '../../../registers/list.entity.js';
import type { DeliveryCounts } from './delivery-words.js';
import type { ShownFailureClass } from './failure-words.js';
import type { ShownReview } from './review-stage.js';

/** What stays the same about a campaign while it is sent. */
export interface CampaignView {
  id: string;
  kind: CampaignKind;
  subject: string;
  preheader: string;
  language: Locale;
  list: { id: string; name: string };
  purpose: { version: number; since: Date };
  sender: { name: string; address: string };
  author: string;
  /** How many must stand behind what its list is sent. */
  eyes: Eyes;
  /** Whether it is counted how many follow its links. */
  counts: boolean;
  /** Its latest review, whatever became of it. */
  review: ShownReview | null;
  /** Whether everybody may read it once it is sent, and where they do; null where its list has no archive that takes it. */
  archive: { leftOut: boolean; href: string | null } | null;
}

/**
 * One line of the list before sending. One that is not `ok` keeps the send button away: `why` as in the held words, or a
 * message that says what it is and what to do. One that `warns` leaves it to the reader.
 */
export type Check =
  { ok: true; message: Message; warns?: true } | { ok: false; why: string } | { ok: false; message: Message };

interface NotSent {
  /** Between pressing send and the start. */
  undoMinutes: number;
  /** How many would get it if it were sent now. */
  recipients: number;
  checks: readonly Check[];
  /** Where the text's links lead, for somebody to try: nothing here fetches them. */
  links: readonly ShownLink[];
}

/** Approved: it is only to be sent. */
export type DraftStage = ({ state: 'draft' } & NotSent) | ({ state: 'approved' } & NotSent);

export interface InReviewStage {
  state: 'in-review';
  recipients: number;
  review: ShownReview;
  /** Who could be the second person. */
  candidates: readonly string[];
  /** The reader put it there, and may withdraw it. */
  mine: boolean;
  /** The reader is one of those who could decide. */
  decides: boolean;
}

export interface ScheduledStage {
  state: 'scheduled';
  recipients: number;
  startsAt: Date;
  /** Whether somebody chose that moment, and it is not the end of the time for undoing. */
  chosen: boolean;
  /** What would go by between sending it at once and the start. */
  undoMinutes: number;
  now: Date;
}

/** Stopped before a single delivery was made. */
export interface UnbegunStage {
  state: 'held' | 'cancelled';
  begun: false;
  /** How many would get it if it were started now. */
  recipients: number;
  why: string | null;
}

export interface StartedStage {
  state: 'sending' | 'paused' | 'held' | 'sent' | 'cancelled';
  begun: true;
  counts: DeliveryCounts;
  /** Of what was refused or given up. */
  failures: readonly ShownFailureClass[];
  /** What has come back since. */
  since: SinceSent;
  /** Why it is held, or what it waits for while it is sent: a code, or null. */
  why: string | null;
  /** Messages a second just now, where known. */
  pace?: number;
  /** When it is expected to end, or ended. */
  endsAt?: Date;
}

/** Where the campaign is, with what that stage has to show. */
export type CampaignStage = DraftStage | InReviewStage | ProgressStage;

/** The stages in which it is on its way or has been. */
export type ProgressStage = ScheduledStage | UnbegunStage | StartedStage;
