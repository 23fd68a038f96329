import { Body, Controller, Get, Inject, NotFoundException, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { translator } from '../../platform/i18n/messages.js';
import { Doorbell } from '../../platform/database/doorbell.js';
import { Organisation } from '../../registers/organisation.entity.js';
import { Confirmed, AnyStaff, May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { ON_LIVE } from '../tokens.js';
import { anyFault, typed } from './fields.js';
import { GoLive, goLiveFaults } from './go-live.service.js';
import { noticeOf, withDone } from './notices.js';
import { organisationFaults, organisationForm, organisationRow } from './organisation-form.js';
import { GoLivePage } from './pages/go-live-page.js';
import type { OrganisationValues } from './pages/organisation-fields.js';
import { OrganisationPage } from './pages/organisation-page.js';
import { RELAY_FORM } from './relay-form.js';

const goLiveForm = z.object({ publicUrl: typed, ...RELAY_FORM, word: typed });

/** The organisation, and the one way from trial to live. */
@Controller('staff')
export class HouseController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Organisation) private readonly organisations: Repository<Organisation>,
    private readonly frames: Frames,
    private readonly goingLive: GoLive,
    private readonly doorbell: Doorbell,
    @Inject(ON_LIVE) private readonly onLive: () => void,
  ) {}

  @Get('organisation')
  @AnyStaff()
  async organisation(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const frame = await this.frames.staffFrame(request, member);
    return new Page(<OrganisationPage frame={frame} values={await this.#values()} {...noticeOf(request)} />);
  }

  @Post('organisation')
  @May('manage-organisation')
  async change(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const values = parseForm(organisationForm, body);
    const errors = organisationFaults(values);
    if (anyFault(errors)) {
      const frame = await this.frames.staffFrame(request, member);
      return new Page(<OrganisationPage frame={frame} values={values} errors={errors} />, { status: 422 });
    }
    await this.organisations.update({ onlyRow: true }, organisationRow(values));
    this.frames.forgetHouse();
    return new SeeOther(withDone(staffPaths.organisation, 'saved'));
  }

  @Get('go-live')
  @Confirmed()
  @May('go-live')
  async showGoLive(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    await this.#onTrial();
    const frame = await this.frames.staffFrame(request, member);
    return new Page(<GoLivePage frame={frame} organisation={await this.#values()} />);
  }

  @Post('go-live')
  @Confirmed()
  @May('go-live')
  async goLive(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    await this.#onTrial();
    const values = parseForm(goLiveForm, body);
    const frame = await this.frames.staffFrame(request, member);
    const errors = goLiveFaults(values, translator(frame.locale)('go-live.word'));
    if (!anyFault(errors) && !(await this.goingLive.reaches(values)))
      errors.form = { key: 'go-live.relay-error' };
    if (anyFault(errors)) {
      const { relayPassword: _, word: __, ...kept } = values;
      const page = (
        <GoLivePage frame={frame} organisation={await this.#values()} values={kept} errors={errors} />
      );
      return new Page(page, { status: 422 });
    }
    await this.goingLive.go(values);
    this.frames.forgetHouse();
    this.onLive();
    this.doorbell.ring();
    return new SeeOther(withDone(staffPaths.overview, 'live'));
  }

  async #onTrial(): Promise<void> {
    const rows = (await this.database.query('select mode from jatakk.installation')) as { mode: string }[];
    if (rows[0]!.mode !== 'trial') throw new NotFoundException();
  }

  async #values(): Promise<OrganisationValues> {
    const row = await this.organisations.findOneByOrFail({ onlyRow: true });
    return {
      organisationName: row.name,
      organisationNumber: row.orgNumber,
      postalAddress: row.postalAddress,
      contactAddress: row.contactEmail,
      privacyContactAddress: row.privacyEmail,
    };
  }
}
