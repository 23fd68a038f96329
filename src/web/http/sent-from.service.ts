import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { WebSettings } from '../../platform/config/settings.js';
import type { SentFrom } from '../../consent/sent-from.js';
import { WEB_SETTINGS } from '../tokens.js';
import { prefixOf } from '../../platform/http/client-network.js';

/** What is written down of an answer: when, on which page, and the network only where the operator keeps that. */
@Injectable()
export class SentFromRequest {
  constructor(@Inject(WEB_SETTINGS) private readonly settings: WebSettings) {}

  /** @param page the path without any token */
  of(request: FastifyRequest, page: string): SentFrom {
    return {
      at: new Date().toISOString(),
      page,
      ...(this.settings.CONSENT_NETWORK_PREFIX && { network: prefixOf(request.ip) }),
    };
  }
}
