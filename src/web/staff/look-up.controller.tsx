import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { parseEmailAddress, trimTyped } from '../../registers/email-address.js';
import { latestLooks, looksToday } from '../../staff/look-ups.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { addressMessage } from '../http/address-words.js';
import { NotedWhereItIsDone } from '../http/noted.js';
import { Page } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { anyFault, faults, typed } from './fields.js';
import { LookUps } from './look-ups.service.js';
import { LookUpPlaces } from './look-up-places.service.js';
import { reasonFault } from './reason-fault.js';
import { LookUpPage, type LookUpField, type LookUpPageProps } from './pages/look-up-page.js';
import { LookedUpPage } from './pages/looked-up-page.js';
import { NobodyPage } from './pages/nobody-page.js';

const lookForm = z.object({ register: z.uuid(), address: typed, reason: typed });

/** "Is this exact address here?" It is asked by POST, answered once, and stands in no address of a page. */
@Controller('staff/look-up')
@May('look-up')
export class LookUpController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly places: LookUpPlaces,
    private readonly lookUps: LookUps,
  ) {}

  @Get()
  async ask(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    return this.#form(member, request, {});
  }

  @Post()
  @NotedWhereItIsDone()
  async look(@Body() body: unknown, @Member() member: SignedIn, @Req() request: FastifyRequest) {
    const values = parseForm(lookForm, body);
    const { frame, register } = await this.places.at(values.register, member, request);
    const address = trimTyped(values.address);
    const reading = parseEmailAddress(address);
    const reason = values.reason.trim();
    const errors = faults<LookUpField>({
      address: reading.ok ? undefined : addressMessage(reading.reason),
      reason: reasonFault(reason),
    });
    if (anyFault(errors)) return this.#form(member, request, { values, errors }, 422);
    const answer = await this.lookUps.look(member, register.id, { address, reason });
    if (typeof answer === 'string')
      return this.#form(
        member,
        request,
        { values, errors: { form: { key: `look-up.error.${answer}` } } },
        429,
      );
    return new Page(
      answer.found ? (
        <LookedUpPage
          frame={frame}
          register={register}
          press={{ address, handle: answer.found.handle }}
          person={answer.found}
        />
      ) : (
        <NobodyPage frame={frame} register={register} address={address} objected={answer.objected} />
      ),
    );
  }

  async #form(
    member: SignedIn,
    request: FastifyRequest,
    form: Pick<LookUpPageProps, 'values' | 'errors'>,
    status = 200,
  ): Promise<Page> {
    const { frame, registers } = await this.places.all(member, request);
    const ids = registers.map(({ id }) => id);
    const [looks, today] = await Promise.all([
      latestLooks(this.database, ids),
      looksToday(this.database, member.id),
    ]);
    return new Page(<LookUpPage {...{ frame, registers, looks, today, ...form }} />, { status });
  }
}
