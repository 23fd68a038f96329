import { HttpException } from '@nestjs/common';
import { isDatabaseAway } from '../../platform/database/is-database-away.js';
import type { Done } from '../staff/notices.js';
import { Page, SeeOther } from './page.js';

/** After a POST the next page says with one of these words that nothing was done. */
const NOT_DONE: ReadonlySet<string> = new Set<Done>([
  'changed',
  'undo-too-late',
  'none-unknown',
  'import-not-now',
  'register-not-kept',
  'proposal-not-now',
  'list-under-way',
  'list-not-now',
  'nobody-to-ask',
  'last-administrator',
  'member-not-now',
  'image-in-use',
]);

const CONFLICT = 409;

/** The status that says why nothing came of an act (RFC 9110 §15.5); undefined when something did. */
export function nothingIn(result: unknown): number | undefined {
  if (result instanceof Page) {
    const { status = 200 } = result.options;
    return status >= 400 ? status : undefined;
  }
  if (!(result instanceof SeeOther)) return undefined;
  const done = /[?&]done=([\w-]+)/.exec(result.path)?.[1];
  return done !== undefined && NOT_DONE.has(done) ? CONFLICT : undefined;
}

/** The status by which an error is answered. */
export function statusOfThrown(thrown: unknown): number {
  if (isDatabaseAway(thrown)) return 503;
  return thrown instanceof HttpException ? thrown.getStatus() : 500;
}
