import {
  Body,
  Controller,
  Get,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
  ServiceUnavailableException,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { MessageKey } from '../../platform/i18n/messages.js';
import { AskWindow } from '../../registers/ask-window.service.js';
import { parseEmailAddress, trimTyped } from '../../registers/email-address.js';
import {
  finishRightsRequest,
  latestLooks,
  noteRightsRequest,
  type Right,
  RIGHTS,
  rightsRequests,
} from '../../staff/privacy-work.queries.js';
import { consentJournal } from '../../subscriptions/consent-journal.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { addressMessage } from '../http/address-words.js';
import { mayDo } from '../../staff/policy.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault, faults, lineFault, typed } from './fields.js';
import { noticeOf, withDone } from './notices.js';
import { JournalPage } from './pages/journal-page.js';
import { type PrivacyField, PrivacyWorkPage, type PrivacyWorkPageProps } from './pages/privacy-work-page.js';

const requestForm = z.object({ kind: typed, received: typed, note: typed });
const journalForm = z.object({ register: z.uuid(), address: typed, reason: typed });

const REFUSALS: Record<string, MessageKey> = {
  'too-many': 'journal.error.too-many',
  forbidden: 'journal.error.forbidden',
};

/** The privacy work: one person's consents through the window, and the log of what people ask for by their rights. */
@Controller('staff/privacy')
@May('look-up')
export class PrivacyWorkController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly window: AskWindow,
    private readonly frames: Frames,
  ) {}

  @Get()
  async show(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    return this.#page(member, request, noticeOf(request));
  }

  @Post('requests')
  @May('handle-rights')
  async note(@Body() body: unknown, @Member() member: SignedIn, @Req() request: FastifyRequest) {
    const values = parseForm(requestForm, body);
    const kind = RIGHTS.find((right) => right === values.kind);
    const errors = faults<PrivacyField>({
      kind: kind ? undefined : { key: 'form.unknown-choice' },
      received: isPastDay(values.received) ? undefined : { key: 'rights.error.received' },
      note: lineFault(values.note, { max: 300, optional: true }) ?? withoutAddress(values.note),
    });
    if (anyFault(errors)) return this.#page(member, request, { values, errors }, 422);
    await noteRightsRequest(this.database, {
      kind: kind satisfies Right | undefined as Right,
      received: values.received,
      note: values.note.trim(),
      by: member.id,
    });
    return new SeeOther(withDone(staffPaths.privacyWork, 'saved'));
  }

  @Post('requests/:id/done')
  @May('handle-rights')
  async finish(@Param('id', ParseUUIDPipe) id: string, @Member() member: SignedIn): Promise<SeeOther> {
    await finishRightsRequest(this.database, id, member.id);
    return new SeeOther(withDone(staffPaths.privacyWork, 'saved'));
  }

  @Post('journal')
  async look(@Body() body: unknown, @Member() member: SignedIn, @Req() request: FastifyRequest) {
    const values = parseForm(journalForm, body);
    const frame = await this.frames.staffFrame(request, member);
    const register = frame.registers.find(({ id }) => id === values.register);
    if (!register || !mayDo(member.grants, 'look-up', { registerId: register.id }))
      throw new NotFoundException();
    const reading = parseEmailAddress(trimTyped(values.address));
    const reason = values.reason.trim();
    const errors = faults<PrivacyField>({
      address: reading.ok ? undefined : addressMessage(reading.reason),
      reason:
        lineFault(reason, { max: 200 }) ??
        withoutAddress(reason) ??
        (reason.length < 5 ? { key: 'journal.error.reason' } : undefined),
    });
    if (anyFault(errors)) return this.#page(member, request, { values, errors }, 422);
    const content = { address: trimTyped(values.address), reason };
    const answer = await this.window.ask({
      act: 'consent-journal',
      ringId: register.id,
      proof: member.sessionHash,
      content,
    });
    const refusal = REFUSALS[answer.verdict];
    if (refusal) return this.#page(member, request, { values, errors: { form: { key: refusal } } }, 429);
    if (answer.verdict !== 'nobody' && !('answer' in answer)) throw new ServiceUnavailableException();
    const journal = 'answer' in answer ? consentJournal.parse(answer.answer) : null;
    return new Page(
      <JournalPage
        frame={{ ...frame, path: null }}
        register={register.name}
        address={content.address}
        journal={journal}
        at={new Date()}
      />,
    );
  }

  async #page(
    member: SignedIn,
    request: FastifyRequest,
    form: Pick<PrivacyWorkPageProps, 'values' | 'errors' | 'notice'>,
    status = 200,
  ): Promise<Page> {
    const frame = await this.frames.staffFrame(request, member);
    const [requests, looks] = await Promise.all([rightsRequests(this.database), latestLooks(this.database)]);
    const today = new Date().toISOString().slice(0, 10);
    return new Page(
      <PrivacyWorkPage frame={frame} requests={requests} looks={looks} today={today} {...form} />,
      { status },
    );
  }
}

/** A real day, as YYYY-MM-DD, that has come and is not older than a year. */
function isPastDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) return false;
  return at <= Date.now() && at > Date.now() - 366 * 86_400_000;
}

/** The log says nothing of who it was. */
function withoutAddress(text: string) {
  return text.includes('@') ? ({ key: 'rights.error.address' } as const) : undefined;
}
