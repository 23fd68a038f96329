import { Body, Controller, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Message } from '../../platform/i18n/messages.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { NotedWhereItIsDone } from '../http/noted.js';
import { Page } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import type { StaffFrame } from '../pages/frame.js';
import { typed } from './fields.js';
import { LookUpPlaces } from './look-up-places.service.js';
import { LookUps, type Press } from './look-ups.service.js';
import { ErasePersonPage } from './pages/erase-person-page.js';
import { JournalPage } from './pages/journal-page.js';
import { LookOverPage } from './pages/look-over-page.js';
import { LookedUpPage } from './pages/looked-up-page.js';

const pressForm = z.object({ register: z.uuid(), address: typed, handle: typed });
const endForm = pressForm.extend({ subscription: z.uuid() });

/** Whom a press is about, and where. */
interface At {
  frame: StaffFrame;
  register: { id: string; name: string };
  press: Press;
}

/** What may be done for whoever was just looked up. Each press brings the handle of that look and the address again. */
@Controller('staff/look-up')
@May('look-up')
export class LookedUpController {
  constructor(
    private readonly places: LookUpPlaces,
    private readonly lookUps: LookUps,
  ) {}

  /** On the way back from a page that only asked or showed. */
  @Post('show')
  async show(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#shown(await this.#read(body, member, request), member);
  }

  @Post('end')
  @NotedWhereItIsDone()
  async end(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const { subscription } = parseForm(endForm, body);
    const at = await this.#read(body, member, request);
    const outcome = await this.lookUps.end(member, at.press, subscription);
    return outcome === null ? over(at) : this.#shown(at, member, { key: `looked-up.end.${outcome}` });
  }

  @Post('link')
  @NotedWhereItIsDone()
  async link(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const at = await this.#read(body, member, request);
    const outcome = await this.lookUps.sendLink(member, at.press);
    return outcome === null ? over(at) : this.#shown(at, member, { key: `looked-up.link.${outcome}` });
  }

  @Post('print')
  @NotedWhereItIsDone()
  async print(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const at = await this.#read(body, member, request);
    const journal = await this.lookUps.print(member, at.press);
    return journal === null ? over(at) : new Page(<JournalPage {...at} journal={journal} at={new Date()} />);
  }

  /** Says what goes and what stays; the next press erases. */
  @Post('erase')
  async askToErase(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const at = await this.#read(body, member, request);
    return (await this.lookUps.show(member, at.press)) === null
      ? over(at)
      : new Page(<ErasePersonPage {...at} state="ask" />);
  }

  @Post('erase/now')
  @NotedWhereItIsDone()
  async erase(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const at = await this.#read(body, member, request);
    return (await this.lookUps.erase(member, at.press)) === null
      ? over(at)
      : new Page(<ErasePersonPage {...at} state="done" />);
  }

  async #read(body: unknown, member: SignedIn, request: FastifyRequest): Promise<At> {
    const { register: registerId, address, handle } = parseForm(pressForm, body);
    const { frame, register } = await this.places.at(registerId, member, request);
    const press: Press = { registerId: register.id, handle, address };
    return { frame, register, press };
  }

  async #shown(at: At, member: SignedIn, notice?: Message): Promise<Page> {
    const person = await this.lookUps.show(member, at.press);
    return person === null ? over(at) : new Page(<LookedUpPage {...at} person={person} notice={notice} />);
  }
}

function over({ frame }: At): Page {
  return new Page(<LookOverPage frame={frame} />, { status: 410 });
}
