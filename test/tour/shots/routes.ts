import { WebModule } from '../../../src/web/web.module.js';
import { routesOfController } from '../../roles/support/staff-routes.js';

export interface PageRoute {
  /** As in `/staff/registers/:register`. */
  pattern: string;
  /** What paths look like that it answers. */
  form: RegExp;
}

type Options = Parameters<typeof WebModule.with>[0];

/** Every route of the web process that answers GET, from Nest's own metadata, the more particular first. */
export function getRoutes(): PageRoute[] {
  // Nothing of it is started: what is wanted is the list of its controllers.
  const { controllers = [] } = WebModule.with({
    secret: Buffer.alloc(32),
    databaseUrls: {},
    settings: {},
  } as Options);
  const patterns = controllers
    .flatMap((controller) => routesOfController(controller as new () => object))
    .flatMap(({ method, pattern }) => (method === 'GET' ? [pattern] : []));
  return [...new Set(patterns)]
    .sort((a, b) => parameters(a) - parameters(b) || (a < b ? -1 : 1))
    .map((pattern) => ({ pattern, form: formOf(pattern) }));
}

const parameters = (pattern: string): number => pattern.split('/:').length;

function formOf(pattern: string): RegExp {
  const parts = pattern
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
}

export function routeOf(routes: readonly PageRoute[], path: string): PageRoute | undefined {
  return routes.find(({ form }) => form.test(path.split(/[?#]/, 1)[0]!));
}

/** A route in the words of a file's name. */
export function nameOf({ pattern }: PageRoute): string {
  const words = pattern
    .replaceAll(/:register\b/g, '')
    .split('/')
    .filter((part) => part !== '' && part !== 'registers')
    .map((part) => part.replace(':', 'one-'));
  return words.join('-') || 'front';
}
