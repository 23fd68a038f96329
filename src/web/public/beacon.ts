import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CountViews } from '../../traffic/count-views.service.js';
import { pagePath } from '../../traffic/page-path.js';
import type { TrafficChoicesKept } from '../../traffic/traffic-choices.service.js';
import { countedHost, isNotToBeCounted } from '../../traffic/view.js';
import { asProblem } from '../http/problem.js';
import { askedWords, type AskedWords } from './asked-words.js';
import { BEACON_SCRIPT } from './beacon-script.js';
import { VISITORS_SCRIPT } from './site-message-script.js';

/** A path of 2,000 and a host. */
const BODY_LIMIT = 2200;

/** Another site's page may load these; nothing else of ours. */
const FOR_OTHER_SITES = { 'cross-origin-resource-policy': 'cross-origin' };

/** Whose pages ask, and where they say how they count: as the other pages know it. */
export interface AskedFor {
  organisation: string;
  privacyUrl: string;
}

/** What a device says that is new today, or in this month, in the place of a path. */
const OF_DEVICES: ReadonlyMap<string, 'day' | 'month'> = new Map([
  ['~day', 'day'],
  ['~month', 'month'],
]);

/**
 * `/t.js` and what it sends, and `/v.js`, which asks visitors whether they may be counted. They stand beside the
 * controllers, since thousands may come in a second and there is nothing to guard: no session is read, nothing is looked
 * up, and whatever is sent, the answer is the same and empty.
 */
export async function serveBeacon(
  server: FastifyInstance,
  {
    counting,
    choices,
    askedFor,
  }: { counting: CountViews; choices: TrafficChoicesKept; askedFor: () => Promise<AskedFor> },
): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // A page of another site may send this without asking first (Fetch, CORS-safelisted request header).
    scope.addContentTypeParser(
      'text/plain',
      { parseAs: 'string', bodyLimit: BODY_LIMIT },
      (_request, body, done) => done(null, body),
    );
    scope.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
      const { statusCode = 500 } = error;
      void reply.send(asProblem(reply, statusCode < 500 ? statusCode : 500));
    });
    scope.get('/t.js', (_request, reply) => {
      reply.headers(FOR_OTHER_SITES).type('text/javascript; charset=utf-8');
      reply
        .header('cache-control', 'public, max-age=3600')
        .send(choices.asksAnywhere ? BEACON_SCRIPT.asking : BEACON_SCRIPT.plain);
    });
    scope.get('/v.js', (_request, reply) => {
      reply.headers(FOR_OTHER_SITES).type('text/javascript; charset=utf-8');
      reply.header('cache-control', 'public, max-age=3600').send(VISITORS_SCRIPT);
    });
    // Read by any page, so that one where nobody is asked any more learns of it.
    scope.get('/v.json', async (request, reply): Promise<AskedWords | null> => {
      reply.headers({ ...FOR_OTHER_SITES, 'access-control-allow-origin': '*', vary: 'origin' });
      reply.header('cache-control', 'public, max-age=60').type('application/json; charset=utf-8');
      const site = siteOf(request.headers.origin);
      if (site === undefined || !choices.mayAsk(site)) return reply.send('null') as never;
      return askedWords(await askedFor());
    });
    scope.post('/t', { bodyLimit: BODY_LIMIT }, (request, reply) => {
      reply.headers(FOR_OTHER_SITES);
      const { origin } = request.headers;
      const site = siteOf(origin);
      if (site !== undefined && choices.mayCount(site)) {
        reply.header('access-control-allow-origin', origin).header('vary', 'origin');
        take(request, site, { counting, choices });
      }
      nothing(reply);
    });
  });
}

function take(
  request: FastifyRequest,
  site: string,
  { counting, choices }: { counting: CountViews; choices: TrafficChoicesKept },
): void {
  const { headers, body } = request;
  if (typeof body !== 'string' || isNotToBeCounted(headers)) return;
  const newIn = OF_DEVICES.get(body);
  if (newIn) {
    if (choices.mayAsk(site)) counting.countDevice({ site, agent: headers['user-agent'] ?? '', newIn });
    return;
  }
  const end = body.indexOf('\n');
  const page = pagePath(end < 0 ? body : body.slice(0, end));
  if (page === undefined) return;
  const from = end < 0 ? '' : body.slice(end + 1);
  counting.count({
    site,
    page,
    entry: from !== site,
    referrer: from === '' || from === site ? undefined : countedHost(from),
    agent: headers['user-agent'] ?? '',
    get ip() {
      return request.ip;
    },
  });
}

function nothing(reply: FastifyReply): void {
  reply.code(204).send();
}

function siteOf(origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  if (origin.startsWith('https://')) return origin.slice(8);
  return origin.startsWith('http://') ? origin.slice(7) : undefined;
}
