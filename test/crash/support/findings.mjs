/** What a scenario found wrong, in words. A scenario goes on after a finding: one crash may show several. */
export class Findings {
  /** @type {string[]} */
  broken = [];

  /** What the keepers said to it. @type {string[]} */
  said = [];

  /** @param {boolean} holds @param {string} otherwise what is wrong when it does not hold */
  must(holds, otherwise) {
    if (!holds) this.broken.push(otherwise);
  }

  /**
   * Nobody twice, nobody lost, every message accounted for.
   * @param {import('./verdict.mjs').Verdict} verdict
   * @param {{ people: number, unknownBound: number }} limits
   */
  mustBeSound(verdict, { people, unknownBound }) {
    const { states, duplicates, lost, unaccounted, unknown } = verdict;
    const total = Object.values(states).reduce((sum, count) => sum + count, 0);
    this.must(total === people, `${total} deliveries for ${people} people`);
    this.must(duplicates === 0, `${duplicates} copies beyond the first`);
    this.must(lost === 0, `${lost} lost: ${JSON.stringify(states)}`);
    this.must(unaccounted === 0, `${unaccounted} messages arrived whose rows say otherwise`);
    this.must(
      unknown <= unknownBound,
      `${unknown} unknown, more than the ${unknownBound} that were in flight`,
    );
  }

  /** @param {{ samples: number, broken: number, last: Record<string, number> }} watched */
  mustHaveSummed({ samples, broken, last }) {
    this.must(samples > 0, 'the counts were never looked at');
    this.must(broken === 0, `the shown counts did not sum to the total in ${broken} of ${samples} looks`);
    const { total, ...states } = last;
    this.must(
      Object.values(states).reduce((sum, count) => sum + count, 0) === total,
      'the last counts do not sum to the total',
    );
  }
}
