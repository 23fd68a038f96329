import type { FastifyInstance } from 'fastify';

/** Remembers every route, so that a wrong method on a right path can be answered with 405 and what is allowed. */
export class KnownRoutes {
  readonly #routes: { methods: string[]; pattern: RegExp }[] = [];

  watch(server: FastifyInstance): void {
    server.addHook('onRoute', ({ method, url }) => {
      const methods = Array.isArray(method) ? method : [method];
      this.#routes.push({ methods: methods.map((name) => name.toUpperCase()), pattern: toPattern(url) });
    });
  }

  /** The methods that a path answers to, sorted; empty when no route has that path. */
  methodsOf(path: string): string[] {
    const found = this.#routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    return [...new Set(found)].sort();
  }
}

function toPattern(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part === '*') return '.*';
    return part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
