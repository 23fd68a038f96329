import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { StaffRole } from '../pages/frame.js';

export const ACCESS = 'jatakk access';

/** Who may use a route. A route that does not say is closed to everybody. */
export type Access =
  /** Anybody; a POST from another site's page only where `crossSite` says so. */
  | { kind: 'public'; crossSite: boolean }
  /** Signed-in staff with one of these roles. */
  | { kind: 'staff'; roles: readonly StaffRole[] };

export const Public = (options: { crossSite?: boolean } = {}) =>
  SetMetadata(ACCESS, { kind: 'public', crossSite: options.crossSite ?? false } satisfies Access);

export const Staff = (...roles: StaffRole[]) =>
  SetMetadata(ACCESS, { kind: 'staff', roles } satisfies Access);

/** The member of staff who makes this request. */
export interface SignedIn {
  id: string;
  name: string;
  role: StaffRole;
  locale: string;
  csrf: string;
  sessionHash: Buffer;
}

export type JatakkRequest = FastifyRequest & { member?: SignedIn };

/** The signed-in member of staff; only on routes that demand one. */
export const Member = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { member } = context.switchToHttp().getRequest<JatakkRequest>();
  if (!member) throw new Error('a route asked for the member of staff without demanding one');
  return member;
});
