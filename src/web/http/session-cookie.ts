import { Inject, Injectable } from '@nestjs/common';
import { parse, serialize } from 'cookie';
import type { FastifyRequest } from 'fastify';
import { isToken } from '../../platform/sealing/link-token.js';
import type { WebSettings } from '../../platform/config/settings.js';
import { WEB_SETTINGS } from '../tokens.js';

/**
 * For staff alone, and beside the attempt's the only cookie there is. `__Host-` needs https; on loopback http browsers
 * differ in what they take for secure, so there it goes without prefix and Secure.
 */
@Injectable()
export class SessionCookie {
  readonly #secure: boolean;
  readonly #name: string;

  constructor(@Inject(WEB_SETTINGS) settings: WebSettings) {
    this.#secure = settings.PUBLIC_URL.startsWith('https:');
    this.#name = this.#secure ? '__Host-jatakk' : 'jatakk';
  }

  read(request: FastifyRequest): string | undefined {
    const token = parse(request.headers.cookie ?? '')[this.#name];
    return token !== undefined && isToken(token) ? token : undefined;
  }

  set(token: string): Record<string, string> {
    return { 'set-cookie': this.#cookie(token) };
  }

  clear(): Record<string, string> {
    return { 'set-cookie': this.#cookie('', 0) };
  }

  #cookie(value: string, maxAge?: number): string {
    const age = maxAge === undefined ? {} : { maxAge };
    return serialize(this.#name, value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.#secure,
      ...age,
    });
  }
}
