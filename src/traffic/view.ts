/** One page shown, as web learns of it. Nothing of it is kept but numbers. */
export interface View {
  /** The site it is on, or OWN_SITE. */
  site: string;
  /** As pagePath writes it. */
  page: string;
  /** Whether somebody came in: from elsewhere, or from nowhere. */
  entry: boolean;
  /** The host they came from. */
  referrer: string | undefined;
  agent: string;
  /** Read only where a network is asked for. */
  readonly ip: string;
}

/** What a device says of itself, once a day. It has no name, and nothing here could tell it from another. */
export interface SaidOfDevice {
  site: string;
  agent: string;
  newIn: 'day' | 'month';
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const AHEAD = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;

/** Who asks not to be counted (Sec-GPC, DNT), and what a browser fetches before anybody looks. */
export function isNotToBeCounted(headers: Headers): boolean {
  if (headers['sec-gpc'] === '1' || headers.dnt === '1') return true;
  return AHEAD.some((name) => {
    const value = headers[name];
    return value !== undefined && /prefetch|prerender|preview/i.test(String(value));
  });
}

const HOST = /^(?=.{1,100}$)[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/;

/** A host as it is counted; undefined for what is none, and for a bare address: it could be somebody's. */
export function countedHost(text: string): string | undefined {
  const host = text.trim().toLowerCase();
  return HOST.test(host) && !/^[\d.]+(:\d+)?$/.test(host) ? host : undefined;
}
