import type { CampaignState } from './campaign.entity.js';

const STATES: readonly CampaignState[] = ['sending', 'paused', 'held', 'sent'];

/** Whether somebody may have what is unknown in a campaign sent once more; the database decides when it is asked. */
export function mayResendUnknown(state: CampaignState, unknown: number): boolean {
  return unknown > 0 && STATES.includes(state);
}
