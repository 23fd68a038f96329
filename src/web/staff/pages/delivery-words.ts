import type { MessageKey } from '../../../platform/i18n/messages.js';

/** Every state a delivery can be in. */
export type DeliveryState =
  'queued' | 'claimed' | 'handed' | 'accepted' | 'skipped' | 'bounced' | 'unknown' | 'dead';

/** How many deliveries of one campaign are in each state; they sum to `total`. */
export type DeliveryCounts = Record<DeliveryState | 'total', number>;

export type ShownState = Exclude<DeliveryState, 'claimed' | 'handed'> | 'under-way';

/** A claimed delivery and one whose reply is awaited are both «Underveis»: nobody can act on the difference. */
const SHOWN_AS: Record<DeliveryState, ShownState> = {
  accepted: 'accepted',
  claimed: 'under-way',
  handed: 'under-way',
  queued: 'queued',
  skipped: 'skipped',
  bounced: 'bounced',
  unknown: 'unknown',
  dead: 'dead',
};

/** The one table from state to shown word, in the order the lines stand. */
const WORDS: Record<ShownState, MessageKey> = {
  accepted: 'delivery.accepted',
  'under-way': 'delivery.under-way',
  queued: 'delivery.queued',
  skipped: 'delivery.skipped',
  bounced: 'delivery.bounced',
  unknown: 'delivery.unknown',
  dead: 'delivery.dead',
};

export interface ShownLine {
  state: ShownState;
  word: MessageKey;
  count: number;
}

/** The lines a campaign's table has: one per shown state, summing to the total. */
export function shownLines(counts: DeliveryCounts): ShownLine[] {
  const lines = (Object.keys(WORDS) as ShownState[]).map((state) => ({
    state,
    word: WORDS[state],
    count: 0,
  }));
  for (const [state, shown] of Object.entries(SHOWN_AS) as [DeliveryState, ShownState][]) {
    const line = lines.find((candidate) => candidate.state === shown);
    if (line) line.count += counts[state];
  }
  return lines;
}
