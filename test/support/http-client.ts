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

/** The form of a page that posts to `action`, and its hidden fields. */
export function formTo(page: string, action: string): { action: string; hidden: Record<string, string> } {
  const found = [...page.matchAll(/<form[^>]*action="([^"]*)"[\s\S]*?<\/form>/g)].find(
    ([, target]) => target!.split('?', 1)[0] === action.split('?', 1)[0],
  );
  if (!found) throw new Error(`no form to ${action.replace(/[\w-]{43}/, '…')}`);
  const hidden: Record<string, string> = {};
  for (const [tag] of found[0].matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) hidden[name] = /value="([^"]*)"/.exec(tag)?.[1] ?? '';
  }
  return { action: found[1]!.replaceAll('&amp;', '&'), hidden };
}
