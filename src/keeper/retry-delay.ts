/** After this many tries a message is given up, and shown as such; a campaign's after five days at the latest as well. */
export const MAX_ATTEMPTS = 12;

const FIRST_SECONDS = 30 * 60;
const GROWTH = 1.5;
const LONGEST_NOTICE_SECONDS = 12 * 3600;

/**
 * Seconds until a campaign's message is tried again: half an hour first (RFC 5321 §4.5.4.1), half as much more each
 * time. Eleven waits make 3.5 days, and up to 4.5 with the jitter of up to a quarter that keeps everybody from coming
 * at once.
 * @param attempts how many tries there were before the one that has just failed
 */
export function retryDelaySeconds(attempts: number): number {
  return jittered(FIRST_SECONDS * GROWTH ** attempts);
}

/** Seconds until a notice is tried again: somebody waits for it, so soon, then ever later, at most twelve hours. */
export function noticeRetryDelaySeconds(attempts: number): number {
  return jittered(Math.min(15 * 2 ** attempts, LONGEST_NOTICE_SECONDS));
}

function jittered(seconds: number): number {
  return Math.round(seconds * (1 + Math.random() / 4));
}
