import Fastify, { type FastifyReply } from 'fastify';
import { addSecurityHeaders, securityHeaders } from '../../src/platform/http/security-headers.js';
import { AssetsController } from '../../src/web/public/assets.controller.js';

const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

export interface PageServer {
  /** Without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

/** Serves rendered pages at `/<name>` under the headers and with the stylesheet, font and script of the real house. */
export async function servePages(
  pages: ReadonlyMap<string, string>,
  mails: ReadonlyMap<string, string>,
): Promise<PageServer> {
  const server = Fastify();
  const assets = new AssetsController();
  addSecurityHeaders(server, securityHeaders({ https: false }));
  server.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    assets.send(request.params.name, reply);
    return reply;
  });
  server.get<{ Params: { name: string } }>('/:name', (request, reply) =>
    send(reply, pages.get(request.params.name)),
  );
  const mail = (name: string, reply: FastifyReply) =>
    send(
      reply.headers({ 'content-security-policy': MAIL_POLICY, 'x-frame-options': 'SAMEORIGIN' }),
      mails.get(name),
    );
  server.get<{ Params: { name: string } }>('/mails/:name', (request, reply) =>
    mail(request.params.name, reply),
  );
  server.get('/mailbox/1/html', (_request, reply) => mail('mail campaign', reply));
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return { url, close: () => server.close() };
}

function send(reply: FastifyReply, html: string | undefined): FastifyReply {
  return reply
    .status(html === undefined ? 404 : 200)
    .type('text/html; charset=utf-8')
    .send(html ?? '');
}
