import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The organisation's own site: another origin, whose every page holds what it was told to. */
export class OtherSite {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param inHead as it stands in the head of each page */
  static async open(inHead: string, headers: Record<string, string> = {}): Promise<OtherSite> {
    const server = createServer((request, response) => {
      if (request.url === '/favicon.ico') return void response.writeHead(204).end();
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
      response.end(
        `<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Fjellhallen</title>${inHead}</head>` +
          `<body><h1>Program</h1></body></html>`,
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new OtherSite(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
