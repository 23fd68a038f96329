import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { Catalogue } from '../../consent/catalogue.service.js';
import { type ListOverview } from '../../consent/list-overview.queries.js';
import { type ProposeAnswer, ProposePurpose } from '../../consent/propose-purpose.service.js';
import { type Locale, LOCALES, type MessageKey } from '../../platform/i18n/messages.js';
import { Register } from '../../registers/register.entity.js';
import { isAlone } from '../../staff/proposals.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import type { FormErrors } from '../pages/field.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault, faults, lineFault, textFault, typed } from './fields.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { withDone } from './notices.js';
import { type PurposeField, PurposeFormPage, type PurposeValues } from './pages/purpose-form-page.js';

const purposeForm = z.object({
  purpose_nb: typed,
  frequency_nb: typed,
  purpose_en: typed,
  frequency_en: typed,
  says: typed,
  why: typed,
});

const REFUSED: Partial<Record<ProposeAnswer['outcome'], MessageKey>> = {
  'list-closed': 'purpose.error.list-closed',
  'bad-words': 'purpose.error.bad-words',
  unchanged: 'purpose.error.unchanged',
  'another-waits': 'purpose.error.another-waits',
};

/** New words for what a list is for, put before a second person. */
@Controller('staff/registers/:register/lists/:list/purpose')
@May('manage-list')
export class PurposeController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly purposes: ProposePurpose,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  async edit(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const list = await findList(this.database, registerId, listId);
    const values = Object.fromEntries(
      list.texts.flatMap(({ locale, text, frequency }) => [
        [`purpose_${locale}`, text],
        [`frequency_${locale}`, frequency],
      ]),
    ) as PurposeValues;
    return this.#page(list, values, {}, member, request);
  }

  @Post()
  async propose(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const list = await findList(this.database, registerId, listId);
    const values = parseForm(purposeForm, body);
    const languages = languagesOf(list);
    const { says } = values;
    const errors: FormErrors<PurposeField> = faultsOf(values, languages);
    if (!anyFault(errors) && (says === 'editorial' || says === 'material')) {
      const answer = await this.purposes.propose(member.sessionHash, listId, {
        says,
        why: values.why.trim(),
        words: languages.map((locale) => ({
          locale,
          text: oneLineEnd(values[`purpose_${locale}`]),
          frequency: values[`frequency_${locale}`].trim(),
        })),
      });
      if (answer.outcome === 'waits' || answer.outcome === 'material') {
        this.catalogue.forget();
        const path = staffPaths.proposal(registerId, listId, answer.proposalId);
        return new SeeOther(withDone(path, answer.outcome === 'waits' ? 'proposed' : 'published-material'));
      }
      const key = REFUSED[answer.outcome];
      if (!key) throw new NotFoundException();
      errors.form = { key };
    }
    return this.#page(list, values, errors, member, request);
  }

  async #page(
    list: ListOverview,
    values: PurposeValues,
    errors: FormErrors<PurposeField>,
    member: SignedIn,
    request: FastifyRequest,
  ): Promise<Page> {
    return new Page(
      <PurposeFormPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, list.registerId)}
        list={list}
        languages={languagesOf(list)}
        values={values}
        errors={errors}
        alone={await isAlone(this.database, member.id, { registerId: list.registerId, listId: list.id })}
      />,
      { status: anyFault(errors) ? 422 : 200 },
    );
  }
}

function languagesOf(list: ListOverview): Locale[] {
  return LOCALES.filter((locale) => list.texts.some((text) => text.locale === locale));
}

/** A form sends its lines with CRLF (HTML, "newline normalization"); what is hashed has LF. */
function oneLineEnd(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}

function faultsOf(values: z.infer<typeof purposeForm>, languages: readonly Locale[]) {
  const words = languages.flatMap((locale) => [
    [`purpose_${locale}`, textFault(values[`purpose_${locale}`], { max: 500 })],
    [`frequency_${locale}`, lineFault(values[`frequency_${locale}`], { max: 100 })],
  ]);
  const chosen = values.says === 'editorial' || values.says === 'material';
  return faults<PurposeField>({
    ...Object.fromEntries(words),
    says: chosen ? undefined : { key: 'purpose.error.says' },
    why: lineFault(values.why, { max: 300 }),
  });
}
