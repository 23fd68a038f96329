import type { Facts } from '../facts.js';
import type { Section, Sentence } from '../sentence.js';

/** No resale: whom mail is handed to, where that stands, and whom anything else is asked of. */
export function notHandedOn({ mode, relays, web }: Facts): Section {
  return {
    id: 'recipients',
    sentences: [
      recipients(
        mode,
        relays.map(({ host }) => host),
      ),
      { id: 'no-export', says: 'privacy.recipients.no-export' },
      ...(mode === 'live' ? relays : []).map(({ host, place }): Sentence => ({
        id: `place.${host}`,
        says: `privacy.place.${place}`,
        parts: { host },
      })),
      ...(web.asksNames ? [{ id: 'resolver', says: 'privacy.recipients.resolver' } as const] : []),
      ...(web.provider === ''
        ? []
        : [
            {
              id: 'provider',
              says: 'privacy.recipients.provider',
              parts: { host: web.provider },
            } as const,
          ]),
    ],
  };
}

function recipients(mode: Facts['mode'], hosts: readonly string[]): Sentence {
  const [first, second] = [...new Set(hosts)];
  const id = 'recipients';
  if (mode === 'trial') return { id, says: 'privacy.recipients.trial' };
  if (first === undefined) return { id, says: 'privacy.recipients.nobody' };
  if (second === undefined) return { id, says: 'privacy.recipients.text', parts: { relay: first } };
  return { id, says: 'privacy.recipients.two', parts: { first, second } };
}
