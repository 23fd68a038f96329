import type { FastifyInstance } from 'fastify';

export interface Route {
  methods: string[];
  /** As in `/staff/registers/:register`. */
  path: string;
}

/** Every route that the running server answers to, read from the server itself. */
export function everyRoute(server: Pick<FastifyInstance, 'printRoutes'>): Route[] {
  const parents: string[] = [];
  return server
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent, segment, methods] = /^([│ ]*)[├└]── (\S*) \(([A-Z, ]+)\)$/.exec(line) ?? [];
      if (indent === undefined) return [];
      const depth = indent.length / 4;
      parents[depth] = (parents[depth - 1] ?? '') + segment!;
      return [{ methods: methods!.split(', '), path: parents[depth] }];
    });
}
