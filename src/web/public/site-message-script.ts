import { readFileSync } from 'node:fs';

/** The script that sites show messages with, as scripts/bundle.mjs built it; see `EDITOR_SCRIPT`. */
export const SITE_MESSAGE_SCRIPT = readFileSync(new URL('../../../dist/web/assets/m.js', import.meta.url));

/** What another site's page may fetch: it says the same to everybody. */
export const FOR_EVERY_SITE = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const;
