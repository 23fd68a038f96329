import { Inject, Injectable } from '@nestjs/common';
import { parse, serialize } from 'cookie';
import type { FastifyRequest } from 'fastify';
import type { WebSettings } from '../../platform/config/settings.js';
import { ATTEMPT_SECONDS } from '../../staff/provider/provider-attempt.js';
import { WEB_SETTINGS } from '../tokens.js';

/**
 * What binds an attempt to sign in with the provider to the browser that began it, for ten minutes. Lax, because the
 * provider's page sends the browser back. Named and secured as the session's cookie is.
 */
@Injectable()
export class AttemptCookie {
  readonly #secure: boolean;
  readonly #name: string;

  constructor(@Inject(WEB_SETTINGS) settings: WebSettings) {
    this.#secure = settings.PUBLIC_URL.startsWith('https:');
    this.#name = this.#secure ? '__Host-jatakk-attempt' : 'jatakk-attempt';
  }

  read(request: FastifyRequest): string | undefined {
    return parse(request.headers.cookie ?? '')[this.#name];
  }

  set(value: string, maxAge = ATTEMPT_SECONDS): string {
    return serialize(this.#name, value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.#secure,
      maxAge,
    });
  }

  clear(): string {
    return this.set('', 0);
  }
}
