import { readFileSync } from 'node:fs';
import { parseRelayUrl, type Relay } from '../platform/smtp/relay.js';
import { ask } from './ask.js';

/** The flags of a command that takes a relay, as `parseArgs` of node:util wants them. */
export const RELAY_FLAGS = {
  relay: { type: 'string' },
  'relay-password-file': { type: 'string' },
} as const;

const FORMS =
  'smtps://user@host:465, submission://user@host:587 (STARTTLS), or smtp://127.0.0.1:25 (this machine)';

/**
 * The relay that the operator names, and its password from a file or the terminal: never from an argument, which
 * every process of the machine can read.
 */
export async function readRelay(given: {
  relay?: string | undefined;
  'relay-password-file'?: string | undefined;
}): Promise<Relay> {
  const text = given.relay ?? (await ask(`Relay (${FORMS}):`, { instead: '--relay <url>' }));
  if (!URL.canParse(text)) throw new Error(`The relay is not a URL: ${FORMS}.`);
  if (new URL(text).password) {
    throw new Error(
      'The password does not belong in the URL: it is asked for, or read with --relay-password-file.',
    );
  }
  const relay = parseRelayUrl(text);
  if (relay.user === undefined) return relay;
  const file = given['relay-password-file'];
  const password = file
    ? readFileSync(file, 'utf8').trim()
    : await ask('Password of the relay (not shown):', {
        hidden: true,
        instead: '--relay-password-file <file>',
      });
  return { ...relay, password };
}
