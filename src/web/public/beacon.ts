import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CountViews } from '../../traffic/count-views.service.js';
import { pagePath } from '../../traffic/page-path.js';
import type { TrafficChoicesKept } from '../../traffic/traffic-choices.service.js';
import { countedHost, isNotToBeCounted } from '../../traffic/view.js';
import { asProblem } from '../http/problem.js';
import { BEACON_SCRIPT } from './beacon-script.js';

/** A path of 2,000 and a host. */
const BODY_LIMIT = 2200;

/** Another site's page may load these; nothing else of ours. */
const FOR_OTHER_SITES = { 'cross-origin-resource-policy': 'cross-origin' };

/**
 * `/t.js` and what it sends. They stand beside the controllers, since thousands may come in a second and there is nothing
 * to guard: no session is read, nothing is looked up, and whatever is sent, the answer is the same and empty.
 */
export async function serveBeacon(
  server: FastifyInstance,
  { counting, choices }: { counting: CountViews; choices: TrafficChoicesKept },
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
      reply.header('cache-control', 'public, max-age=86400').send(BEACON_SCRIPT);
    });
    scope.post('/t', { bodyLimit: BODY_LIMIT }, (request, reply) => {
      reply.headers(FOR_OTHER_SITES);
      const { origin } = request.headers;
      const site = siteOf(origin);
      if (site !== undefined && choices.mayCount(site)) {
        reply.header('access-control-allow-origin', origin).header('vary', 'origin');
        take(request, site, counting);
      }
      nothing(reply);
    });
  });
}

function take(request: FastifyRequest, site: string, counting: CountViews): void {
  const { headers, body } = request;
  if (typeof body !== 'string' || isNotToBeCounted(headers)) return;
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
