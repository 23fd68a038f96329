import { readFileSync } from 'node:fs';

/** The script that sites show messages with, as scripts/bundle.mjs built it; see `EDITOR_SCRIPT`. */
export const SITE_MESSAGE_SCRIPT = readFileSync(new URL('../../../dist/web/assets/m.js', import.meta.url));
