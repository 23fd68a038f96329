import { HttpClient } from '../../support/http-client.js';
import { member, signIn } from '../live.js';
import type { NamedPage, Who } from './named-pages.js';
import { nameOf, type PageRoute, routeOf } from './routes.js';

/** So many of a kind are followed, for what they lead to. */
const OF_A_KIND = 3;

/** In whose eyes a page is looked for, the first who may see it first. */
const READERS: readonly Who[] = ['kari', 'ola', 'per', 'aminah', 'hanne', undefined];

/** What could not be told by looking. */
const WHY: Readonly<Record<string, string>> = {
  '/staff/confirm': 'is asked before an act: staff-is-it-you',
  '/staff/account/passkeys/new': 'is asked for after staff-is-it-you',
  '/staff/sign-in/factor': 'nobody here has a second factor',
  '/setup/:token': 'the house is set up',
  '/staff/sending/remove-second': 'only a live house has relays',
  '/staff/sending/proposals/:proposal': 'only a live house has relays',
  '/staff/registers/:register/lists/:list/life/delete': 'no list here is closed',
  '/renew/:token': 'nobody here has been asked anew',
  '/r/:code': 'leads on to where a counted link goes',
};

/** Why a route has no picture. */
export interface Unseen {
  pattern: string;
  why: string;
}

export interface Found {
  pages: NamedPage[];
  unseen: Unseen[];
}

/**
 * A page of every route that has none yet: whatever a link on some page leads to, so that one that is added is seen too.
 * What answers with anything but a page is told instead.
 */
export async function findPages(
  url: string,
  routes: readonly PageRoute[],
  known: readonly NamedPage[],
): Promise<Found> {
  // An answer to a press, or a refusal, is not the page of that path.
  const itself = known.filter(({ act, refused }) => act === undefined && refused !== true);
  const seen = new Set(itself.map(({ path }) => routeOf(routes, path)?.pattern));
  const other = new Map<string, string>();
  const pages: NamedPage[] = [];
  const outcomes = await Promise.all(
    READERS.map(async (who) => {
      const client = who === undefined ? new HttpClient(url) : await signIn(url, member(who));
      const start = [
        who === undefined ? '/' : '/staff',
        ...known.flatMap((one) => (one.who === who && one.act === undefined ? [one.path] : [])),
        // Where no link leads, its own address does.
        ...routes.flatMap(({ pattern }) => (pattern.includes(':') ? [] : [pattern])),
      ];
      return { who, answers: await follow(client, routes, start) };
    }),
  );
  for (const { who, answers } of outcomes)
    for (const { route, path, what } of answers) {
      if (seen.has(route.pattern)) continue;
      if (what !== 'page') {
        other.set(route.pattern, what);
        continue;
      }
      seen.add(route.pattern);
      pages.push({ name: nameOf(route), who, path });
    }
  const unseen = routes
    .filter(({ pattern }) => !seen.has(pattern))
    .map(({ pattern }) => ({
      pattern,
      why: WHY[pattern] ?? other.get(pattern) ?? 'nothing in this house leads to it',
    }));
  return { pages, unseen };
}

interface Answer {
  route: PageRoute;
  path: string;
  what: string;
}

/** Goes through all that a reader can reach by links, a few of each kind. */
async function follow(
  client: HttpClient,
  routes: readonly PageRoute[],
  start: readonly string[],
): Promise<Answer[]> {
  const waiting = [...start];
  const known = new Set(start);
  const kinds = new Map<string, number>();
  const answers: Answer[] = [];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const route = routeOf(routes, path);
    const many = route && (kinds.get(route.pattern) ?? 0);
    if (!route || many === undefined || many >= OF_A_KIND) continue;
    kinds.set(route.pattern, many + 1);
    const response = await client.get(path);
    const type = response.headers.get('content-type')?.split(';', 1)[0] ?? '';
    const text = await response.text();
    const isPage = response.status === 200 && type === 'text/html' && /<h1/.test(text) && /<main/.test(text);
    answers.push({ route, path, what: isPage ? 'page' : whatOf(response, type) });
    if (type !== 'text/html') continue;
    for (const [, found] of text.matchAll(/ (?:href|src)="(\/[^"#]*)"/g)) {
      const next = found!.replaceAll('&amp;', '&');
      if (known.has(next)) continue;
      known.add(next);
      waiting.push(next);
    }
  }
  return answers;
}

function whatOf({ status, headers }: Response, type: string): string {
  if (status === 303)
    return `leads on to ${headers
      .get('location')
      ?.split('?', 1)[0]
      ?.replaceAll(/[0-9a-f-]{36}/g, ':id')}`;
  if (status !== 200) return `answers with ${status} here`;
  return type === 'text/html' ? 'is a part of another page' : `is no page (${type})`;
}
