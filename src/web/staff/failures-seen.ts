import type { DataSource } from 'typeorm';
import type { DeliveryTally } from '../../campaigns/campaign-overview.queries.js';
import { type FailureClass, failureClasses } from '../../campaigns/failure-classes.queries.js';

/** Pages of so many campaigns are open at once at most. */
const KEPT = 200;

/**
 * Why messages failed, counted anew when more have failed: of very many it takes a while, and a page that is open asks
 * every two seconds. A failure keeps its class, so the same numbers are the same classes.
 */
export class FailuresSeen {
  readonly #seen = new Map<string, { counts: string; failures: FailureClass[] }>();

  async of(
    database: DataSource,
    campaignId: string,
    { bounced, dead }: Pick<DeliveryTally, 'bounced' | 'dead'>,
  ): Promise<FailureClass[]> {
    if (bounced + dead === 0) return [];
    const counts = `${bounced} ${dead}`;
    const seen = this.#seen.get(campaignId);
    if (seen?.counts === counts) return seen.failures;
    const failures = await failureClasses(database, campaignId);
    // Counted a moment after the numbers were: kept only where they belong together.
    if (failures.reduce((sum, { count }) => sum + count, 0) !== bounced + dead) return failures;
    this.#seen.delete(campaignId);
    this.#seen.set(campaignId, { counts, failures });
    if (this.#seen.size > KEPT) this.#seen.delete(this.#seen.keys().next().value!);
    return failures;
  }
}
