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
import { ACCESS, type Access, changesSomething, type JatakkRequest, type SignedIn } from './access.js';
import { CampaignPlaces } from './campaign-places.service.js';
import { SessionCookie } from './session-cookie.js';
import { SignInFirst } from './sign-in-first.js';

/** The one place where it is decided who may do what. Everything that is not granted is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly campaigns: CampaignPlaces,
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
    return this.#staff(access.act, request, changes);
  }

  async #staff(act: Act | null, request: JatakkRequest, changes: boolean): Promise<boolean> {
    const token = this.cookie.read(request);
    const member = token === undefined ? undefined : await this.sessions.find(token);
    if (!member) {
      if (changes) throw new ForbiddenException();
      throw new SignInFirst();
    }
    if (act !== null && !(await this.#may(member, act, request))) throw new NotFoundException();
    if (changes) {
      const sent = (request.body as { csrf?: unknown } | undefined)?.csrf;
      if (isCrossSite(request) || !this.sessions.isCsrfOf(sent, member)) throw new ForbiddenException();
    }
    request.member = member;
    return true;
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
