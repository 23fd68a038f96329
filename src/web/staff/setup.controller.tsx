import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { Organisation } from '../../registers/organisation.entity.js';
import { parseEmailAddress, trimTyped } from '../../registers/email-address.js';
import { hashToken, isToken } from '../../platform/sealing/link-token.js';
import { Sessions } from '../../staff/sessions.service.js';
import { StaffAccounts } from '../../staff/staff-accounts.service.js';
import { Public } from '../http/access.js';
import { addressMessage } from '../http/address-words.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { SessionCookie } from '../http/session-cookie.js';
import { staffPaths } from '../pages/paths.js';
import { FillExample } from './fill-example.service.js';
import { anyFault, faults, lineFault, typed } from './fields.js';
import { withDone } from './notices.js';
import { organisationFaults, organisationForm, organisationRow } from './organisation-form.js';
import { passwordMessage } from './password-words.js';
import { SetupPage, type SetupField } from './pages/setup-page.js';

const setupForm = organisationForm.extend({
  adminName: typed,
  adminAddress: typed,
  password: typed,
  example: typed,
});

/** The one-time link of the first start: names the organisation and makes the first administrator. */
@Controller('setup')
@Public()
export class SetupController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
    private readonly accounts: StaffAccounts,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly example: FillExample,
  ) {}

  @Get(':token')
  async show(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page | SeeOther> {
    if (!(await this.#opens(token))) return this.#gone();
    const frame = await this.frames.publicFrame(request);
    return new Page(<SetupPage frame={frame} action={`/setup/${token}?lang=${frame.locale}`} />);
  }

  @Post(':token')
  async setUp(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    if (!(await this.#opens(token))) return this.#gone();
    const values = parseForm(setupForm, body);
    const frame = await this.frames.publicFrame(request, { path: null });
    const address = parseEmailAddress(trimTyped(values.adminAddress));
    const context = [values.organisationName, values.adminName, values.adminAddress];
    const errors = {
      ...organisationFaults(values),
      ...faults<SetupField>({
        adminName: lineFault(values.adminName, { max: 100 }),
        adminAddress: address.ok ? undefined : addressMessage(address.reason),
        password: passwordMessage(values.password, { context }),
      }),
    };
    if (anyFault(errors) || !address.ok) {
      const kept = { ...values, example: values.example !== '' };
      const action = `/setup/${token}?lang=${frame.locale}`;
      return new Page(<SetupPage frame={frame} action={action} values={kept} errors={errors} />, {
        status: 422,
      });
    }

    const staffId = await this.database.transaction(async (tx) => {
      const used = (await tx.query('select jatakk.use_setup_link($1) as ok', [hashToken(token)])) as {
        ok: boolean;
      }[];
      if (!used[0]!.ok) return undefined;
      await tx.insert(Organisation, {
        onlyRow: true,
        ...organisationRow(values),
        defaultLocale: frame.locale,
      });
      return this.accounts.addFirst(
        tx,
        {
          name: values.adminName.trim(),
          address: address.address,
          locale: frame.locale,
        },
        values.password,
      );
    });
    if (staffId === undefined) return this.#gone();
    this.frames.forgetHouse();
    if (values.example !== '') await this.example.fill(staffId);
    const session = await this.sessions.open(staffId);
    return new SeeOther(withDone(staffPaths.overview, 'setup'), this.cookie.set(session.token));
  }

  async #opens(token: string): Promise<boolean> {
    if (!isToken(token)) return false;
    const rows = (await this.database.query('select 1 from jatakk.installation where setup_hash = $1', [
      hashToken(token),
    ])) as unknown[];
    return rows.length > 0;
  }

  #gone(): SeeOther {
    return new SeeOther(withDone(staffPaths.signIn, 'setup-used'));
  }
}
