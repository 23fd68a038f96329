import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what systems give away by themselves (RFC 6335, § 6, and Linux from 32768 on). */
const [FIRST, LAST] = [10_000, 32_000];

/**
 * A port of the loopback for a process that is told where to listen. One that the system had given away, and let go of
 * again, would be the next that it gives to somebody else's connection.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
