import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connectionOptions, parseRelayUrl, type Relay, relayFault } from '../../src/platform/smtp/relay.js';
import { classifyReply } from '../../src/platform/smtp/reply-class.js';
import { SmtpPool } from '../../src/platform/smtp/smtp-pool.js';
import { connectToRelay, SmtpConnectError } from '../../src/platform/smtp/connect-to-relay.js';
import type { SmtpDialogue } from '../../src/platform/smtp/smtp-dialogue.js';
import type { SmtpOutcome } from '../../src/platform/smtp/smtp-outcome.js';
import { HostileSink, type Stage, unstuffed } from '../support/hostile-sink.js';

const TO = 'kari@example.org';
const envelope = { from: 'program@fjellhallen.example', to: TO, needsSmtpUtf8: false };
const BODY = Buffer.from('Subject: Hei\r\n\r\nHei.\r\n.\r\n..to\r\n');
const go = async () => 'go';

let sink: HostileSink;
let relay: Relay;
const open: SmtpDialogue[] = [];

beforeEach(async () => {
  sink = await new HostileSink().listen();
  relay = parseRelayUrl(sink.url);
});
afterEach(async () => {
  for (const session of open.splice(0)) session.close();
  await sink.close();
});

async function connect(): Promise<SmtpDialogue> {
  const session = await connectToRelay(relay, connectionOptions(relay, 'localhost'));
  open.push(session);
  return session;
}

const answering = (...replies: [Stage, string][]) => {
  sink.answer = (stage) => replies.find(([at]) => at === stage)?.[1];
};

describe('what becomes of one message', () => {
  const refused = (permanent: boolean, replyClass: string, code: string) => ({
    kind: 'refused',
    permanent,
    class: replyClass,
    code,
    slowDown: undefined,
  });

  test.each([
    ['yes', [], { kind: 'accepted' }, true],
    ['no such user', [['rcpt', '550 5.1.1 no such user']], refused(true, 'hard', '5.1.1'), true],
    ['mailbox full', [['rcpt', '552 5.2.2 full']], refused(true, 'soft', '5.2.2'), true],
    ['greylisted', [['rcpt', '450 4.2.1 later']], refused(false, 'soft', '4.2.1'), true],
    [
      'a policy about us at RCPT',
      [['rcpt', '550 5.7.1 relaying denied']],
      refused(true, 'ours', '5.7.1'),
      true,
    ],
    ['a sender that is refused', [['mail', '550 5.1.1 who are you']], refused(true, 'ours', '5.1.1'), true],
    ['a sender that must wait', [['mail', '451 4.3.0 later']], refused(false, 'ours', '4.3.0'), true],
    ['DATA refused', [['data', '554 5.5.1 no']], refused(true, 'soft', '5.5.1'), true],
    ['later, after the dot', [['dot', '451 4.3.0 later']], refused(false, 'soft', '4.3.0'), true],
    ['no, after the dot', [['dot', '554 5.6.0 no']], refused(true, 'soft', '5.6.0'), true],
    ['spam, after the dot', [['dot', '554 5.7.1 spam']], refused(true, 'ours', '5.7.1'), true],
    ['lost at MAIL', [['mail', 'drop']], { kind: 'not-sent', code: 'ECONNECTION', early: true }, false],
    ['lost at RCPT', [['rcpt', 'drop']], { kind: 'not-sent', code: 'ECONNECTION', early: false }, false],
    ['lost at DATA', [['data', 'drop']], { kind: 'not-sent', code: 'ECONNECTION', early: false }, false],
    ['lost in the body, when the dot is on its way', [['body', 'drop']], { kind: 'unknown' }, false],
    ['lost after the dot', [['dot', 'drop']], { kind: 'unknown' }, false],
  ] as [string, [Stage, string][], SmtpOutcome, boolean][])('%s', async (_, replies, outcome, usable) => {
    answering(...replies);
    const session = await connect();
    expect(await session.deliver(envelope, BODY, go)).toEqual(outcome);
    expect(session.usable).toBe(usable);
    if (!usable) return;
    sink.answer = () => undefined;
    expect(await session.deliver(envelope, BODY, go)).toEqual({ kind: 'accepted' });
  });

  test('after a refusal the next message begins with RSET, and a connection lost there has sent nothing', async () => {
    answering(['rcpt', '550 5.1.1 no'], ['rset', 'drop']);
    const session = await connect();
    expect(await session.deliver(envelope, BODY, go)).toMatchObject({ kind: 'refused', class: 'hard' });
    expect(await session.deliver(envelope, BODY, go)).toEqual({
      kind: 'not-sent',
      code: 'ECONNECTION',
      early: true,
    });
    expect(session.usable).toBe(false);
  });

  test('a connection that is lost while the gate thinks has sent nothing', async () => {
    const session = await connect();
    const outcome = await session.deliver(envelope, BODY, async () => {
      await sink.close();
      await new Promise((resolve) => setTimeout(resolve, 20));
      return 'go';
    });
    expect(outcome.kind).toBe('not-sent');
    await sink.listen();
  });

  test('a message that the gate withholds never has a final dot', async () => {
    const session = await connect();
    expect(await session.deliver(envelope, BODY, async () => 'skip:not-confirmed')).toEqual({
      kind: 'withheld',
      verdict: 'skip:not-confirmed',
    });
    expect(session.usable).toBe(false);
    expect(sink.attempts).toEqual([]);
  });

  test('the gate is asked after 354 and at no other time', async () => {
    const asked: string[] = [];
    sink.answer = (stage) => {
      asked.push(stage);
      return undefined;
    };
    const session = await connect();
    await session.deliver(envelope, BODY, async () => {
      asked.push('gate');
      return 'go';
    });
    expect(asked).toEqual(['greeting', 'ehlo', 'mail', 'rcpt', 'data', 'gate', 'body', 'dot']);
    answering(['rcpt', '550 5.1.1 no']);
    await session.deliver(envelope, BODY, async () => {
      throw new Error('asked too early');
    });
  });
});

