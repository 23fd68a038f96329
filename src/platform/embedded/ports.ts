import { createServer } from 'node:net';
import { Refusal } from './refusal.js';

/** The port to serve on: `PORT`, or 3000. */
export function wantedPort(env: NodeJS.ProcessEnv): number {
  const port = Number(env.PORT || 3000);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Refusal('PORT must be a whole number from 1 to 65535.');
}

/** The port to take mail in on: `RECEIVER_PORT`, or 2525; 0: one that the system chooses. */
export function wantedReceiverPort(env: NodeJS.ProcessEnv): number {
  const port = Number(env.RECEIVER_PORT || 2525);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new Refusal('RECEIVER_PORT must be a whole number from 0 to 65535.');
}

/** Refuses when another program listens on the port already, or when we may not. */
export async function requireFreePort(port: number, host: string, setting = 'PORT'): Promise<void> {
  for (const each of new Set([host, ...(isLoopback(host) ? ['::1'] : [])])) {
    const code = await listenFailure(port, each);
    if (code === 'EADDRINUSE') {
      const other = port === 65535 ? 3000 : port + 1;
      throw new Refusal(
        `Port ${port} is taken by another program. Choose another one: ${setting}=${other} npm start`,
      );
    }
    if (code === 'EACCES') {
      throw new Refusal(
        `Port ${port} is reserved for the system. Choose another one: ${setting}=${setting === 'PORT' ? 3000 : 2525} npm start`,
      );
    }
    if (code !== undefined && each === host)
      throw new Refusal(`Cannot listen on ${host}, port ${port} (${code}).`);
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1';
}

function listenFailure(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown reason'));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
