import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Jest without a server of its own, since all runs share one; every kind of spec file is of one project. */
const CONFIG = `import all from './jest.config.mjs';
const { globalSetup, globalTeardown, projects, ...config } = all;
const { displayName, testMatch, ...common } = projects[0];
export default { ...config, ...common, testMatch: ['<rootDir>/test/**/*.spec.ts?(x)'] };
`;

/** A copy of what specs need, to be changed at will. */
export class CopiedTree {
  #path;
  #changed;

  /** @param {string} path a folder that is not there yet */
  constructor(path) {
    this.#path = path;
    mkdirSync(path);
    for (const folder of ['src', 'test']) cpSync(join(root, folder), join(path, folder), { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(root, file), join(path, file));
    // The built script of the editor is served from there.
    for (const folder of ['node_modules', 'dist']) symlinkSync(join(root, folder), join(path, folder));
    writeFileSync(this.config, CONFIG);
  }

  get path() {
    return this.#path;
  }

  get config() {
    return join(this.#path, 'test/jest.guards.config.mjs');
  }

  /** @param {string} file @param {(text: string) => string} change */
  change(file, change) {
    const path = join(this.#path, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, change(text));
    this.#changed = { path, text };
  }

  /** As it was before {@link change}. */
  restore() {
    if (this.#changed) writeFileSync(this.#changed.path, this.#changed.text);
    this.#changed = undefined;
  }
}
