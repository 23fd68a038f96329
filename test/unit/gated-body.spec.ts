import { once } from 'node:events';
import { afterEach, expect, jest, test } from '@jest/globals';
import { BodyWithheld, GatedBody } from '../../src/platform/smtp/gated-body.js';

const BODY = Buffer.from('Subject: Hei\r\n\r\nHei.\r\n');

afterEach(() => {
  jest.restoreAllMocks();
});

async function read(body: GatedBody): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test('asks nobody until it is read, then once', async () => {
  const gate = jest.fn(async () => 'go');
  const body = new GatedBody(BODY, gate);
  await new Promise((resolve) => setImmediate(resolve));
  expect([gate.mock.calls.length, body.started, body.ended]).toEqual([0, false, false]);
  expect(await read(body)).toEqual(BODY);
  expect([gate.mock.calls.length, body.started, body.ended]).toEqual([1, true, true]);
});

test('has not started while the gate thinks', async () => {
  let decide: (verdict: string) => void = () => {};
  const body = new GatedBody(BODY, () => new Promise((resolve) => (decide = resolve)));
  const reading = read(body);
  await new Promise((resolve) => setImmediate(resolve));
  expect([body.started, body.ended]).toEqual([false, false]);
  decide('go');
  expect(await reading).toEqual(BODY);
});

test('has started, and not ended, while nobody takes the rest', async () => {
  const body = new GatedBody(Buffer.alloc(200_000, 'a'), async () => 'go');
  body.once('data', () => body.pause());
  await once(body, 'data');
  expect([body.started, body.ended]).toEqual([true, false]);
  body.destroy();
});

test.each(['skip:not-confirmed', 'paused', 'busy', 'lost-lease', ''])(
  'the verdict %j withholds it',
  async (verdict) => {
    const body = new GatedBody(BODY, async () => verdict);
    await expect(read(body)).rejects.toMatchObject({ verdict });
    await expect(read(new GatedBody(BODY, async () => verdict))).rejects.toBeInstanceOf(BodyWithheld);
    expect([body.started, body.ended]).toEqual([false, false]);
  },
);

test('a gate that fails withholds it, and its words stay out of the error', async () => {
  const body = new GatedBody(BODY, async () => Promise.reject(new Error('database says kari@example.org')));
  const error = (await read(body).catch((thrown: unknown) => thrown)) as BodyWithheld;
  expect([error.verdict, error.message]).toEqual(['fault', 'body withheld']);
  expect(body.started).toBe(false);
});

test('a yes that comes after more than a second is about a world that may be gone', async () => {
  let now = 1000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  const body = new GatedBody(BODY, async () => {
    now += 1001;
    return 'go';
  });
  await expect(read(body)).rejects.toMatchObject({ verdict: 'late' });
  expect(body.started).toBe(false);
});

test('a yes for a connection that is gone starts nothing', async () => {
  let decide: (verdict: string) => void = () => {};
  const body = new GatedBody(BODY, () => new Promise((resolve) => (decide = resolve)));
  body.on('error', () => undefined);
  body.read();
  body.destroy(new Error('gone'));
  decide('go');
  await new Promise((resolve) => setImmediate(resolve));
  expect([body.started, body.ended]).toEqual([false, false]);
});
