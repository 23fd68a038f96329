import { afterEach, expect, test } from '@jest/globals';
import { pathToFileURL } from 'node:url';
import { ReadingThreads } from '../../src/receiver/reading/reading-threads.js';

const FILE = pathToFileURL('test/support/hostile-worker.mjs');
let threads: ReadingThreads;
afterEach(() => threads.close());

const read = (what: string) => threads.read({ message: Buffer.from(what), sender: undefined, asMail: true });

test.each(['never', 'memory', 'throw', 'exit'])(
  'a message that overpowers its reader (%s) is one that could not be read, and the next is read',
  async (what) => {
    threads = new ReadingThreads({ threads: 1, deadlineMs: 4000 }, FILE);
    expect(await read('a')).toMatchObject({ tokens: ['a'] });
    const [hostile, waiting] = await Promise.all([read(what), read('b')]);
    expect(hostile).toBeUndefined();
    expect(waiting).toMatchObject({ tokens: ['b'] });
  },
  30_000,
);

test('one hostile message keeps nobody waiting for longer than it is given itself, and each answer is that of its own message', async () => {
  threads = new ReadingThreads({ threads: 2, deadlineMs: 3000 }, FILE);
  const from = performance.now();
  const hostile = read('never');
  const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
  const others = await Promise.all(names.map(read));
  expect(performance.now() - from).toBeLessThan(5000);
  expect(others.map((reading) => reading?.tokens[0])).toEqual(names);
  expect(await hostile).toBeUndefined();
});

test('a reader is told nothing of ours', async () => {
  process.env.JATAKK_CANARY = 'kanari';
  threads = new ReadingThreads({ threads: 1, deadlineMs: 4000 }, FILE);
  expect(await read('a')).toEqual({ tokens: ['a'], env: {} });
});
