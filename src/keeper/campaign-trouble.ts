import type { SmtpOutcome } from '../platform/smtp/smtp-outcome.js';

/** So many refused for good, and none accepted in between: it is more likely us than them. */
const REFUSED_IN_A_ROW = 20;

/** What stands in the way of one campaign while it is sent, as its outcomes tell. */
export class CampaignTrouble {
  #refused = 0;
  /** Why the campaign is held until a person has looked. */
  holds: string | undefined;
  /** Why it waits, and goes on by itself. */
  waits: 'no-relay' | undefined;
  #ended = false;

  /** Nothing more is worth trying now. */
  get stops(): boolean {
    return this.#ended || this.holds !== undefined || this.waits !== undefined;
  }

  /** Takes one outcome in. True when it is the one that holds the campaign. */
  tells(outcome: SmtpOutcome): boolean {
    if (outcome.kind === 'accepted') {
      this.#refused = 0;
      return false;
    }
    // A person has paused or cancelled it. Each delivery denied after 354 would cost its connection.
    if (outcome.kind === 'withheld' && ['paused', 'skip:cancelled'].includes(outcome.verdict))
      this.#ended = true;
    if (outcome.kind === 'no-relay' && !outcome.refused) {
      this.waits = 'no-relay';
      return false;
    }
    if (outcome.kind === 'refused' && outcome.permanent) this.#refused += 1;
    if (this.holds !== undefined) return false;
    this.holds = this.#reason(outcome);
    return this.holds !== undefined;
  }

  #reason(outcome: SmtpOutcome): string | undefined {
    if (outcome.kind === 'no-relay') return `sign-in:${outcome.code.toLowerCase()}`;
    if (outcome.kind !== 'refused' || !outcome.permanent) return undefined;
    // A refusal of us rather than of a recipient: the next thousand would be refused alike.
    if (outcome.class === 'ours') return `refused:${outcome.code}`;
    return this.#refused >= REFUSED_IN_A_ROW ? `refused-in-a-row:${outcome.code}` : undefined;
  }
}
