import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  finishRightsRequest,
  noteRightsRequest,
  type Right,
  RIGHTS,
  rightsRequests,
} from '../../staff/privacy-work.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault, faults, lineFault, typed } from './fields.js';
import { noticeOf, withDone } from './notices.js';
import { withoutAddress } from './reason-fault.js';
import { type PrivacyField, PrivacyWorkPage, type PrivacyWorkPageProps } from './pages/privacy-work-page.js';

const requestForm = z.object({ kind: typed, received: typed, note: typed });

/** The log of what people ask for by their rights. */
@Controller('staff/privacy')
@May('handle-rights')
export class PrivacyWorkController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  @Get()
  async show(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    return this.#page(member, request, noticeOf(request));
  }

  @Post('requests')
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
  async finish(@Param('id', ParseUUIDPipe) id: string, @Member() member: SignedIn): Promise<SeeOther> {
    await finishRightsRequest(this.database, id, member.id);
    return new SeeOther(withDone(staffPaths.privacyWork, 'saved'));
  }

  async #page(
    member: SignedIn,
    request: FastifyRequest,
    form: Pick<PrivacyWorkPageProps, 'values' | 'errors' | 'notice'>,
    status = 200,
  ): Promise<Page> {
    const frame = await this.frames.staffFrame(request, member);
    const requests = await rightsRequests(this.database);
    const today = new Date().toISOString().slice(0, 10);
    return new Page(<PrivacyWorkPage frame={frame} requests={requests} today={today} {...form} />, {
      status,
    });
  }
}

/** A real day, as YYYY-MM-DD, that has come and is not older than a year. */
function isPastDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) return false;
  return at <= Date.now() && at > Date.now() - 366 * 86_400_000;
}