test('the bytes arrive as they were: dots stuffed on the wire, no line end of another kind', async () => {
  const session = await connect();
  await session.deliver(envelope, BODY, go);
  expect(sink.attempts[0]!.wire.toString()).toContain('\r\n..\r\n...to\r\n');
  expect(unstuffed(sink.attempts[0]!.wire)).toEqual(BODY);
});

describe('an address beyond ASCII', () => {
  const utf8 = { ...envelope, to: 'jøran@example.org', needsSmtpUtf8: true };

  test('goes with SMTPUTF8 where it is offered', async () => {
    expect(await (await connect()).deliver(utf8, BODY, go)).toEqual({ kind: 'accepted' });
    expect(sink.attempts[0]!.mailFrom).toMatch(/ SMTPUTF8\b/);
    expect(sink.attempts[0]!.rcptTo).toBe('RCPT TO:<jøran@example.org>');
  });

  test('goes nowhere otherwise, not even as a question', async () => {
    const plain = await new HostileSink([]).listen();
    const session = await connectToRelay(
      parseRelayUrl(plain.url),
      connectionOptions(parseRelayUrl(plain.url), 'localhost'),
    );
    const stages: string[] = [];
    plain.answer = (stage) => {
      stages.push(stage);
      return undefined;
    };
    const outcome = await session.deliver(utf8, BODY, go);
    expect(outcome).toEqual({
      kind: 'refused',
      permanent: true,
      class: 'soft',
      code: '5.6.7',
      slowDown: undefined,
    });
    expect(stages).toEqual([]);
    session.close();
    await plain.close();
  });
});

describe('a server that does not let us in', () => {
  test.each([
    ['busy', '421 4.3.2 kari@example.org is busy', '4.3.2', false, true],
    ['never', '554 5.7.1 kari@example.org go away', '5.7.1', true, false],
    ['silent', 'drop', 'ECONNECTION', false, false],
  ])('%s: an error with a code, and none of its words', async (_, greeting, code, refused, slowDown) => {
    answering(['greeting', greeting]);
    const error = (await connect().catch((thrown: unknown) => thrown)) as SmtpConnectError;
    expect(error).toBeInstanceOf(SmtpConnectError);
    expect(error.message).toBe(`relay: ${error.code}`);
    expect(error).toMatchObject({ code, refused, slowDown });
  });

  test('a relay that must encrypt and cannot is not used', async () => {
    const strict: Relay = { ...relay, security: 'starttls' };
    await expect(connectToRelay(strict, connectionOptions(strict, 'localhost'))).rejects.toThrow(
      'relay: ETLS',
    );
  });
});

