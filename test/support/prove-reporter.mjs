import { basename } from 'node:path';

/** Prints each attack with the promise it is on, why one did not hold, and the sum as the last line. */
export default class ProveReporter {
  #attacks = 0;
  #held = 0;
  #broken = 0;

  onTestResult(_test, { testFilePath, testResults, testExecError, failureMessage }) {
    const promise = `P${Number(/^p(\d+)/.exec(basename(testFilePath))?.[1])}`;
    for (const { status, title, failureMessages } of testResults) {
      const held = status === 'passed';
      this.#attacks += 1;
      if (held) this.#held += 1;
      print(`${held ? '✓' : '✗'} ${promise.padEnd(4)} ${title}`);
      for (const message of failureMessages) print(indented(message));
    }
    if (testExecError || testResults.length === 0) {
      this.#broken += 1;
      print(`✗ ${promise.padEnd(4)} ${basename(testFilePath)} could not be run`);
      print(indented(failureMessage ?? ''));
    }
  }

  onRunComplete() {
    print(`${this.#attacks} attacks, ${this.#held} held`);
  }

  /** Nothing attacked is nothing proved. */
  getLastError() {
    if (this.#attacks > 0 && this.#held === this.#attacks && this.#broken === 0) return undefined;
    return new Error('not every attack held');
  }
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

function indented(text) {
  return text.replaceAll(/^/gm, '       ');
}
