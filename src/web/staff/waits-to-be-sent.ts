import type { Campaign } from '../../campaigns/campaign.entity.js';

/** Whether somebody may send it now, or choose when it starts. The database looks again when they do. */
export function waitsToBeSent({ state, startChosen }: Pick<Campaign, 'state' | 'startChosen'>): boolean {
  return state === 'draft' || state === 'approved' || (state === 'scheduled' && startChosen);
}
