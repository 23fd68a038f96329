import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connectToRelay } from '../../src/platform/smtp/connect-to-relay.js';
import { connectionOptions, parseRelayUrl } from '../../src/platform/smtp/relay.js';
import type { SmtpDialogue } from '../../src/platform/smtp/smtp-dialogue.js';

const envelope = { from: 'program@fjellhallen.example', to: 'kari@example.org', needsSmtpUtf8: false };
const ENVELOPE = 'MAIL FROM:<program@fjellhallen.example>\r\nRCPT TO:<kari@example.org>\r\nDATA\r\n';
const BODY = Buffer.from('Subject: Hei\r\n\r\nHei.\r\n');

let server: Server;
let session: SmtpDialogue;
/** What the server was sent after EHLO, in the pieces in which it came. */
let heard: string[];
/** What it says to each piece; an empty text hangs up behind what was said before. */
let answers: string[];

beforeEach(async () => {
  heard = [];
  answers = [];
  server = createServer((socket: Socket) => {
    socket.write('220 pipelines.example ESMTP\r\n');
    socket.once('data', () => {
      socket.write('250-pipelines.example\r\n250 PIPELINING\r\n');
      socket.on('data', (piece: Buffer) => {
        heard.push(piece.toString());
        const answer = answers.shift() ?? '500 what\r\n';
        if (answer.endsWith('!')) socket.end(answer.slice(0, -1));
        else socket.write(answer);
      });
    });
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const relay = parseRelayUrl(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  session = await connectToRelay(relay, connectionOptions(relay, 'localhost'));
});
afterEach(async () => {
  session.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const refused = (replyClass: string, code: string) => ({
  kind: 'refused',
  permanent: true,
  class: replyClass,
  code,
  slowDown: undefined,
});
const tooEarly = () => Promise.reject(new Error('the gate was asked for a message that was refused'));
const go = async () => 'go';

test('the envelope goes in one piece; the body waits for 354', async () => {
  answers = ['250 ok\r\n250 ok\r\n354 go\r\n', '250 taken\r\n'];
  expect(await session.deliver(envelope, BODY, go)).toEqual({ kind: 'accepted' });
  expect(heard).toEqual([ENVELOPE, `${BODY.toString()}.\r\n`]);
});

test('a recipient that is refused, and DATA with it: the connection goes on after RSET (RFC 2920 §3.1)', async () => {
  answers = [
    '250 ok\r\n550 5.1.1 no\r\n554 5.5.1 nobody to send to\r\n',
    '250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n',
    '250 taken\r\n',
  ];
  expect(await session.deliver(envelope, BODY, tooEarly)).toEqual(refused('hard', '5.1.1'));
  expect(session.usable).toBe(true);
  expect(await session.deliver(envelope, BODY, go)).toEqual({ kind: 'accepted' });
  expect(heard[1]).toBe(`RSET\r\n${ENVELOPE}`);
});

test('a recipient that is refused, and DATA said yes to: neither the body nor an empty one is sent', async () => {
  answers = ['250 ok\r\n550 5.1.1 no\r\n354 go\r\n'];
  expect(await session.deliver(envelope, BODY, tooEarly)).toEqual(refused('hard', '5.1.1'));
  expect(session.usable).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(heard).toEqual([ENVELOPE]);
});

test('a sender that is refused speaks of us, whatever is said of the rest', async () => {
  answers = ['550 5.1.8 no\r\n503 5.5.1 MAIL first\r\n503 5.5.1 MAIL first\r\n'];
  expect(await session.deliver(envelope, BODY, tooEarly)).toEqual(refused('ours', '5.1.8'));
  expect(session.usable).toBe(true);
});

test.each([
  ['behind it', '250 ok\r\n550 5.1.1 no\r\n!'],
  ['in the middle of the next', '250 ok\r\n550 5.1.1 no\r\n55!'],
])('a server that says no and hangs up %s has said no', async (_, answer) => {
  answers = [answer];
  expect(await session.deliver(envelope, BODY, tooEarly)).toEqual(refused('hard', '5.1.1'));
  expect(session.usable).toBe(false);
});

test('replies that nobody asked for belong to no message: the connection is not used again', async () => {
  answers = ['250 ok\r\n250 ok\r\n354 go\r\n', '250 taken\r\n250 and another\r\n'];
  expect(await session.deliver(envelope, BODY, go)).toEqual({ kind: 'accepted' });
  expect(session.usable).toBe(false);
});

test('a server that takes the message and hangs up has taken it', async () => {
  answers = ['250 ok\r\n250 ok\r\n354 go\r\n', '250 taken\r\n!'];
  expect(await session.deliver(envelope, BODY, go)).toEqual({ kind: 'accepted' });
});
