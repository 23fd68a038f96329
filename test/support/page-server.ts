import Fastify, { type FastifyReply } from 'fastify';
import { addSecurityHeaders, securityHeaders } from '../../src/platform/http/security-headers.js';
import sharp from 'sharp';
import { EXAMPLE_IMAGES } from './every-image-page.js';
import { AXE, AXE_PATH } from './axe.js';
import { AssetsController } from '../../src/web/public/assets.controller.js';

const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'";

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
  const pictures = new Map<string, Promise<Buffer>>();
  addSecurityHeaders(server, securityHeaders({ https: false }));
  server.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    assets.send(request.params.name, reply);
    return reply;
  });
  server.get(AXE_PATH, (_request, reply) =>
    reply.type('text/javascript').header('cache-control', 'public, max-age=86400, immutable').send(AXE),
  );
  server.get<{ Params: { name: string } }>('/:name', (request, reply) =>
    send(reply, pages.get(request.params.name)),
  );
  server.get<{ Params: { id: string } }>('/images/:id/:width', async (request, reply) => {
    const example = EXAMPLE_IMAGES.find(({ id }) => id === request.params.id);
    if (!example) return send(reply, undefined);
    const drawn = pictures.get(example.id) ?? picture(example);
    pictures.set(example.id, drawn);
    return reply
      .type('image/png')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(await drawn);
  });
  const mail = (name: string, reply: FastifyReply) =>
    send(
      reply.headers({ 'content-security-policy': MAIL_POLICY, 'x-frame-options': 'SAMEORIGIN' }),
      mails.get(name),
    );
  server.get<{ Params: { name: string } }>('/mails/:name', (request, reply) =>
    mail(request.params.name, reply),
  );
  server.get('/staff/registers/:register/theme/frame', (_request, reply) =>
    mail('mail campaign of blocks, dressed', reply),
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

/** Hills before a sky, or a ring with nothing around it. */
function picture({ width, height, mediaType }: (typeof EXAMPLE_IMAGES)[number]): Promise<Buffer> {
  const hills = `<rect width="100" height="100" fill="#dfe8ea"/><circle cx="72" cy="30" r="10" fill="#f2c66d"/>
    <path d="M0 80 30 45 55 75 75 55 100 85V100H0Z" fill="#0f5c55"/>`;
  const ring = '<circle cx="50" cy="50" r="40" fill="none" stroke="#0f5c55" stroke-width="12"/>';
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 100"
    preserveAspectRatio="${mediaType === 'image/png' ? 'xMidYMid' : 'none'}">${mediaType === 'image/png' ? ring : hills}</svg>`;
  return sharp(Buffer.from(drawing)).png().toBuffer();
}
