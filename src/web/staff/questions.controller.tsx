import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { askedFields } from '../../consent/asked-fields.queries.js';
import { AskFields } from '../../consent/ask-fields.service.js';
import { Catalogue } from '../../consent/catalogue.service.js';
import { LOCALES } from '../../platform/i18n/messages.js';
import { List } from '../../registers/list.entity.js';
import { Register } from '../../registers/register.entity.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault, faults, lineFault, typed } from './fields.js';
import { findRegister } from './find-register.js';
import { noticeOf, withDone } from './notices.js';
import { type QuestionField, QuestionsPage, type QuestionsPageProps } from './pages/questions-page.js';

const questionForm = z.object({
  name: typed,
  label_nb: typed,
  why_nb: typed,
  label_en: typed,
  why_en: typed,
});

const NAME = /^[a-z][a-z0-9]{0,29}$/;

/** What a list asks beside the address. */
@Controller('staff/registers/:register/lists/:list/questions')
@May('manage-list')
export class QuestionsController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    @InjectRepository(List) private readonly lists: Repository<List>,
    private readonly frames: Frames,
    private readonly asking: AskFields,
    private readonly catalogue: Catalogue,
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
  async add(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    await this.#list(registerId, listId);
    const values = parseForm(questionForm, body);
    const errors = questionFaults(values);
    if (!anyFault(errors)) {
      const texts = LOCALES.map((locale) => ({
        locale,
        label: values[`label_${locale}`].trim(),
        why: values[`why_${locale}`].trim(),
      }));
      const outcome = await this.asking.add({ registerId, listId, name: values.name, texts });
      this.catalogue.forget();
      if (outcome === 'added')
        return new SeeOther(withDone(staffPaths.questions(registerId, listId), 'asked'));
      errors.name = { key: outcome === 'full' ? 'questions.full' : 'questions.name-taken' };
    }
    return this.#page(registerId, listId, member, request, { values, errors });
  }

  @Post(':question/remove')
  async remove(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('question', ParseUUIDPipe) questionId: string,
  ): Promise<SeeOther> {
    await this.asking.drop(registerId, listId, questionId);
    this.catalogue.forget();
    return new SeeOther(withDone(staffPaths.questions(registerId, listId), 'asked-no-more'));
  }

  async #list(registerId: string, listId: string): Promise<List> {
    const list = await this.lists.findOneBy({ registerId, id: listId });
    if (!list) throw new NotFoundException();
    return list;
  }

  async #page(
    registerId: string,
    listId: string,
    member: SignedIn,
    request: FastifyRequest,
    again: Pick<QuestionsPageProps, 'values' | 'errors'> = {},
  ): Promise<Page> {
    return new Page(
      <QuestionsPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={await this.#list(registerId, listId)}
        asks={await askedFields(this.database, listId)}
        {...again}
        {...noticeOf(request)}
      />,
      { status: again.errors ? 422 : 200 },
    );
  }
}

function questionFaults(values: z.infer<typeof questionForm>) {
  return faults<QuestionField>({
    name: NAME.test(values.name) ? undefined : { key: 'questions.name-error' },
    ...Object.fromEntries(
      LOCALES.flatMap((locale) => [
        [`label_${locale}`, lineFault(values[`label_${locale}`], { max: 60 })],
        [`why_${locale}`, lineFault(values[`why_${locale}`], { max: 200 })],
      ]),
    ),
  });
}
