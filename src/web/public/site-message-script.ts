import { readFileSync } from 'node:fs';

const asBuilt = (name: string) => readFileSync(new URL(`../../../dist/web/assets/${name}`, import.meta.url));

/** The script that sites show messages with, as scripts/bundle.mjs built it; see `EDITOR_SCRIPT`. */
export const SITE_MESSAGE_SCRIPT = asBuilt('m.js');

/** The one that asks visitors whether they may be counted. */
export const VISITORS_SCRIPT = asBuilt('v.js');
