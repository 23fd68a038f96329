import { expect, test } from '@jest/globals';
import { networkOf } from '../../src/platform/http/client-network.js';
import { RateLimit } from '../../src/web/http/rate-limit.js';

test('the limit counts per key, says how long to wait, and begins anew with the window', () => {
  const limit = new RateLimit(2, 10_000);
  expect([limit.exceeded('a', 0), limit.exceeded('a', 1)]).toEqual([undefined, undefined]);
  expect(limit.exceeded('a', 2500)).toBe(8);
  expect(limit.exceeded('a', 9999)).toBe(1);
  expect(limit.exceeded('b', 9999)).toBeUndefined();
  expect(limit.exceeded('a', 10_000)).toBeUndefined();
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8:1::6', '2001:db8:1:0'],
  ['2001:db8::', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1:2%eth0', 'fe80:0:0:0'],
])('%s belongs to the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('two addresses of one /64 are one visitor, two of another are not', () => {
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:db8:1:2:bbbb::2'));
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
});
