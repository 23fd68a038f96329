import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { connectToRelay, SmtpConnectError } from '../../src/platform/smtp/connect-to-relay.js';
import { connectionOptions, type Relay } from '../../src/platform/smtp/relay.js';

const servers: SMTPServer[] = [];
const taken: string[] = [];

afterEach(async () => {
  taken.length = 0;
  for (const server of servers.splice(0)) await new Promise<void>((resolve) => server.close(resolve));
});

/** A mail server with a certificate of its own, which the connections below are told to take. */
async function serve(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({
    ...options,
    authOptional: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'riktig' ? done(null, { user: username }) : done(new Error('no')),
    onData: (stream, session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
      stream.on('end', () => {
        taken.push(`${session.secure ? 'encrypted' : 'open'} ${session.user ?? 'nobody'} ${text.length}`);
        done();
      });
    },
  });
  server.on('error', () => undefined);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return (server.server.address() as { port: number }).port;
}

async function deliverTo(relay: Relay, messages = 1): Promise<string[]> {
  const options = { ...connectionOptions(relay, 'localhost'), tls: { rejectUnauthorized: false } };
  const dialogue = await connectToRelay(relay, options);
  const kinds: string[] = [];
  for (let count = 0; count < messages; count += 1) {
    const envelope = { from: 'a@fjellhallen.example', to: 'b@example.org', needsSmtpUtf8: false };
    const outcome = await dialogue.deliver(envelope, Buffer.alloc(39_999, 'x\r\n'), async () => 'go');
    kinds.push(outcome.kind);
  }
  dialogue.quit();
  return kinds;
}

const at = { host: '127.0.0.1', user: 'kari', password: 'riktig' };

test('the dialogue takes over a connection that was encrypted by STARTTLS and signed in on', async () => {
  const port = await serve({});
  expect(await deliverTo({ ...at, port, security: 'starttls' }, 2)).toEqual(['accepted', 'accepted']);
  expect(taken).toEqual(['encrypted kari 39999', 'encrypted kari 39999']);
});

test('and one that was encrypted from the first byte', async () => {
  const port = await serve({ secure: true });
  expect(await deliverTo({ ...at, port, security: 'tls' }, 2)).toEqual(['accepted', 'accepted']);
  expect(taken).toEqual(['encrypted kari 39999', 'encrypted kari 39999']);
});

test('a password that is refused is a refusal for good, told by its code alone', async () => {
  const port = await serve({ secure: true });
  const relay: Relay = { ...at, port, security: 'tls', password: 'galt' };
  const error = await deliverTo(relay).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SmtpConnectError);
  expect(error).toMatchObject({ code: '535', refused: true, slowDown: false });
});

test('a certificate that cannot be trusted is no connection', async () => {
  const port = await serve({ secure: true });
  const relay: Relay = { ...at, port, security: 'tls' };
  await expect(connectToRelay(relay, connectionOptions(relay, 'localhost'))).rejects.toMatchObject({
    refused: false,
  });
});
