import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { HalfMember } from '../../staff/sessions.service.js';
import type { Act, Grant } from '../../staff/policy.js';

export const ACCESS = 'jatakk access';

/** Who may use a route. A route that does not say is closed to everybody. */
export type Access =
  /** Anybody; a POST from another site's page only where `crossSite` says so. */
  | { kind: 'public'; crossSite: boolean }
  /** Whoever has typed the right password and is asked for the second factor. */
  | { kind: 'half' }
  /**
   * Signed-in staff whose roles allow the act at the place that the path names; null: whoever is signed in. `own`: also
   * whoever must get a second factor first.
   */
  | { kind: 'staff'; act: Act | null; own?: boolean };

export const Public = (options: { crossSite?: boolean } = {}) =>
  SetMetadata(ACCESS, { kind: 'public', crossSite: options.crossSite ?? false } satisfies Access);

/** For staff who may do this, as src/staff/policy.ts says. */
export const May = (act: Act) => SetMetadata(ACCESS, { kind: 'staff', act } satisfies Access);

/** For whoever of the staff is signed in: their own things, and what all of the house may know. */
export const AnyStaff = () => SetMetadata(ACCESS, { kind: 'staff', act: null } satisfies Access);

/** For whoever of the staff is signed in and their own account: also before they have the factor that they need. */
export const OwnAccount = () => SetMetadata(ACCESS, { kind: 'staff', act: null, own: true } satisfies Access);

/** For whoever is between the password and the second factor. */
export const HalfSignedIn = () => SetMetadata(ACCESS, { kind: 'half' } satisfies Access);

export const CONFIRMED = 'jatakk confirmed';

/** What a route takes beside a session: 'act' for what could do harm, 'factors' for what changes the ways in. */
export type Confirmation = 'act' | 'factors';

/** Asks once more for the second factor where it was shown longer than ten minutes ago. */
export const Confirmed = (what: Confirmation = 'act') => SetMetadata(CONFIRMED, what);

/** The member of staff who makes this request. */
export interface SignedIn {
  id: string;
  name: string;
  grants: readonly Grant[];
  locale: string;
  csrf: string;
  sessionHash: Buffer;
  lacksFactor: boolean;
  confirmed: boolean;
  confirmedByKeeper: boolean;
}

export type JatakkRequest = FastifyRequest & { member?: SignedIn; half?: HalfMember };

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request may change anything: GET never does. */
export const changesSomething = ({ method }: Pick<FastifyRequest, 'method'>): boolean => !SAFE.has(method);

/** The signed-in member of staff; only on routes that demand one. */
export const Member = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { member } = context.switchToHttp().getRequest<JatakkRequest>();
  if (!member) throw new Error('a route asked for the member of staff without demanding one');
  return member;
});

/** Who is between the password and the second factor; only on routes for them. */
export const Half = createParamDecorator((_: unknown, context: ExecutionContext): HalfMember => {
  const { half } = context.switchToHttp().getRequest<JatakkRequest>();
  if (!half) throw new Error('a route asked for half a session without demanding one');
  return half;
});
