import { describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { pagePath } from '../../src/traffic/page-path.js';

describe('a path as it is counted', () => {
  it.each([
    ['/', '/'],
    ['/program', '/program'],
    ['/program/', '/program'],
    ['//program///host', '/program/host'],
    ['/program?navn=kari&til=alle#side', '/program'],
    ['/program;jsessionid=abc', '/program'],
    ['/om-oss/styret', '/om-oss/styret'],
    ['/arrangement/2026-11-29-julekonsert', '/arrangement/2026-11-29-julekonsert'],
    ['/sesong/2026-27', '/sesong/2026-27'],
    ['/arkiv/2026/11', '/arkiv/2026/11'],
    ['/bestill/billett-24', '/bestill/billett-24'],
    ['/caf%C3%A9/%C3%A5rsm%C3%B8te', '/café/årsmøte'],
    ['/menneskerettighetsorganisasjonene', '/menneskerettighetsorganisasjonene'],
    ['/index.html', '/index.html'],
  ])('%s is %s', (sent, counted) => expect(pagePath(sent)).toBe(counted));

  it.each([
    ['an address', '/avmeld/kari.nordmann@post.example'],
    ['an address, encoded', '/avmeld/kari%40post.example'],
    ['an address, encoded twice', '/avmeld/kari%2540post.example'],
    ['a UUID', `/kvittering/${randomUUID()}`],
    ['a token of ours', `/u/${randomBytes(32).toString('base64url')}`],
    ['a number of hexadecimal figures', '/k/deadbeef42'],
    ['a telephone number', '/ring/91234567'],
    ['a telephone number in groups', '/ring/912-34-567'],
    ['a birth number', '/min-side/01019012345'],
    ['a birth number behind a date', '/min-side/19900101-12345'],
    ['a code', '/gave/a8f3k2d9'],
    ['a broken encoding', '/x/%E0%A4%A'],
    ['a space', '/min-side/kari%20nordmann'],
    ['a mark', '/x/%00%01'],
    ['something long', `/x/${'a'.repeat(81)}`],
  ])('%s is hidden', (_what, sent) => expect(pagePath(sent)).toMatch(/^\/[a-z-]+\/…$/));

  it.each(['', 'program', 'https://fjellhallen.example/', '*', `/${'a'.repeat(2000)}`])(
    '%s is no path',
    (sent) => expect(pagePath(sent)).toBeUndefined(),
  );

  it('is at most 200 characters, begins with a slash and stays as it is when it is read again', () => {
    fc.assert(
      fc.property(fc.webPath({ size: 'large' }), (path) => {
        const counted = pagePath(path.startsWith('/') ? path : `/${path}`);
        if (counted === undefined) return;
        expect(counted.length).toBeLessThanOrEqual(200);
        expect(counted).toMatch(/^\/[^?#]*$/);
      }),
      { numRuns: 500 },
    );
  });

  it('hides every token that we make', () => {
    for (let n = 0; n < 2000; n += 1) {
      const token = randomBytes(32).toString('base64url');
      expect(pagePath(`/t/${token}`)).not.toContain(token);
    }
  });
});
