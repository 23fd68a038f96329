import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const PROGRAM = fileURLToPath(new URL('./run-jest.mjs', import.meta.url));

/** A mutant that never ends is not caught. */
const LONGEST_MS = 120_000;

/** After so many runs a process is made anew: what they left in its memory goes with it. */
const RUNS_EACH = 25;

/** @typedef {{ spec: string, test: string, status: string, said: string }} Result */

/**
 * Runs spec files of a copied tree, one run after the other in one process, since half the time of a run is spent on
 * loading Jest and our packages.
 */
export class SpecRunner {
  #tree;
  #cache;
  #child;
  #runs = 0;

  /** @param {import('./copied-tree.mjs').CopiedTree} tree @param {string} cache a folder of Jest's */
  constructor(tree, cache) {
    this.#tree = tree;
    this.#cache = cache;
  }

  /** Whether another mutant has been at work in the process that the next run is in. */
  get isUsed() {
    return this.#child !== undefined;
  }

  /**
   * @param {string[]} specs as seen from the root
   * @param {{ workers?: number, mutation?: string, only?: string[], longestMs?: number }} options `only`: these tests, by their full names
   * @returns {Promise<Result[]>} of each test; of a file that could not be run, one with an empty name
   */
  async run(specs, { workers = 1, mutation, only, longestMs = LONGEST_MS }) {
    const tree = this.#tree;
    const child = (this.#child ??= this.#begin());
    const argv = {
      _: specs.map((spec) => join(tree.path, spec)),
      $0: '',
      config: tree.config,
      cacheDirectory: this.#cache,
      runTestsByPath: true,
      reporters: [],
      ...(workers === 1 ? { runInBand: true } : { maxWorkers: workers }),
      ...(only && { testNamePattern: `^(${only.map(literally).join('|')})$` }),
    };
    const late = setTimeout(() => child.kill('SIGKILL'), longestMs);
    const ended = new AbortController();
    const answer = await Promise.race([
      once(child, 'message', ended).then(([results]) => results),
      once(child, 'exit', ended).then(([code, signal]) => `ended by ${signal ?? code}`),
      // Asked last: both are listened for.
      new Promise((_, reject) =>
        child.send({ root: tree.path, argv, mutation }, (error) => error && reject(error)),
      ),
    ]);
    clearTimeout(late);
    ended.abort();
    this.#runs += 1;
    if (typeof answer === 'string' || this.#runs >= RUNS_EACH) this.end();
    if (typeof answer === 'string')
      return specs.map((spec) => ({ spec, test: '', status: 'failed', said: answer }));
    return answer.flatMap(({ path, said, tests }) => {
      const spec = relative(tree.path, path);
      if (tests.length === 0) return [{ spec, test: '', status: 'failed', said: plain(said) }];
      return tests.map((one) => ({ spec, test: one.test, status: one.status, said: plain(one.said) }));
    });
  }

  /** The next run is in a process of its own. */
  end() {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    this.#runs = 0;
  }

  #begin() {
    return fork(PROGRAM, {
      cwd: this.#tree.path,
      execArgv: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, NODE_ENV: 'test' },
    });
  }
}

const plain = (text) => stripVTControlCharacters(text ?? '');

const literally = (name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
