import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { connectToRelay } from '../../src/platform/smtp/connect-to-relay.js';
import { connectionOptions, parseRelayUrl } from '../../src/platform/smtp/relay.js';
import type { Envelope } from '../../src/platform/smtp/smtp-outcome.js';

const envelope: Envelope = {
  from: 'r-a@returns.fjellhallen.example',
  to: 'kari@example.org',
  needsSmtpUtf8: false,
  returns: true,
};

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** What a server that offers these is told before the body. */
async function told(offers: readonly string[], wanted: Envelope): Promise<string[]> {
  const lines: string[] = [];
  server = createServer((socket) => {
    socket.write('220 back.example ESMTP\r\n');
    socket.on('data', (piece: Buffer) => {
      for (const line of piece.toString().split('\r\n').filter(Boolean)) {
        lines.push(line);
        if (line.startsWith('EHLO'))
          socket.write(`250-back.example\r\n${offers.map((one) => `250-${one}\r\n`).join('')}250 HELP\r\n`);
        else socket.write(line === 'DATA' ? '354 go\r\n' : '250 ok\r\n');
      }
    });
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const relay = parseRelayUrl(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const session = await connectToRelay(relay, connectionOptions(relay, 'localhost'));
  await session.deliver(wanted, Buffer.from('Subject: Hei\r\n\r\n'), async () => 'not now');
  session.close();
  return lines.slice(1, 3);
}

test('a server that can is asked for what comes back, with the header alone (RFC 3461 §4)', async () => {
  expect(await told(['DSN'], envelope)).toEqual([
    'MAIL FROM:<r-a@returns.fjellhallen.example> RET=HDRS',
    'RCPT TO:<kari@example.org> NOTIFY=FAILURE,DELAY',
  ]);
});

test('beyond ASCII too', async () => {
  expect((await told(['DSN', '8BITMIME', 'SMTPUTF8'], { ...envelope, needsSmtpUtf8: true }))[0]).toBe(
    'MAIL FROM:<r-a@returns.fjellhallen.example> BODY=8BITMIME SMTPUTF8 RET=HDRS',
  );
});

test.each([
  ['that cannot is not asked', ['PIPELINING'], envelope],
  ['is not asked where nobody reads what comes back', ['DSN'], { ...envelope, returns: false }],
])('a server %s', async (_, offers, wanted) => {
  expect(await told(offers, wanted)).toEqual([
    'MAIL FROM:<r-a@returns.fjellhallen.example>',
    'RCPT TO:<kari@example.org>',
  ]);
});

test('what nothing may come back of has the null return path (RFC 5321 §4.5.5)', async () => {
  expect((await told([], { ...envelope, from: '', returns: false }))[0]).toBe('MAIL FROM:<>');
});
