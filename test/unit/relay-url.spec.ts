import { expect, test } from '@jest/globals';
import { connectionOptions, parseRelayUrl, relayFault } from '../../src/platform/smtp/relay.js';

test.each([
  ['smtps://mail.example', { host: 'mail.example', port: 465, security: 'tls' }],
  ['smtps://mail.example:2465', { host: 'mail.example', port: 2465, security: 'tls' }],
  ['submission://mail.example', { host: 'mail.example', port: 587, security: 'starttls' }],
  ['smtp://127.0.0.1:2525', { host: '127.0.0.1', port: 2525, security: 'plain' }],
  ['smtp://localhost', { host: 'localhost', port: 25, security: 'plain' }],
  ['smtp://[::1]:25', { host: '::1', port: 25, security: 'plain' }],
  [
    'submission://kari%40mail.example:p%C3%A5%3A%2F%40@mail.example',
    { host: 'mail.example', port: 587, security: 'starttls', user: 'kari@mail.example', password: 'på:/@' },
  ],
])('%s', (url, relay) => {
  expect(parseRelayUrl(url)).toEqual({ user: undefined, password: undefined, ...relay });
});

test.each([
  'smtp://mail.example',
  'smtp://10.0.0.1',
  'smtp://localhost.example',
  'smtp://127.0.0.1.example',
  'smtp://user:password@127.0.0.1',
  'http://mail.example',
  'mail.example:25',
  '',
])('%j is refused, without repeating it', (url) => {
  let said = '';
  try {
    parseRelayUrl(url);
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).not.toBe('');
  expect(said).not.toContain('password@');
});

test('without encryption only this machine is spoken to, and never with a password', () => {
  expect(relayFault({ host: 'mail.example', security: 'plain', user: undefined })).toBe('plain-elsewhere');
  expect(relayFault({ host: 'localhost', security: 'plain', user: 'kari' })).toBe('plain-password');
  expect(relayFault({ host: 'localhost', security: 'plain', user: undefined })).toBeUndefined();
  expect(relayFault({ host: 'mail.example', security: 'starttls', user: 'kari' })).toBeUndefined();
});

test('STARTTLS is demanded, not tried', () => {
  const options = connectionOptions(parseRelayUrl('submission://mail.example'), 'post.example');
  expect(options).toMatchObject({ secure: false, requireTLS: true, ignoreTLS: false, name: 'post.example' });
  expect(options).toMatchObject({ logger: false, debug: false, tls: { minVersion: 'TLSv1.2' } });
});
