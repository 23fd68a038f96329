import { expect } from '@jest/globals';
import type { RawAnswer } from './raw-http.js';

/** What pages of other sites may load: the beacon, its scripts, and what these show. */
const FOR_OTHER_SITES = /^(GET|HEAD) \/(t\.js|[mv]\.js(on)?)$|^POST \/t$/;
/** What their scripts may read: the same for everybody. */
const READ_ELSEWHERE = /^(GET|HEAD) \/[mv]\.json$/;
/** Public and the same for everybody, so that it may be kept for a while. */
const KEPT =
  /\/assets\/|(GET|HEAD) (\/(t\.js|[mv]\.js(on)?)|\/\.well-known\/jatakk|\/lists\/[^/]+\/transparency(\.json)?)$/;

/** An answer has the strict headers, nothing that tells what made it, no cookie, and no trace of a fault in its body. */
export function expectSafe(what: string, { headers, body }: RawAnswer): void {
  expect([what, headers]).toEqual([
    what,
    expect.objectContaining({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': FOR_OTHER_SITES.test(what) ? 'cross-origin' : 'same-origin',
      'permissions-policy': expect.stringContaining('geolocation=()'),
      'cache-control': KEPT.test(what) ? expect.any(String) : 'no-store',
    }),
  ]);
  const policy = String(headers['content-security-policy']);
  for (const part of [
    "default-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]) {
    expect([what, policy]).toEqual([what, expect.stringContaining(part)]);
  }
  expect(policy).not.toMatch(/unsafe|http|\*/);
  expect([what, headers['access-control-allow-origin']]).toEqual([
    what,
    READ_ELSEWHERE.test(what) ? '*' : undefined,
  ]);
  for (const name of ['server', 'x-powered-by', 'set-cookie', 'etag', 'via']) {
    expect([what, name, headers[name]]).toEqual([what, name, undefined]);
  }
  expect([what, body]).toEqual([
    what,
    expect.not.stringMatching(/ at \w+.*\.[jt]s\b|QueryFailed|select .* from/),
  ]);
}
