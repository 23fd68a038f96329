import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';

/** An outgoing mail server. */
export interface Relay {
  host: string;
  port: number;
  /** tls: from the first byte (465). starttls: required, or nothing is sent (587). plain: only on this machine. */
  security: 'tls' | 'starttls' | 'plain';
  user?: string | undefined;
  password?: string | undefined;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** Why these settings cannot be a relay; undefined when they can. RFC 8314 §3: submission is encrypted. */
export function relayFault(
  relay: Pick<Relay, 'host' | 'security' | 'user'>,
): 'plain-elsewhere' | 'plain-password' | undefined {
  if (relay.security !== 'plain') return undefined;
  if (!LOOPBACK.test(relay.host)) return 'plain-elsewhere';
  return relay.user ? 'plain-password' : undefined;
}

/** smtps://user:password@host:465, smtp://127.0.0.1:25 (this machine), submission://user:password@host:587 (STARTTLS). */
export function parseRelayUrl(text: string): Relay {
  const url = new URL(text);
  const kinds = { 'smtps:': ['tls', 465], 'submission:': ['starttls', 587], 'smtp:': ['plain', 25] } as const;
  const kind = kinds[url.protocol as keyof typeof kinds];
  if (!kind) throw new Error('The relay URL must begin with smtps://, submission:// or smtp://.');
  const relay: Relay = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || kind[1]),
    security: kind[0],
    user: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
  };
  const fault = relayFault(relay);
  if (fault) throw new Error('A relay without encryption must be on this machine, and takes no password.');
  return relay;
}

/** nodemailer's connection options for a relay. RFC 5321 §4.5.3.2 gives the time-outs. */
export function connectionOptions(relay: Relay, clientName: string): SMTPConnectionOptions {
  return {
    host: relay.host,
    port: relay.port,
    secure: relay.security === 'tls',
    requireTLS: relay.security === 'starttls',
    ignoreTLS: relay.security === 'plain',
    tls: { minVersion: 'TLSv1.2' },
    name: clientName,
    connectionTimeout: 60_000,
    greetingTimeout: 300_000,
    socketTimeout: 600_000,
    logger: false,
    debug: false,
  };
}
