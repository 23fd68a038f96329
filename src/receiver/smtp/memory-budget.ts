/** Octets that messages under way may hold together: a hundred connections with ten megabytes each would be too much. */
export class MemoryBudget {
  #used = 0;

  constructor(private readonly most: number) {}

  /** False where there is no room for so many more. */
  take(octets: number): boolean {
    if (this.#used + octets > this.most) return false;
    this.#used += octets;
    return true;
  }

  giveBack(octets: number): void {
    this.#used -= octets;
  }
}
