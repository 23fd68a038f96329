import { expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { readWebSettings } from '../../src/platform/config/settings.js';
import { SessionCookie } from '../../src/web/http/session-cookie.js';

const TOKEN = 'Ab_-'.repeat(10) + 'xyz';
const on = (PUBLIC_URL: string) => new SessionCookie(readWebSettings({ PUBLIC_URL }));
const parts = (header: string | undefined) => header!.split('; ');
const read = (cookie: SessionCookie, header: string) =>
  cookie.read({ headers: { cookie: header } } as FastifyRequest);

test('over https it is bound to this host and to https (RFC 6265bis §4.1.3.2)', () => {
  const [first, ...rest] = parts(on('https://post.example.org').set(TOKEN)['set-cookie']);
  expect(first).toBe(`__Host-jatakk=${TOKEN}`);
  expect(rest.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
});

test('on this machine over http it does without, or some browsers would not keep it', () => {
  const [first, ...rest] = parts(on('http://localhost:3000').set(TOKEN)['set-cookie']);
  expect(first).toBe(`jatakk=${TOKEN}`);
  expect(rest.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax']);
});

test('clearing it names the same cookie, so that the browser drops that one', () => {
  const [first, ...rest] = parts(on('https://post.example.org').clear()['set-cookie']);
  expect(first).toBe('__Host-jatakk=');
  expect(rest).toContain('Max-Age=0');
  expect(rest.toSorted()).toEqual(['HttpOnly', 'Max-Age=0', 'Path=/', 'SameSite=Lax', 'Secure']);
});

test('what is read is a token of ours or nothing', () => {
  const secure = on('https://post.example.org');
  expect(read(secure, `a=b; __Host-jatakk=${TOKEN}`)).toBe(TOKEN);
  expect(read(secure, `jatakk=${TOKEN}`)).toBeUndefined();
  expect(read(secure, '__Host-jatakk=short')).toBeUndefined();
  expect(read(secure, '')).toBeUndefined();
  expect(read(on('http://localhost:3000'), `jatakk=${TOKEN}`)).toBe(TOKEN);
});
