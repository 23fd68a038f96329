import type { FastifyReply, FastifyRequest } from 'fastify';

/** The titles are those of RFC 9110 §15 and RFC 6585. */
const TITLES: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Whether an error is told as a page. Only who asks for JSON and for no page gets it as problem+json. */
export function wantsPage(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? '*/*';
  return accept.includes('text/html') || (!accept.includes('json') && !request.url.startsWith('/api/'));
}

/** What a program is told of an error (RFC 9457 §3): its kind, and nothing of the request. Returns the body. */
export function asProblem(reply: FastifyReply, status: number): string {
  reply.status(status).type('application/problem+json; charset=utf-8');
  return JSON.stringify({ type: 'about:blank', title: TITLES[status] ?? 'Error', status });
}
