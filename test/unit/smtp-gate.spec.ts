import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { connectToRelay } from '../../src/platform/smtp/connect-to-relay.js';
import { connectionOptions, parseRelayUrl } from '../../src/platform/smtp/relay.js';
import type { SmtpDialogue } from '../../src/platform/smtp/smtp-dialogue.js';
import { HostileSink, type Stage } from '../support/hostile-sink.js';
import { until } from '../support/until.js';

const envelope = { from: 'program@fjellhallen.example', to: 'kari@example.org', needsSmtpUtf8: false };
const BODY = Buffer.from('Subject: Hei\r\n\r\nHei.\r\n');
const LINE = `${'x'.repeat(70)}\r\n`;
/** More than leaves in one piece with its final dot. */
const LONG = Buffer.concat([BODY, Buffer.from(LINE.repeat(900))]);
/** More than the buffers of a connection take. */
const HUGE = Buffer.concat([BODY, Buffer.from(LINE.repeat(400_000))]);

const servers = { 'one by one': ['8BITMIME'], pipelined: ['PIPELINING', '8BITMIME'] };

let sink: HostileSink;
let session: SmtpDialogue;
let stages: Stage[];

beforeEach(() => {
  stages = [];
});
afterEach(async () => {
  jest.restoreAllMocks();
  session.close();
  await sink.close();
});

async function connects(extensions = servers.pipelined): Promise<void> {
  sink = await new HostileSink(extensions).listen();
  sink.answer = (stage) => {
    stages.push(stage);
    return undefined;
  };
  const relay = parseRelayUrl(sink.url);
  session = await connectToRelay(relay, connectionOptions(relay, 'localhost'));
}

test.each(Object.entries(servers))(
  'the gate is asked once, after 354, and no byte of the body leaves while it thinks (%s)',
  async (_, extensions) => {
    await connects(extensions);
    let decide: (verdict: string) => void = () => {};
    const gate = jest.fn(() => new Promise<string>((resolve) => (decide = resolve)));
    const delivered = session.deliver(envelope, LONG, gate);
    await until('the gate is asked', () => gate.mock.calls.length);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([gate.mock.calls.length, stages.at(-1)]).toEqual([1, 'data']);
    decide('go');
    expect(await delivered).toEqual({ kind: 'accepted' });
    expect([gate.mock.calls.length, stages.slice(-3)]).toEqual([1, ['body', 'middle', 'dot']]);
    expect(sink.accepted[0]!.wire.equals(LONG)).toBe(true);
    // And once for the next one.
    const again = session.deliver(envelope, BODY, gate);
    await until('the gate is asked again', () => gate.mock.calls.length === 2);
    decide('go');
    expect(await again).toEqual({ kind: 'accepted' });
    expect(gate).toHaveBeenCalledTimes(2);
  },
);

test.each(['skip:not-confirmed', 'paused', 'busy', 'lost-lease', ''])(
  'the verdict %j withholds the body, all of it, and ends the connection',
  async (verdict) => {
    await connects();
    expect(await session.deliver(envelope, LONG, async () => verdict)).toEqual({ kind: 'withheld', verdict });
    expect([session.usable, stages.at(-1), sink.attempts]).toEqual([false, 'data', []]);
  },
);

test('a gate that fails withholds it, and its words go nowhere', async () => {
  await connects();
  const outcome = await session.deliver(envelope, BODY, async () =>
    Promise.reject(new Error('the database says kari@example.org')),
  );
  expect(outcome).toEqual({ kind: 'withheld', verdict: 'fault' });
  expect([session.usable, stages.at(-1), sink.attempts]).toEqual([false, 'data', []]);
});

test.each([
  [999, { kind: 'accepted' }],
  [1001, { kind: 'withheld', verdict: 'late' }],
])('a yes that comes after %d ms: %j', async (afterMs, outcome) => {
  await connects();
  const now = performance.now.bind(performance);
  let passed = 0;
  const atStart = now();
  jest.spyOn(performance, 'now').mockImplementation(() => atStart + passed);
  expect(
    await session.deliver(envelope, BODY, async () => {
      passed = afterMs;
      return 'go';
    }),
  ).toEqual(outcome);
  expect(sink.attempts).toHaveLength(outcome.kind === 'accepted' ? 1 : 0);
});

test('a long body that is broken off in the middle has certainly not been sent', async () => {
  await connects();
  sink.answer = (stage) => (stage === 'middle' ? 'drop' : undefined);
  const outcome = await session.deliver(envelope, HUGE, async () => 'go');
  expect(outcome).toMatchObject({ kind: 'not-sent', early: false });
  expect([session.usable, sink.attempts]).toEqual([false, []]);
});

test('a long body that is broken off behind its final dot may have been sent', async () => {
  await connects();
  sink.answer = (stage) => (stage === 'dot' ? 'drop' : undefined);
  expect(await session.deliver(envelope, LONG, async () => 'go')).toEqual({ kind: 'unknown' });
  expect(sink.attempts).toHaveLength(1);
});
