/** After this many tries a message is given up, and shown as such. */
export const MAX_ATTEMPTS = 12;

const LONGEST_SECONDS = 12 * 3600;

/**
 * Seconds until the next try: doubling from `first`, at most twelve hours, with up to a quarter of jitter so that a
 * relay that comes back is not met by everybody at once.
 */
export function retryDelaySeconds(attempts: number, first: number): number {
  const plain = Math.min(first * 2 ** attempts, LONGEST_SECONDS);
  return Math.round(plain * (1 + Math.random() / 4));
}
