import { type Relay, relayFault } from '../../platform/smtp/relay.js';
import type { FormErrors } from '../pages/field.js';
import { faults, lineFault, typed } from './fields.js';
import type { RelayField } from './pages/relay-fields.js';

/** The fields in which a relay is typed, for a form of which they are a part. */
export const RELAY_FORM = {
  relayHost: typed,
  relayPort: typed,
  relaySecurity: typed,
  relayUser: typed,
  relayPassword: typed,
} as const satisfies Record<RelayField, unknown>;

export type TypedRelay = Record<RelayField, string>;

const HOST = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i;

/** What is wrong with a typed relay, per field. */
export function relayFaults(values: TypedRelay): FormErrors<RelayField> {
  const port = Number(values.relayPort);
  const portIsFine = /^\d{1,5}$/.test(values.relayPort) && port > 0 && port < 65_536;
  const securityIsKnown = securityOf(values.relaySecurity) !== undefined;
  return faults<RelayField>({
    relayHost: HOST.test(values.relayHost) ? undefined : { key: 'form.bad-characters' },
    relayPort: portIsFine ? undefined : { key: 'form.bad-characters' },
    relaySecurity:
      securityIsKnown && relayFault(relayIn(values)) === undefined
        ? undefined
        : { key: 'go-live.relay-error' },
    // A password alone lets nobody in.
    relayUser: lineFault(values.relayUser, { max: 200, optional: values.relayPassword === '' }),
    relayPassword: lineFault(values.relayPassword, { max: 500, optional: true }),
  });
}

/** The relay that was typed. */
export function relayIn(values: TypedRelay): Relay {
  return {
    host: values.relayHost,
    port: Number(values.relayPort),
    security: securityOf(values.relaySecurity) ?? 'tls',
    user: values.relayUser === '' ? undefined : values.relayUser,
    password: values.relayPassword === '' ? undefined : values.relayPassword,
  };
}

function securityOf(text: string): Relay['security'] | undefined {
  return text === 'tls' || text === 'starttls' ? text : text === 'plain-local' ? 'plain' : undefined;
}
