import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { Doorbell } from '../../platform/database/doorbell.js';
import { passkeyAttestation, factorNonce } from '../../staff/factors/factor-proof.js';
import { type FactorRefusal, SecondFactors } from '../../staff/factors/second-factors.service.js';
import { Confirmed, type JatakkRequest, Member, OwnAccount, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { lineFault, typed } from './fields.js';
import { proofMessage } from './factor-prompts.service.js';
import { type Done, withDone } from './notices.js';
import { NewPasskeyPage } from './pages/new-passkey-page.js';
import { RecoveryCodesPage } from './pages/recovery-codes-page.js';
import { PasskeyOffers } from './passkey-offers.service.js';
import { fromJson } from './read-factor-proof.js';

const nameForm = z.object({ name: typed });
const passkeyForm = z.object({ name: typed, nonce: factorNonce, attestation: typed });

/** Why a factor was not taken away, as a word for the page after it. */
const NOT_REMOVED: Partial<Record<FactorRefusal, Done>> = {
  needed: 'factor-needed',
  'short-password': 'factor-holds-password',
};

/** One's own passkeys and recovery codes. All of it is the keeper's doing, which asks for a proof first. */
@Controller('staff/account')
@OwnAccount()
@Confirmed('factors')
export class AccountFactorsController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
    private readonly factors: SecondFactors,
    private readonly offers: PasskeyOffers,
    private readonly doorbell: Doorbell,
  ) {}

  @Get('passkeys/new')
  async offer(@Member() member: SignedIn, @Req() request: JatakkRequest): Promise<Page> {
    return this.#offer(member, request);
  }

  @Post('passkeys')
  async add(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    const { name, nonce, attestation } = parseForm(passkeyForm, body);
    const fault = lineFault(name, { max: 60 });
    if (fault) return this.#offer(member, request, { name, fault });
    const made = passkeyAttestation.safeParse(fromJson(attestation));
    if (!made.success) return this.#offer(member, request, { name, refused: 'wrong' });
    const answer = await this.factors.enrolPasskey(member.sessionHash, {
      nonce,
      name: name.trim(),
      attestation: made.data,
    });
    if (!answer.ok) return this.#offer(member, request, { name, refused: answer.refused });
    this.doorbell.ring();
    return this.#codesOr(answer.answer.codes, 'passkey-added', member, request);
  }

  @Post('passkeys/:passkey/rename')
  async rename(
    @Param('passkey', ParseUUIDPipe) passkey: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const { name } = parseForm(nameForm, body);
    if (lineFault(name, { max: 60 })) return new SeeOther(withDone(staffPaths.account, 'passkey-unnamed'));
    await this.database.query('select jatakk.rename_passkey($1, $2, $3)', [
      member.sessionHash,
      passkey,
      name.trim(),
    ]);
    return new SeeOther(withDone(staffPaths.account, 'saved'));
  }

  @Post('passkeys/:passkey/remove')
  async remove(
    @Param('passkey', ParseUUIDPipe) passkey: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    return this.#remove(member, passkey, 'passkey-removed');
  }

  @Post('authenticator/remove')
  async removeAuthenticator(@Member() member: SignedIn): Promise<SeeOther> {
    return this.#remove(member, null, 'authenticator-removed');
  }

  @Post('recovery-codes')
  async newCodes(@Member() member: SignedIn, @Req() request: JatakkRequest): Promise<Page | SeeOther> {
    const answer = await this.factors.newRecoveryCodes(member.sessionHash);
    if (!answer.ok) return new SeeOther(withDone(staffPaths.account, 'factor-not-now'));
    this.doorbell.ring();
    return this.#codesOr(answer.answer.codes, 'factor-not-now', member, request);
  }

  async #remove(member: SignedIn, passkey: string | null, done: Done): Promise<SeeOther> {
    const answer = await this.factors.remove(member.sessionHash, passkey);
    this.doorbell.ring();
    const said = answer.ok ? done : (NOT_REMOVED[answer.refused] ?? 'factor-not-now');
    return new SeeOther(withDone(staffPaths.account, said));
  }

  /** Recovery codes are shown this once; a factor that brings none is simply there. */
  async #codesOr(codes: string[], done: Done, member: SignedIn, request: JatakkRequest) {
    if (codes.length === 0) return new SeeOther(withDone(staffPaths.account, done));
    const frame = { ...(await this.frames.staffFrame(request, member)), path: null };
    return new Page(<RecoveryCodesPage frame={frame} codes={codes} />);
  }

  async #offer(
    member: SignedIn,
    request: JatakkRequest,
    tried: { name?: string; fault?: ReturnType<typeof lineFault>; refused?: FactorRefusal } = {},
  ): Promise<Page> {
    const frame = { ...(await this.frames.staffFrame(request, member)), path: null };
    return new Page(
      <NewPasskeyPage
        frame={frame}
        offer={await this.offers.make(member)}
        name={tried.name}
        fault={tried.fault}
        error={tried.refused && proofMessage(tried.refused)}
      />,
      { status: tried.name === undefined ? 200 : 422 },
    );
  }
}
