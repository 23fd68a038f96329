import { readFileSync } from 'node:fs';
import { request as plain } from 'node:http';
import { request as encrypted } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { formTo } from '../../../src/cli/demo/form-to.js';
import type { Machine } from './machine.js';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * A visitor at https://lists.example.org, through nginx where there is one, otherwise at web's own port: `from` is the
 * address they come from.
 */
export class FrontDoor {
  cookie = '';

  constructor(
    private readonly machine: Machine,
    private readonly throughNginx: boolean,
    readonly from = '127.0.0.1',
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#ask('GET', path, headers);
  }

  post(
    path: string,
    body: Record<string, string> | string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const text = typeof body === 'string' ? body : new URLSearchParams(body).toString();
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://lists.example.org' };
    return this.#ask('POST', path, { ...form, ...headers }, text);
  }

  /** Opens a page, fills in its form to `action`, and posts it. */
  async submit(
    page: string,
    action: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const { text } = await this.get(page);
    const form = formTo(text, action);
    return this.post(form.action, { ...form.hidden, ...fields }, headers);
  }

  #ask(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const { ports } = this.machine;
    const common = {
      method,
      path,
      host: '127.0.0.1',
      localAddress: this.from,
      agent: false as const,
      headers: {
        host: 'lists.example.org',
        accept: 'text/html',
        'accept-language': 'nb',
        ...(this.cookie && { cookie: this.cookie }),
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
    };
    return new Promise((resolve, reject) => {
      const question = this.throughNginx
        ? encrypted({
            ...common,
            port: ports.https,
            servername: 'lists.example.org',
            ca: this.#certificate(),
          })
        : plain({ ...common, port: ports.web });
      question.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const set = response.headers['set-cookie']?.[0];
          if (set) this.cookie = set.split(';', 1)[0]!;
          resolve({ status: response.statusCode!, headers: response.headers, text });
        });
        response.on('error', reject);
      });
      question.on('error', reject);
      question.end(body);
    });
  }

  #certificate(): string {
    return readFileSync(this.machine.path('etc/letsencrypt/live/lists.example.org/fullchain.pem'), 'utf8');
  }
}
