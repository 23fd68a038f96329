import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Relay, relayFault } from '../../platform/smtp/relay.js';
import { goLive, isPublicUrl, relayLetsIn } from '../../registers/go-live.js';
import type { FormErrors } from '../pages/field.js';
import { faults, lineFault } from './fields.js';
import type { GoLiveField } from './pages/go-live-page.js';

export type GoLiveValues = Record<GoLiveField, string>;

const HOST = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i;

/** What is wrong with the particulars of going live, per field. `word` is what must be typed to mean it. */
export function goLiveFaults(values: GoLiveValues, word: string): FormErrors<GoLiveField> {
  const port = Number(values.relayPort);
  const portIsFine = /^\d{1,5}$/.test(values.relayPort) && port > 0 && port < 65_536;
  const securityIsKnown = securityOf(values.relaySecurity) !== undefined;
  return faults<GoLiveField>({
    publicUrl: isPublicUrl(values.publicUrl) ? undefined : { key: 'go-live.public-url-error' },
    relayHost: HOST.test(values.relayHost) ? undefined : { key: 'form.bad-characters' },
    relayPort: portIsFine ? undefined : { key: 'form.bad-characters' },
    relaySecurity:
      securityIsKnown && relayFault(relayOf(values)) === undefined
        ? undefined
        : { key: 'go-live.relay-error' },
    relayUser: lineFault(values.relayUser, { max: 200, optional: true }),
    relayPassword: lineFault(values.relayPassword, { max: 500, optional: true }),
    word:
      values.word.trim().toLowerCase() === word.toLowerCase()
        ? undefined
        : { key: 'go-live.word-error', params: { word } },
  });
}

/** The switch from trial to live: once, for good. */
@Injectable()
export class GoLive {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Whether the relay lets us in, tried before anything changes. */
  async reaches(values: GoLiveValues): Promise<boolean> {
    return relayLetsIn({ publicUrl: values.publicUrl, relay: relayOf(values) });
  }

  /** False when the house is live already, or has no organisation. */
  async go(values: GoLiveValues): Promise<boolean> {
    return goLive(this.database, { publicUrl: values.publicUrl, relay: relayOf(values) });
  }
}

function securityOf(text: string): Relay['security'] | undefined {
  return text === 'tls' || text === 'starttls' ? text : text === 'plain-local' ? 'plain' : undefined;
}

function relayOf(values: GoLiveValues): Relay {
  return {
    host: values.relayHost,
    port: Number(values.relayPort),
    security: securityOf(values.relaySecurity) ?? 'tls',
    user: values.relayUser === '' ? undefined : values.relayUser,
    password: values.relayPassword === '' ? undefined : values.relayPassword,
  };
}
