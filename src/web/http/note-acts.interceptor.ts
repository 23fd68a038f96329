import {
  type CallHandler,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  Logger,
  type NestInterceptor,
  ServiceUnavailableException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { catchError, concatMap, type Observable } from 'rxjs';
import { faultCode } from '../../platform/fault-code.js';
import { NoteAct, type StaffAct } from '../../staff/audit/note-act.service.js';
import { changesSomething, type JatakkRequest, type SignedIn } from './access.js';
import { nothingIn, statusOfThrown } from './came-to-nothing.js';
import { actName, NOTED, type Noted } from './noted.js';

/**
 * The log of what staff do: a line before anything is done by a member, and another when nothing came of it. What
 * cannot be noted is not done. Of the request only which route it is, and the ids in its path.
 */
@Injectable()
export class NoteActs implements NestInterceptor {
  readonly #log = new Logger('audit');

  constructor(
    private readonly reflector: Reflector,
    private readonly noting: NoteAct,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<JatakkRequest>();
    const { member } = request;
    const noted = this.reflector.get<Noted | undefined>(NOTED, context.getHandler());
    if (!member || !changesSomething(request) || noted === 'nothing-changes') return next.handle();
    const act = {
      act: actName(context.getClass().name, context.getHandler().name),
      ...thingsIn(request.params),
    };
    const line = noted === 'where-it-is-done' ? undefined : await this.#before(member, act);
    const nothing = async (status: number) => this.#nothing(member, act, line, status);
    return next.handle().pipe(
      concatMap(async (result: unknown) => {
        const status = nothingIn(result);
        if (status !== undefined) await nothing(status);
        return result;
      }),
      catchError(async (thrown: unknown) => {
        await nothing(statusOfThrown(thrown));
        throw thrown;
      }),
    );
  }

  async #before(member: SignedIn, act: StaffAct): Promise<string> {
    const line = await this.noting.note(member.sessionHash, act).catch((error: unknown) => {
      this.#log.error(`an act was refused, since it could not be noted (${faultCode(error)})`);
      throw new ServiceUnavailableException();
    });
    if (line === undefined) throw new ForbiddenException();
    return line;
  }

  /** The answer stands whether or not this can be written: that it was tried is in the log already. */
  async #nothing(member: SignedIn, act: StaffAct, line: string | undefined, status: number): Promise<void> {
    try {
      const of = line ?? (await this.noting.note(member.sessionHash, act));
      if (of !== undefined) await this.noting.noteNothing(of, status);
    } catch (error) {
      this.#log.warn(`what came of an act could not be noted (${faultCode(error)})`);
    }
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What an act is about, by its path. */
function thingsIn(params: unknown): Omit<StaffAct, 'act'> {
  const { register, list, ...others } = params as Record<string, string>;
  const id = (text: string | undefined) => (text !== undefined && UUID.test(text) ? text : null);
  return { registerId: id(register), listId: id(list), target: id(Object.values(others).at(-1)) };
}
