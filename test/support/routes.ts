import type { TestHouse } from './house.js';

export interface Route {
  method: string;
  /** As in `/staff/registers/:register`. */
  pattern: string;
}

/** Every route of the running web process, read from Fastify's own router. */
export function routesOf(house: TestHouse): Route[] {
  const tree = (
    house.web.getHttpAdapter().getInstance() as unknown as {
      printRoutes: (options: { commonPrefix: boolean }) => string;
    }
  ).printRoutes({ commonPrefix: false });
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const found = /^([│ ]*)[├└]── (\S+) \(([A-Z, ]+)\)$/.exec(line);
    if (!found) return [];
    const [, indent = '', part = '', methods = ''] = found;
    const depth = indent.length / 4;
    above[depth] = part;
    const pattern = above.slice(0, depth + 1).join('');
    return methods.split(', ').map((method) => ({ method, pattern }));
  });
}

/** A path of this pattern, each parameter filled in by its name, or with a well-formed id of nothing. */
export function pathOf(pattern: string, known: Record<string, string> = {}): string {
  return pattern.replaceAll(
    /:(\w+)/g,
    (_, name: string) => known[name] ?? '00000000-0000-4000-8000-000000000000',
  );
}