describe('the pool', () => {
  const find = async () => [{ relay, options: connectionOptions(relay, 'localhost') }];

  test('uses a connection again, and never more than it may', async () => {
    const pool = new SmtpPool(find, { size: 2 });
    await Promise.all(Array.from({ length: 10 }, () => pool.deliver(envelope, BODY, go)));
    expect(sink.accepted).toHaveLength(10);
    expect(sink.connections).toBeLessThanOrEqual(2);
    pool.close();
  });

  test('gives the place back whatever happens', async () => {
    const pool = new SmtpPool(find, { size: 1 });
    answering(['dot', 'drop']);
    expect(await pool.deliver(envelope, BODY, go)).toEqual({ kind: 'unknown' });
    answering(['rcpt', '550 5.1.1 no']);
    expect((await pool.deliver(envelope, BODY, go)).kind).toBe('refused');
    answering(['data', 'drop']);
    expect((await pool.deliver(envelope, BODY, go)).kind).toBe('not-sent');
    sink.answer = () => undefined;
    expect(await pool.deliver(envelope, BODY, go)).toEqual({ kind: 'accepted' });
    pool.close();
  });

  test('does not count as a try what a server closed at rest', async () => {
    const pool = new SmtpPool(find, { size: 1 });
    await pool.deliver(envelope, BODY, go);
    let dropped = 0;
    sink.answer = (stage) => (stage === 'mail' && dropped++ === 0 ? 'drop' : undefined);
    expect(await pool.deliver(envelope, BODY, go)).toEqual({ kind: 'accepted' });
    expect(dropped).toBe(2);
    pool.close();
  });

  test('leaves a relay that is away alone for a while, and says how long', async () => {
    const pool = new SmtpPool(find, { size: 4 });
    answering(['greeting', 'drop']);
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => pool.deliver(envelope, BODY, go)));
    expect(outcomes).toEqual(outcomes.map(() => ({ kind: 'no-relay', code: 'ECONNECTION', refused: false })));
    const tries = sink.connections;
    expect(await pool.awayMs()).toBeGreaterThan(4000);
    expect((await pool.deliver(envelope, BODY, go)).kind).toBe('no-relay');
    expect(sink.connections).toBe(tries);
    pool.close();
  });

  test.each([
    ['the greeting', 'greeting', '421 4.7.0 busy'],
    ['MAIL FROM', 'mail', '421 4.7.0 busy'],
  ] as [string, Stage, string][])(
    'a relay that asks for less at %s is given a minute',
    async (_, stage, reply) => {
      const pool = new SmtpPool(find, { size: 4 });
      answering([stage, reply]);
      await pool.deliver(envelope, BODY, go);
      expect(await pool.awayMs()).toBeGreaterThan(59_000);
      pool.close();
    },
  );

  test('a relay that takes only so many at once is given no more, and loses none', async () => {
    const pool = new SmtpPool(find, { size: 10 });
    let open = 0;
    let most = 0;
    sink.answer = async (stage) => {
      if (stage === 'greeting') {
        if (open >= 2) return '421 4.7.0 too many connections';
        open += 1;
      }
      most = Math.max(most, open);
      if (stage === 'dot') await new Promise((resolve) => setTimeout(resolve, 5));
      return undefined;
    };
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => pool.deliver(envelope, BODY, go)));
    expect(outcomes).toEqual(outcomes.map(() => ({ kind: 'accepted' })));
    expect(most).toBe(2);
    expect(await pool.awayMs()).toBe(0);
    pool.close();
  });

  test('the second relay takes over while the first does not let us in', async () => {
    const second = await new HostileSink().listen();
    const targets = [sink, second].map(({ url }) => {
      const each = parseRelayUrl(url);
      return { relay: each, options: connectionOptions(each, 'localhost') };
    });
    const pool = new SmtpPool(async () => targets, { size: 2 });
    answering(['greeting', '554 5.7.1 no']);
    expect(await pool.deliver(envelope, BODY, go)).toEqual({ kind: 'accepted' });
    expect([sink.accepted.length, second.accepted.length]).toEqual([0, 1]);
    expect(await pool.awayMs()).toBe(0);
    await second.close();
    // The first refuses for good, the second is merely away: this ends by itself.
    expect(await pool.deliver(envelope, BODY, go)).toMatchObject({ kind: 'no-relay', refused: false });
    pool.close();
  });

  test('hands over no more a second than it may', async () => {
    const pool = new SmtpPool(find, { size: 10, perSecond: 20 });
    const began = performance.now();
    await Promise.all(Array.from({ length: 8 }, () => pool.deliver(envelope, BODY, go)));
    expect(performance.now() - began).toBeGreaterThan(7 * 50 - 5);
    pool.close();
  });

  test('says so where there is no relay', async () => {
    const pool = new SmtpPool(async () => [], { size: 1 });
    expect(await pool.deliver(envelope, BODY, go)).toEqual({
      kind: 'no-relay',
      code: 'none',
      refused: false,
    });
  });

  test('leaves a connection to a relay that is another by now', async () => {
    const other = await new HostileSink().listen();
    const pool = new SmtpPool(find, { size: 1 });
    await pool.deliver(envelope, BODY, go);
    relay = parseRelayUrl(other.url);
    await pool.deliver(envelope, BODY, go);
    expect([sink.accepted.length, other.accepted.length]).toEqual([1, 1]);
    pool.close();
    await other.close();
  });
});

