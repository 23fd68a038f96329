import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Act, Grant } from '../../staff/policy.js';

export const ACCESS = 'jatakk access';

/** Who may use a route. A route that does not say is closed to everybody. */
export type Access =
  /** Anybody; a POST from another site's page only where `crossSite` says so. */
  | { kind: 'public'; crossSite: boolean }
  /** Signed-in staff whose roles allow the act at the place that the path names; null: whoever is signed in. */
  | { kind: 'staff'; act: Act | null };

export const Public = (options: { crossSite?: boolean } = {}) =>
  SetMetadata(ACCESS, { kind: 'public', crossSite: options.crossSite ?? false } satisfies Access);

/** For staff who may do this, as src/staff/policy.ts says. */
export const May = (act: Act) => SetMetadata(ACCESS, { kind: 'staff', act } satisfies Access);

/** For whoever of the staff is signed in: their own things, and what all of the house may know. */
export const AnyStaff = () => SetMetadata(ACCESS, { kind: 'staff', act: null } satisfies Access);

/** The member of staff who makes this request. */
export interface SignedIn {
  id: string;
  name: string;
  grants: readonly Grant[];
  locale: string;
  csrf: string;
  sessionHash: Buffer;
}

export type JatakkRequest = FastifyRequest & { member?: SignedIn };

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request may change anything: GET never does. */
export const changesSomething = ({ method }: Pick<FastifyRequest, 'method'>): boolean => !SAFE.has(method);

/** The signed-in member of staff; only on routes that demand one. */
export const Member = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { member } = context.switchToHttp().getRequest<JatakkRequest>();
  if (!member) throw new Error('a route asked for the member of staff without demanding one');
  return member;
});
