import { Body, Controller, Get, Ip, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isLocale } from '../../platform/i18n/messages.js';
import { hashToken, isToken } from '../../platform/sealing/link-token.js';
import { trimTyped } from '../../registers/email-address.js';
import { AskWindow } from '../../registers/ask-window.service.js';
import { ChangeAddress, type ChangeOutcome } from '../../subscriptions/preferences/change-address.service.js';
import { ReceiveForm } from '../../subscriptions/receive-form.service.js';
import { Public } from '../http/access.js';
import { CheckAddress } from '../http/check-address.service.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { publicPaths } from '../pages/paths.js';
import { ManageLink } from './manage-link.service.js';
import { AddressChangePage } from './pages/address-change-page.js';
import { NewAddressPage } from './pages/new-address-page.js';
import { SignUpGuard } from './sign-up-guard.js';

const addressForm = z.object({ address: z.string().max(1000).default('') });

/** Another address in the place of one's own: asked for by an open link, and said yes to from the new mailbox. */
@Controller()
@Public()
export class AddressChangeController {
  constructor(
    private readonly links: ManageLink,
    private readonly changing: ChangeAddress,
    private readonly window: AskWindow,
    private readonly frames: Frames,
    private readonly guard: SignUpGuard,
    private readonly addresses: CheckAddress,
    private readonly forms: ReceiveForm,
  ) {}

  @Post('manage/:token/address')
  async ask(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Ip() ip: string,
  ): Promise<Page> {
    const address = trimTyped(parseForm(addressForm, body).address);
    const link = await this.links.find(token, request);
    if (link instanceof Page) return link;
    const { frame, hash, registerId } = link;
    const action = publicPaths.manageAct(token, 'address');
    const back = publicPaths.manage(token);
    const checked = await this.addresses.forSubscriber(address);
    if (!checked.ok)
      return new Page(
        <NewAddressPage frame={frame} state="again" {...{ action, back, address, error: checked.message }} />,
        { status: 422 },
      );
    const wait = this.guard.limited({ ip, domain: checked.address.asciiDomain, stamped: true });
    if (wait !== undefined)
      return new Page(
        <NewAddressPage
          frame={frame}
          state="again"
          {...{ action, back, address, error: { key: 'preferences.error.too-many' } }}
        />,
        { status: 429, headers: { 'retry-after': String(wait) } },
      );
    await this.forms.receive(registerId, 'address-change', {
      address,
      locale: frame.locale,
      proof: hash.toString('hex'),
    });
    return new Page(<NewAddressPage frame={frame} state="sent" {...{ back, address }} />);
  }

  @Get('address/:token')
  async show(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const found = await this.#peek(token);
    const frame = await this.#frame(found, request);
    if (!found) return new Page(<AddressChangePage frame={frame} state="unknown" />, { status: 404 });
    if (found.state !== 'ask')
      return new Page(<AddressChangePage frame={frame} state={found.state} />, {
        status: found.state === 'expired' ? 410 : 200,
      });
    const action = publicPaths.addressChange(token);
    return new Page(<AddressChangePage frame={frame} state="ask" action={action} />);
  }

  @Post('address/:token')
  async confirm(@Param('token') token: string, @Req() request: FastifyRequest): Promise<Page> {
    const found = await this.#peek(token);
    const frame = await this.#frame(found, request);
    if (!found) return new Page(<AddressChangePage frame={frame} state="unknown" />, { status: 404 });
    const outcome = found.state === 'ask' ? await this.#confirm(token, found.registerId) : found.state;
    switch (outcome) {
      case 'changed':
      case 'taken':
        return new Page(<AddressChangePage frame={frame} state={outcome} />);
      case 'expired':
      case 'unknown':
        return new Page(<AddressChangePage frame={frame} state={outcome} />, {
          status: outcome === 'expired' ? 410 : 404,
        });
      case 'not-prepared':
        return new Page(
          <AddressChangePage frame={frame} state="late" action={publicPaths.addressChange(token)} />,
          { status: 503, headers: { 'retry-after': '30' } },
        );
    }
  }

  /** The keeper seals it for its new place, then the person's press puts it there. */
  async #confirm(token: string, registerId: string): Promise<ChangeOutcome> {
    const proof = hashToken(token);
    const { verdict } = await this.window.ask({ act: 'prepare-address', ringId: registerId, proof });
    return verdict === 'answered' ? this.changing.confirm(proof) : 'not-prepared';
  }

  #peek(token: string) {
    return isToken(token) ? this.changing.peek(hashToken(token)) : Promise.resolve(undefined);
  }

  #frame(found: { locale: string } | undefined, request: FastifyRequest) {
    const chosen = 'lang' in (request.query as object);
    return this.frames.publicFrame(request, {
      ...(!chosen && isLocale(found?.locale) && { locale: found.locale }),
      ...(request.method === 'POST' && { path: null }),
    });
  }
}
