import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * The editor's script, as it is served. Built by scripts/bundle.mjs, beside what is built of everything else; this file
 * and what becomes of it lie equally deep.
 */
export const EDITOR_SCRIPT = readFileSync(new URL('../../../dist/web/assets/editor.js', import.meta.url));

const version = createHash('sha256').update(EDITOR_SCRIPT).digest('hex').slice(0, 10);

/** Its address, another for every build. */
export const EDITOR_ADDRESS = `/assets/editor.js?v=${version}`;