test.each([
  ['550 5.1.1 no such user', true, 'hard', '5.1.1'],
  ['550-5.1.10 first\r\n550 5.1.10 second', true, 'hard', '5.1.10'],
  ['552 5.2.2 full', true, 'soft', '5.2.2'],
  ['550 5.7.26 unauthenticated', true, 'ours', '5.7.26'],
  ['421 4.7.0 slow down', false, 'ours', '4.7.0'],
  ['450 4.2.1 later', false, 'soft', '4.2.1'],
  ['451 later', false, 'soft', '451'],
  ['550 no', true, 'soft', '550'],
  ['554 no', true, 'soft', '554'],
  ['552 full', true, 'soft', '552'],
  ['503 first HELO', true, 'ours', '503'],
  ['535 who are you', true, 'ours', '535'],
  ['', false, 'soft', 'unreadable'],
  ['hello', false, 'soft', 'unreadable'],
])('the reply %j', (reply, permanent, replyClass, code) => {
  expect(classifyReply(reply)).toEqual({ permanent, class: replyClass, code });
});

describe('the settings of a relay', () => {
  test.each([
    ['smtps://jatakk:p%40ss@mail.example.org', 'tls', 465, 'p@ss'],
    ['submission://jatakk:x@mail.example.org', 'starttls', 587, 'x'],
    ['smtp://127.0.0.1:2525', 'plain', 2525, undefined],
    ['smtp://[::1]:25', 'plain', 25, undefined],
  ])('%s', (url, security, port, password) => {
    expect(parseRelayUrl(url)).toMatchObject({ security, port, password });
  });

  test.each([
    ['an open line to another machine', 'smtp://mail.example.org'],
    ['a name that only looks like this machine', 'smtp://localhost.example.org'],
    ['a password over an open line', 'smtp://a:b@127.0.0.1'],
    ['another protocol', 'https://mail.example.org'],
  ])('refuse %s', (_, url) => {
    expect(() => parseRelayUrl(url)).toThrow();
  });

  test('never put a password in what they throw', () => {
    for (const url of ['smtp://jatakk:hemmelig@127.0.0.1', 'xmpp://jatakk:hemmelig@127.0.0.1']) {
      expect(() => parseRelayUrl(url)).toThrow(/^(?!.*hemmelig)/);
    }
    expect(relayFault({ host: '127.0.0.1', security: 'plain', user: 'a' })).toBe('plain-password');
  });
});
