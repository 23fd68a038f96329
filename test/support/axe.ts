import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** As it is served at {@link AXE_PATH}: from there a browser compiles it once, not once for each page. */
export const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const AXE_PATH = '/axe.js';

/** Puts axe into a page of the server that serves it. Of what else goes wrong there meanwhile, this knows nothing. */
export function fetchAxe(page: Page): Promise<void> {
  return page.evaluate(
    (src) =>
      new Promise<void>((done, fail) => {
        const script = Object.assign(document.createElement('script'), { src });
        script.addEventListener('load', () => done());
        script.addEventListener('error', () => fail(new Error(`${src} was not served`)));
        document.head.append(script);
        script.remove();
      }),
    AXE_PATH,
  );
}

/** Everything, colours alone, or everything else. */
export type Rules = 'all' | 'colours' | 'all but colours';

const OF_PAGES = ['landmark-one-main', 'region'];
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds; a mail in its frame is left out, being seen by itself. A mail has no landmarks: it is not a page. */
export function violations(page: Page, rules: Rules = 'all'): Promise<string[]> {
  const isMail = page.url().includes('/mails/');
  const options = {
    iframes: false,
    resultTypes: ['violations'],
    rules: Object.fromEntries(
      [...(isMail ? OF_PAGES : []), ...(rules === 'all but colours' ? OF_COLOURS : [])].map((rule) => [
        rule,
        { enabled: false },
      ]),
    ),
    ...(rules === 'colours' && { runOnly: { type: 'rule', values: OF_COLOURS } }),
  };
  return page.evaluate(async (options) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    // Picked out in the page: what passed is a hundred times as long, and slow to fetch.
    const { violations: found } = await axe.run(options);
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
  }, options);
}
