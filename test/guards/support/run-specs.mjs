import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

/** A mutant that never ends is not caught. */
const LONGEST_MS = 120_000;

/** @typedef {{ spec: string, test: string, status: string, said: string }} Result */

/**
 * Runs spec files of a copied tree.
 * @param {import('./copied-tree.mjs').CopiedTree} tree
 * @param {string[]} specs as seen from the root
 * @param {{ cache: string, workers: number, mutation?: string, only?: string[], longestMs?: number }} options `only`: these tests, by their full names
 * @returns {Promise<Result[]>} of each test; of a file that could not be run, one with an empty name
 */
export async function runSpecs(tree, specs, { cache, workers, mutation, only, longestMs = LONGEST_MS }) {
  const output = join(tree.path, 'results.json');
  rmSync(output, { force: true });
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      jest,
      `--config=${tree.config}`,
      '--json',
      // A mutant may leave something open behind it.
      '--forceExit',
      `--outputFile=${output}`,
      `--cacheDirectory=${cache}`,
      `--maxWorkers=${workers}`,
      ...(only ? [`--testNamePattern=^(${only.map(literally).join('|')})$`] : []),
      '--runTestsByPath',
      ...specs.map((spec) => join(tree.path, spec)),
    ],
    {
      cwd: tree.path,
      stdio: 'ignore',
      timeout: longestMs,
      killSignal: 'SIGKILL',
      env: { ...process.env, NODE_ENV: 'test', ...(mutation && { JATAKK_MUTATION: mutation }) },
    },
  );
  const [, signal] = await once(child, 'exit');
  if (signal) return specs.map((spec) => ({ spec, test: '', status: 'failed', said: `ended by ${signal}` }));
  const { testResults } = JSON.parse(readFileSync(output, 'utf8'));
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const spec = relative(tree.path, name);
    if (assertionResults.length === 0) return [{ spec, test: '', status: 'failed', said: plain(message) }];
    return assertionResults.map(({ fullName, status, failureMessages }) => ({
      spec,
      test: fullName,
      status,
      said: plain(failureMessages.join('\n')),
    }));
  });
}

const plain = (text) => stripVTControlCharacters(text ?? '');

const literally = (name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
