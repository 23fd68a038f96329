import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const CLIENT_SECRET = 'hemmelig mellom huset og tilbyderen';

/** What the provider says of somebody who signs in there. */
export interface Known {
  email?: string;
  email_verified?: unknown;
}

/** A real OpenID provider on this machine: whoever types a name at its sign-in is that person. */
export class TestProvider {
  /** By subject. */
  readonly people = new Map<string, Known>();
  /** How the next person has shown who they are (RFC 8176). */
  amr: string[] = ['pwd'];
  /** Every path it was asked for. */
  readonly asked: string[] = [];
  #server!: Server;
  #provider!: Provider;
  #port = 0;
  readonly #loud = { info: console.info, warn: console.warn };

  /** @param house where the browser may be sent back to */
  constructor(private readonly house: string) {}

  get issuer(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<this> {
    // It reminds of all that a provider in earnest would have to settle.
    console.info = console.warn = () => undefined;
    this.#server = createServer((request, response) => {
      this.asked.push(request.url!.split('?', 1)[0]!);
      if (request.url!.startsWith('/interaction/')) void this.#interact(request, response);
      else void this.#provider.callback()(request, response);
    });
    await new Promise<void>((done) => this.#server.listen(this.#port, '127.0.0.1', done));
    this.#port = (this.#server.address() as AddressInfo).port;
    this.#provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: 'jatakk',
          client_secret: CLIENT_SECRET,
          redirect_uris: [`${this.house}/staff/sign-in/oidc/callback`],
        },
      ],
      claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      cookies: { keys: ['a key of the test'] },
      findAccount: (_context, sub) => ({
        accountId: sub,
        claims: () => ({ sub, ...this.people.get(sub) }),
      }),
    });
    return this;
  }

  async close(): Promise<void> {
    Object.assign(console, this.#loud);
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** Its two pages: who are you, and do you let this site know. */
  async #interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session, grantId } = await this.#provider.interactionDetails(request, response);
    if (request.method === 'GET') {
      response.setHeader('content-type', 'text/html');
      response.end(`<form method="post" action="${request.url}"><input name="login"></form>${prompt.name}`);
      return;
    }
    if (prompt.name === 'login') {
      const login = { accountId: (await fields(request)).get('login')!, amr: this.amr };
      await this.#provider.interactionFinished(request, response, { login });
      return;
    }
    const grant =
      (grantId ? await this.#provider.Grant.find(grantId) : undefined) ??
      new this.#provider.Grant({ accountId: session!.accountId, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    const consent = { grantId: await grant.save() };
    await this.#provider.interactionFinished(
      request,
      response,
      { consent },
      { mergeWithLastSubmission: true },
    );
  }
}

async function fields(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const part of request) text += String(part);
  return new URLSearchParams(text);
}
