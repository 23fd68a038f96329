// What taking a message in costs at the least: npm smtp-server that reads it and says 250. Started by a fork.
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, _session, callback) => {
    stream.on('data', () => undefined);
    stream.on('end', () => callback());
  },
});
server.on('error', () => undefined);
const listener = server.listen(0, '127.0.0.1');
await once(listener, 'listening');
process.send?.({ port: listener.address().port });
process.once('message', () => server.close(() => process.disconnect()));
process.once('disconnect', () => process.exit());
