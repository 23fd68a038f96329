import { expect, test } from '@jest/globals';
import { plainArray } from '../../src/platform/database/plain-array.js';

test('ids, numbers, codes and nulls as PostgreSQL reads them', () => {
  expect(plainArray([])).toBe('{}');
  expect(plainArray(['a-1', 'hard:5.1.1', null, 2, -1.5, true])).toBe('{a-1,hard:5.1.1,NULL,2,-1.5,true}');
});

test.each(['', 'a,b', 'a"', '{', '}', ' a', 'a\\', 'a\nb', 'NULL,', 'å'])(
  '%j would have to be quoted',
  (text) => {
    expect(() => plainArray([text])).toThrow('not plain');
  },
);
