/**
 * Waits until something is so. Throws, naming it, when it is not within the time.
 * @param {string} what @param {() => Promise<unknown>} look @param {number} [withinMs] @param {number} [everyMs]
 */
export async function until(what, look, withinMs = 40_000, everyMs = 50) {
  const end = Date.now() + withinMs;
  for (;;) {
    if (await look()) return;
    if (Date.now() > end) throw new Error(`did not happen within ${withinMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
