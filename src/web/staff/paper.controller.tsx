import {
  Body,
  Controller,
  Get,
  Logger,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
} from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { Repository } from 'typeorm';
import { z } from 'zod';
import { Catalogue, type OpenList } from '../../consent/catalogue.service.js';
import type { Message } from '../../platform/i18n/messages.js';
import { trimTyped } from '../../registers/email-address.js';
import { Register } from '../../registers/register.entity.js';
import { EnterPaper } from '../../subscriptions/enter-paper.service.js';
import { slipDayFault } from '../../subscriptions/paper-slip.js';
import { ReceiveForm } from '../../subscriptions/receive-form.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { CheckAddress } from '../http/check-address.service.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { SentFromRequest } from '../http/sent-from.service.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault, faults, lineFault, typed } from './fields.js';
import { findRegister } from './find-register.js';
import { noticeOf, withDone } from './notices.js';
import { type PaperField, PaperPage, type PaperPageProps } from './pages/paper-page.js';
import { purposeIn } from './purpose-in.js';

const paperForm = z.object({ address: typed, source: typed, on: typed, language: typed });

/** Slips of paper: staff type one address at a time, and the person confirms it by mail as anybody does. */
@Controller('staff/registers/:register/lists/:list/paper')
@May('enter-paper')
export class PaperController {
  readonly #log = new Logger('paper');

  constructor(
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
    private readonly addresses: CheckAddress,
    private readonly paper: EnterPaper,
    private readonly forms: ReceiveForm,
    private readonly sent: SentFromRequest,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#page(registerId, listId, member, request);
  }

  @Post()
  async enter(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const list = await this.#list(registerId, listId);
    const values = parseForm(paperForm, body);
    const again = (errors: PaperPageProps['errors']) =>
      this.#page(registerId, listId, member, request, { values, errors });
    const address = trimTyped(values.address);
    const checked = await this.addresses.forSubscriber(address);
    const errors = faults<PaperField>({
      address: checked.ok ? undefined : checked.message,
      source: lineFault(values.source, { max: 80 }),
      on: dayFault(values.on),
      language: list.words[values.language] ? undefined : { key: 'form.unknown-choice' },
    });
    if (anyFault(errors)) return again(errors);
    const counted = await this.paper.count(member.sessionHash, list.id);
    if (counted !== 'counted') {
      this.#log.warn(`a slip of paper was not taken (${counted})`);
      return again({ form: { key: 'paper.error.enough' } });
    }
    await this.forms.receive(registerId, 'sign-up', {
      address,
      locale: values.language,
      lists: [
        { listId: list.id, purposeVersion: list.purposeVersion, purposeRevision: list.purposeRevision },
      ],
      paper: { source: values.source.trim(), on: values.on },
      sent: this.sent.of(request, 'paper'),
    });
    return new SeeOther(withDone(staffPaths.paper(registerId, listId), 'paper-taken'));
  }

  async #list(registerId: string, listId: string): Promise<OpenList> {
    const lists = await this.catalogue.lists();
    const list = lists.find((one) => one.registerId === registerId && one.id === listId);
    if (!list) throw new NotFoundException();
    return list;
  }

  async #page(
    registerId: string,
    listId: string,
    member: SignedIn,
    request: FastifyRequest,
    again: Pick<PaperPageProps, 'values' | 'errors'> = {},
  ): Promise<Page> {
    const list = await this.#list(registerId, listId);
    const frame = await this.frames.staffFrame(request, member);
    return new Page(
      <PaperPage
        frame={frame}
        register={await findRegister(this.registers, registerId)}
        list={list}
        purpose={purposeIn(list, frame.locale)}
        counts={await this.paper.counts(listId)}
        {...again}
        {...noticeOf(request)}
      />,
      { status: again.errors ? 422 : 200 },
    );
  }
}

function dayFault(on: string): Message | undefined {
  if (on.trim() === '') return { key: 'form.required' };
  const fault = slipDayFault(on, new Date().toISOString().slice(0, 10));
  return fault && { key: `paper.error.${fault}` };
}
