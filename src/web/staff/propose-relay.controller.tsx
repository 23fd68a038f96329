import { Body, Controller, Get, Param, ParseEnumPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { relayLetsIn } from '../../registers/go-live.js';
import { ProposeRelay, type ProposeRelayAnswer } from '../../registers/propose-relay.service.js';
import { type RelayPosition, relaysInUse } from '../../registers/relays.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault, textFault, typed } from './fields.js';
import { withDone } from './notices.js';
import { ProposeRelayPage, type ProposeRelayPageProps } from './pages/propose-relay-page.js';
import { RELAY_FORM, relayFaults, relayIn } from './relay-form.js';
import { relayProposing } from './relay-proposing.js';

const POSITIONS = { 1: '1', 2: '2' } as const;
const relayForm = z.object({ ...RELAY_FORM, why: typed });
const removalForm = z.object({ why: typed });

type Asked = Pick<ProposeRelayPageProps, 'values' | 'errors'>;

/** Another way out for the mail of a live house, put before a second person: a form for each relay. */
@Controller('staff/sending')
@May('manage-sending')
export class ProposeRelayController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
    private readonly proposing: ProposeRelay,
  ) {}

  @Get('relays/:position')
  async form(
    @Param('position', new ParseEnumPipe(POSITIONS, { errorHttpStatusCode: 404 })) position: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    return this.#form('set', positionOf(position), member, request);
  }

  /** What was typed comes back where it will not do; a password never does. */
  @Post('relays/:position')
  async propose(
    @Param('position', new ParseEnumPipe(POSITIONS, { errorHttpStatusCode: 404 })) at: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const position = positionOf(at);
    const { why, ...typedRelay } = parseForm(relayForm, body);
    const { relayPassword: _, ...values } = { ...typedRelay, why };
    const errors: Asked['errors'] = relayFaults(typedRelay);
    const fault = textFault(why, { max: 500 });
    if (fault) errors.why = fault;
    const again = () => this.#page('set', position, member, request, { values, errors });
    if (anyFault(errors)) return again();
    const relay = relayIn(typedRelay);
    const publicUrl = await this.frames.publicUrl();
    if (!(await relayLetsIn({ publicUrl, relay }))) {
      errors.form = { key: 'relay.error.not-let-in' };
      return again();
    }
    const answer = await this.proposing.set(member.sessionHash, position, relay, why);
    if (answer.outcome === 'same-as-other') errors.relayHost = { key: 'relay.error.same-as-other' };
    return anyFault(errors) ? again() : next(answer);
  }

  @Get('remove-second')
  async removalForm(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page | SeeOther> {
    return this.#form('remove', 2, member, request);
  }

  @Post('remove-second')
  async proposeRemoval(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const { why } = parseForm(removalForm, body);
    const fault = textFault(why, { max: 500 });
    if (fault) return this.#page('remove', 2, member, request, { values: { why }, errors: { why: fault } });
    return next(await this.proposing.removeSecond(member.sessionHash, why));
  }

  /** Where nothing could be proposed there is no form: the page of the relays says why. */
  async #form(
    act: 'set' | 'remove',
    position: RelayPosition,
    member: SignedIn,
    request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const { waiting, alone } = await relayProposing(this.database, member);
    const { trial } = await this.frames.staffFrame(request, member);
    const second = act === 'set' || (await relaysInUse(this.database)).some((one) => one.position === 2);
    if (trial || waiting || alone || !second) return new SeeOther(staffPaths.sending);
    return this.#page(act, position, member, request);
  }

  async #page(
    act: 'set' | 'remove',
    position: RelayPosition,
    member: SignedIn,
    request: FastifyRequest,
    { values, errors }: Asked = {},
  ): Promise<Page> {
    const relays = await relaysInUse(this.database);
    return new Page(
      <ProposeRelayPage
        frame={await this.frames.staffFrame(request, member)}
        act={act}
        position={position}
        now={relays.find((one) => one.position === position) ?? null}
        values={values}
        errors={errors}
      />,
      { status: errors && anyFault(errors) ? 422 : 200 },
    );
  }
}

function positionOf(text: string): RelayPosition {
  return text === '1' ? 1 : 2;
}

/** Where it goes on. What stands in the way, the page of the relays tells: a proposal that waits, or nobody to ask. */
function next(answer: ProposeRelayAnswer): SeeOther {
  return new SeeOther(
    answer.outcome === 'waits'
      ? withDone(staffPaths.relayProposal(answer.proposalId), 'relay-proposed')
      : withDone(staffPaths.sending, 'proposal-not-now'),
  );
}
