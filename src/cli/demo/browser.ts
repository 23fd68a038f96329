import { formTo } from './form-to.js';

/** A visitor without JavaScript: fetches pages, fills in forms, keeps a cookie. */
export class Browser {
  #cookie = '';

  constructor(private readonly base: string) {}

  async open(path: string): Promise<string> {
    const response = await fetch(this.base + path, { headers: this.#headers(), redirect: 'manual' });
    if (response.status !== 200) throw new Error(`GET ${masked(path)} was answered with ${response.status}`);
    return response.text();
  }

  /** Posts a form and follows to where it leads. Returns the path it ended at and the page. */
  async post(path: string, fields: Record<string, string>): Promise<{ path: string; page: string }> {
    const response = await fetch(this.base + path, {
      method: 'POST',
      headers: { ...this.#headers(), origin: this.base },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    const cookie = response.headers.getSetCookie()[0];
    if (cookie) this.#cookie = cookie.split(';', 1)[0]!;
    if (response.status === 303) {
      const next = response.headers.get('location')!;
      return { path: next, page: await this.open(next) };
    }
    if (response.status !== 200) throw new Error(`POST ${masked(path)} was answered with ${response.status}`);
    return { path, page: await response.text() };
  }

  /** Opens a page, and posts the form on it that goes to `action` with what is filled in and its hidden fields. */
  async submit(pagePath: string, action: string, fields: Record<string, string>) {
    const form = formTo(await this.open(pagePath), action);
    return this.post(form.action, { ...form.hidden, ...fields });
  }

  #headers(): Record<string, string> {
    return { accept: 'text/html', 'accept-language': 'nb', ...(this.#cookie && { cookie: this.#cookie }) };
  }
}

/** A path without the token it may hold. */
function masked(path: string): string {
  return path.replace(/[\w-]{43}/g, '…');
}
