import { expect, test } from '@jest/globals';
import { TooManyWaitingError, Turns } from '../../src/platform/pace/turns.js';

test('works on so many at once, lets so many wait in the order they came, and turns the rest away at once', async () => {
  const turns = new Turns(2, 3);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (n: number) =>
    turns.take(async () => {
      begun.push(n);
      await new Promise<void>((end) => ends.push(end));
      return n;
    });
  const taken = [1, 2, 3, 4, 5].map(work);
  await expect(work(6)).rejects.toThrow(TooManyWaitingError);
  expect(begun).toEqual([1, 2]);
  while (ends.length > 0) {
    ends.shift()!();
    await new Promise((soon) => setImmediate(soon));
  }
  expect(await Promise.all(taken)).toEqual([1, 2, 3, 4, 5]);
  expect(begun).toEqual([1, 2, 3, 4, 5]);
});

test('work that fails gives its place on', async () => {
  const turns = new Turns(1, 1);
  const fails = turns.take(() => Promise.reject(new Error('no')));
  const next = turns.take(async () => 'done');
  await expect(fails).rejects.toThrow('no');
  expect(await next).toBe('done');
  expect(await turns.take(async () => 'again')).toBe('again');
});

test('says beforehand, too, that the queue is full', async () => {
  const turns = new Turns(1, 1);
  turns.refuseWhenFull();
  let end = () => {};
  const first = turns.take(() => new Promise<void>((ends) => (end = ends)));
  turns.refuseWhenFull();
  const second = turns.take(async () => undefined);
  expect(() => turns.refuseWhenFull()).toThrow(TooManyWaitingError);
  end();
  await Promise.all([first, second]);
  turns.refuseWhenFull();
});
