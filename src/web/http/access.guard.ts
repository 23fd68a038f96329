import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  NotFoundException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Act, mayDo, maySomewhere } from '../../staff/policy.js';
import { Sessions } from '../../staff/sessions.service.js';
import { SecondFactors } from '../../staff/factors/second-factors.service.js';
import { staffPaths } from '../pages/paths.js';
import { readFactorProof } from '../staff/read-factor-proof.js';
import {
  ACCESS,
  type Access,
  type Confirmation,
  changesSomething,
  CONFIRMED,
  type JatakkRequest,
  type SignedIn,
} from './access.js';
import { CampaignPlaces } from './campaign-places.service.js';
import { SessionCookie } from './session-cookie.js';
import { ConfirmFirst, GoFirst } from './go-first.js';

/** The one place where it is decided who may do what. Everything that is not granted is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly campaigns: CampaignPlaces,
    private readonly factors: SecondFactors,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!access) throw new NotFoundException();
    const request = context.switchToHttp().getRequest<JatakkRequest>();
    const changes = changesSomething(request);
    if (access.kind === 'public') {
      if (changes && !access.crossSite && isCrossSite(request)) throw new ForbiddenException();
      return true;
    }
    if (access.kind === 'half') return this.#half(request, changes);
    const confirmation = this.reflector.getAllAndOverride<Confirmation | undefined>(CONFIRMED, [
      context.getHandler(),
      context.getClass(),
    ]);
    return this.#staff(access, confirmation, request, changes);
  }

  async #staff(
    { act, own = false }: Access & { kind: 'staff' },
    confirmation: Confirmation | undefined,
    request: JatakkRequest,
    changes: boolean,
  ): Promise<boolean> {
    const token = this.cookie.read(request);
    const member = token === undefined ? undefined : await this.sessions.find(token);
    if (!member) {
      if (changes) throw new ForbiddenException();
      const half = token === undefined ? undefined : await this.sessions.findHalf(token);
      throw new GoFirst(half ? staffPaths.secondFactor : staffPaths.signIn);
    }
    if (member.lacksFactor && !own) {
      if (changes) throw new ForbiddenException();
      throw new GoFirst(staffPaths.account);
    }
    if (act !== null && !(await this.#may(member, act, request))) throw new NotFoundException();
    if (changes) this.#fromOwnPage(request, member);
    request.member = member;
    if (confirmation) await this.#confirmed(confirmation, member, request, changes);
    return true;
  }

  async #half(request: JatakkRequest, changes: boolean): Promise<boolean> {
    const token = this.cookie.read(request);
    const half = token === undefined ? undefined : await this.sessions.findHalf(token);
    if (!half) {
      if (changes) throw new ForbiddenException();
      throw new GoFirst(staffPaths.signIn);
    }
    if (changes) this.#fromOwnPage(request, half);
    request.half = half;
    return true;
  }

  #fromOwnPage(request: JatakkRequest, member: { csrf: string }): void {
    const sent = (request.body as { csrf?: unknown } | undefined)?.csrf;
    if (isCrossSite(request) || !this.sessions.isCsrfOf(sent, member)) throw new ForbiddenException();
  }

  /** What comes with a proof goes on when the keeper takes it; what comes without one is asked for it. */
  async #confirmed(what: Confirmation, member: SignedIn, request: JatakkRequest, changes: boolean) {
    if (what === 'factors' ? member.confirmedByKeeper : member.confirmed) return;
    const given = changes ? readFactorProof(request.body) : undefined;
    if (!given) throw new ConfirmFirst();
    const answer = await this.factors.confirm(member.sessionHash, given);
    if (!answer.ok) throw new ConfirmFirst(answer.refused);
  }

  /** Exactly at the list that the path names; where it names none, at some place that the page then keeps to. */
  async #may({ grants }: SignedIn, act: Act, request: JatakkRequest): Promise<boolean> {
    const params = request.params as Partial<Record<'register' | 'list' | 'campaign', string>>;
    const registerId = params.register?.toLowerCase();
    const listId = params.list?.toLowerCase();
    if (listId !== undefined) return mayDo(grants, act, { registerId, listId });
    if (!maySomewhere(grants, act, registerId)) return false;
    if (params.campaign === undefined || mayDo(grants, act, { registerId })) return true;
    const of = await this.campaigns.listOf(registerId, params.campaign);
    return of !== undefined && mayDo(grants, act, { registerId, listId: of });
  }
}

/** Whether another site's page has sent this: Sec-Fetch-Site where the browser says it, Origin otherwise. */
function isCrossSite({ headers }: JatakkRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (headers.origin === undefined) return false;
  try {
    return new URL(headers.origin).host !== headers.host;
  } catch {
    return true;
  }
}
