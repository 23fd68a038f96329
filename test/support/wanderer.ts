/** A browser without JavaScript that goes from one site to another, with the cookies of each. */
export class Wanderer {
  readonly cookies = new Map<string, Map<string, string>>();
  /** Where the last answer came from. */
  at = '';

  get(url: string): Promise<Response> {
    return this.#go(url, {});
  }

  post(url: string, fields: Record<string, string> = {}): Promise<Response> {
    return this.#go(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: new URL(url).origin },
    });
  }

  /** Where a redirect leads. */
  next(response: Response): string {
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${response.status} leads nowhere`);
    return new URL(location, this.at).href;
  }

  cookiesAt(url: string): Map<string, string> {
    const { hostname } = new URL(url);
    if (!this.cookies.has(hostname)) this.cookies.set(hostname, new Map());
    return this.cookies.get(hostname)!;
  }

  async #go(
    url: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> },
  ): Promise<Response> {
    const jar = this.cookiesAt(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      accept: 'text/html',
      'accept-language': 'nb',
      ...init.headers,
      ...(cookie && { cookie }),
    };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    this.at = url;
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value === '' || /expires=Thu, 01 Jan 1970|Max-Age=0/i.test(set)) jar.delete(name!);
      else jar.set(name!, value!);
    }
    return response;
  }
}
