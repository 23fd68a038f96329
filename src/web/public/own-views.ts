import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CountViews } from '../../traffic/count-views.service.js';
import { OWN_SITE } from '../../traffic/dimensions.js';
import type { TrafficChoicesKept } from '../../traffic/traffic-choices.service.js';
import { countedHost, isNotToBeCounted } from '../../traffic/view.js';

/**
 * Our own pages that are counted, by their routes: what anybody may open, and the same for everybody. Whatever a link in
 * a mail opens is somebody's, so it is not here, and no page of staff. A route that is not here is not counted.
 */
export const COUNTED_ROUTES: ReadonlySet<string> = new Set([
  '/',
  '/lists/:slug',
  '/lists/:slug/archive',
  '/lists/:slug/archive/:campaign',
  '/registers/:slug',
  '/preferences/:slug',
  '/personvern',
  '/personvern/oppbevaring',
  '/loftene',
  '/ledger',
  '/receipts/verify',
]);

/** Counts each of them once it has been sent: nobody waits for it. */
export function countOwnViews(
  server: FastifyInstance,
  { counting, choices }: { counting: CountViews; choices: TrafficChoicesKept },
): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url;
    if (
      route !== undefined &&
      COUNTED_ROUTES.has(route) &&
      choices.current.counting &&
      isView(request, reply)
    )
      counting.count({
        site: OWN_SITE,
        page: pageOf(route, request.params as { slug?: string }),
        ...whereFrom(request),
        agent: request.headers['user-agent'] ?? '',
        get ip() {
          return request.ip;
        },
      });
    done();
  });
}

function isView({ method, headers }: FastifyRequest, reply: FastifyReply): boolean {
  return (
    method === 'GET' &&
    reply.statusCode === 200 &&
    String(reply.getHeader('content-type')).startsWith('text/html') &&
    // Opened, and not put into another page or fetched by a program.
    (headers['sec-fetch-dest'] ?? 'document') === 'document' &&
    !isNotToBeCounted(headers)
  );
}

/** The list or register is in public; which mailing of an archive is told apart by its id alone. */
function pageOf(route: string, { slug }: { slug?: string }): string {
  return route.replace(':slug', slug ?? '…').replace(':campaign', '…');
}

/** Our pages tell nobody where they lead, ourselves among them; but the browser says whether it was here. */
function whereFrom({ headers, host }: FastifyRequest): { entry: boolean; referrer: string | undefined } {
  if (headers['sec-fetch-site'] === 'same-origin') return { entry: false, referrer: undefined };
  const from = headers.referer?.split('/', 3)[2];
  if (from === host) return { entry: false, referrer: undefined };
  return { entry: true, referrer: from === undefined ? undefined : countedHost(from) };
}
