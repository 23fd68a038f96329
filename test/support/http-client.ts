import { formTo } from '../../src/cli/demo/form-to.js';

/** A visitor's browser without JavaScript: cookies, forms with their hidden fields, nothing else. */
export class HttpClient {
  cookie = '';

  constructor(
    readonly base: string,
    private readonly language = 'nb',
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.base + path, { headers: { ...this.#headers(), ...headers }, redirect: 'manual' });
  }

  async page(path: string): Promise<string> {
    const response = await this.get(path);
    if (response.status !== 200) throw new Error(`GET ${path.replace(/[\w-]{43}/, '…')}: ${response.status}`);
    return response.text();
  }

  async post(
    path: string,
    fields: Record<string, string> | [string, string][],
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await fetch(this.base + path, {
      method: 'POST',
      headers: { ...this.#headers(), origin: this.base, ...headers },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    const set = response.headers.getSetCookie()[0];
    if (set) this.cookie = set.split(';', 1)[0]!;
    return response;
  }

  /** Opens a page, fills in its form to `action`, and posts it as it stands. */
  async submit(pagePath: string, action: string, fields: Record<string, string> = {}): Promise<Response> {
    const form = formTo(await this.page(pagePath), action);
    return this.post(form.action, { ...form.hidden, ...fields });
  }

  #headers(): Record<string, string> {
    return {
      accept: 'text/html',
      'accept-language': this.language,
      ...(this.cookie && { cookie: this.cookie }),
    };
  }
}
