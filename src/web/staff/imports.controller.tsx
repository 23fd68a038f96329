import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { Catalogue } from '../../consent/catalogue.service.js';
import type { Message } from '../../platform/i18n/messages.js';
import { Register } from '../../registers/register.entity.js';
import { mayDo } from '../../staff/policy.js';
import { ProposeImport } from '../../subscriptions/moving-in/propose-import.service.js';
import { importsOf } from '../../subscriptions/moving-in/imports.queries.js';
import { StoreImport } from '../../subscriptions/moving-in/store-import.service.js';
import type { ToolName } from '../../subscriptions/moving-in/tools.js';
import { UnreadableImport } from '../../subscriptions/moving-in/unreadable-import.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { publicPaths, staffPaths } from '../pages/paths.js';
import { Decisions } from './decisions.service.js';
import { anyFault, textFault, typed } from './fields.js';
import { findRegister } from './find-register.js';
import { importFaults, importForm, wordingsOf } from './import-form.js';
import { noticeOf, withDone } from './notices.js';
import { ImportPage } from './pages/import-page.js';
import { ImportsPage, type ImportsPageProps } from './pages/imports-page.js';
import { purposeIn } from './purpose-in.js';

const decideForm = z.object({ decision: typed });

/** Moving in from another tool: an administrator reads a list in, another member of staff decides. */
@Controller('staff/registers/:register/lists/:list/imports')
@May('see')
export class ImportsController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
    private readonly storing: StoreImport,
    private readonly proposing: ProposeImport,
    private readonly decisions: Decisions,
  ) {}

  @Get()
  @May('manage-list')
  async all(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#all(registerId, listId, member, request);
  }

  @Post()
  @May('manage-list')
  async read(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const list = await this.#list(registerId, listId);
    const form = parseForm(importForm, body);
    const { rows, ...values } = form;
    const errors = importFaults(form);
    if (!list.words[form.language]) errors.language ??= { key: 'form.unknown-choice' };
    const again = () => this.#all(registerId, listId, member, request, { values, errors });
    if (anyFault(errors)) return again();
    const wanted = {
      registerId,
      listId,
      tool: form.tool as ToolName,
      locale: form.language,
      wordings: wordingsOf(form),
    };
    try {
      const stored = await this.storing.store(member.sessionHash, wanted, inPieces(rows));
      if (stored.outcome !== 'read') throw new NotFoundException();
      return new SeeOther(staffPaths.import(registerId, listId, stored.id));
    } catch (error) {
      if (!(error instanceof UnreadableImport)) throw error;
      errors.rows = { key: `import.unreadable.${error.code}` };
      return again();
    }
  }

  @Get(':import')
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('import', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#one(registerId, listId, id, member, request);
  }

  @Post(':import/propose')
  @May('manage-list')
  async propose(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('import', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    await this.#find(registerId, listId, id);
    const { why } = parseForm(z.object({ why: typed }), body);
    const fault = textFault(why, { max: 500 });
    if (fault) return this.#one(registerId, listId, id, member, request, { error: fault });
    const outcome = await this.proposing.propose(member.sessionHash, id, why.trim());
    return this.#back(registerId, listId, id, outcome === 'waits' ? 'import-proposed' : 'import-not-now');
  }

  @Post(':import/decide')
  @May('approve')
  async decide(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('import', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const { proposal } = await this.#find(registerId, listId, id);
    if (!proposal) return this.#back(registerId, listId, id, 'import-not-now');
    const { decision } = parseForm(decideForm, body);
    const answer = await this.decisions.decide(member, proposal.id, body, decision === 'approve');
    if ('error' in answer && answer.again)
      return this.#one(registerId, listId, id, member, request, { proofError: answer.error });
    return this.#back(registerId, listId, id, 'decided' in answer ? 'saved' : 'import-not-now');
  }

  @Post(':import/drop')
  @May('manage-list')
  async drop(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Param('import', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    await this.#find(registerId, listId, id);
    const dropped = await this.proposing.drop(member.sessionHash, id);
    return this.#back(registerId, listId, id, dropped ? 'saved' : 'import-not-now');
  }

  #back(registerId: string, listId: string, id: string, done: Parameters<typeof withDone>[1]): SeeOther {
    return new SeeOther(withDone(staffPaths.import(registerId, listId, id), done));
  }

  async #list(registerId: string, listId: string) {
    const lists = await this.catalogue.lists();
    const list = lists.find((one) => one.registerId === registerId && one.id === listId);
    if (!list) throw new NotFoundException();
    return list;
  }

  async #find(registerId: string, listId: string, id: string) {
    const [found] = await importsOf(this.database, registerId, listId, id);
    if (!found) throw new NotFoundException();
    return found;
  }

  async #all(
    registerId: string,
    listId: string,
    member: SignedIn,
    request: FastifyRequest,
    again: Pick<ImportsPageProps, 'values' | 'errors'> = {},
  ): Promise<Page> {
    const list = await this.#list(registerId, listId);
    const frame = await this.frames.staffFrame(request, member);
    return new Page(
      <ImportsPage
        frame={frame}
        register={await findRegister(this.registers, registerId)}
        list={list}
        formUrl={(await this.frames.publicUrl()) + publicPaths.list(list.slug)}
        purpose={purposeIn(list, frame.locale)}
        imports={await importsOf(this.database, registerId, listId)}
        {...again}
        {...noticeOf(request)}
      />,
      { status: again.errors ? 422 : 200 },
    );
  }

  async #one(
    registerId: string,
    listId: string,
    id: string,
    member: SignedIn,
    request: FastifyRequest,
    fault: { error?: Message; proofError?: Message } = {},
  ): Promise<Page> {
    const list = await this.#list(registerId, listId);
    const found = await this.#find(registerId, listId, id);
    const decides = found.state === 'proposed' && mayDo(member.grants, 'approve', { registerId, listId });
    return new Page(
      <ImportPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={list}
        import={found}
        purpose={purposeIn(list, found.locale)}
        own={found.proposal?.authorId === member.id}
        prompt={decides && found.proposal ? await this.decisions.prompt(member, found.proposal) : undefined}
        {...fault}
        {...noticeOf(request)}
      />,
      { status: fault.error || fault.proofError ? 422 : 200 },
    );
  }
}

async function* inPieces(text: string): AsyncGenerator<string> {
  yield text;
}
