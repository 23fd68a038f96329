import { Injectable } from '@nestjs/common';
import type { VNode } from 'preact';
import type { FactorRefusal } from '../../staff/factors/second-factors.service.js';
import type { JatakkRequest, SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { staffPaths } from '../pages/paths.js';
import { FactorPrompts, proofMessage } from './factor-prompts.service.js';
import { ConfirmPage } from './pages/confirm-page.js';
import { FACTOR_FIELDS } from './read-factor-proof.js';

const OURS = new Set<string>(['csrf', ...Object.values(FACTOR_FIELDS)]);

/** The page that asks once more who sits there. */
@Injectable()
export class ConfirmPages {
  constructor(
    private readonly frames: Frames,
    private readonly prompts: FactorPrompts,
  ) {}

  /** Before a page: afterwards that page is shown. */
  async forPage(
    request: JatakkRequest,
    member: SignedIn,
    back: string,
    refused?: FactorRefusal,
  ): Promise<VNode> {
    return this.#page(request, member, staffPaths.confirm, [['back', back]], refused);
  }

  /** Before an act: the same form goes on, with the fields that were filled in. */
  async forAct(request: JatakkRequest, refused?: FactorRefusal): Promise<VNode> {
    const fields = Object.entries((request.body ?? {}) as Record<string, unknown>)
      .filter(([name]) => !OURS.has(name))
      .flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, String(one)]));
    return this.#page(request, request.member!, request.url.split('?', 1)[0]!, fields, refused);
  }

  async #page(
    request: JatakkRequest,
    member: SignedIn,
    action: string,
    fields: [string, string][],
    refused: FactorRefusal | undefined,
  ): Promise<VNode> {
    return (
      <ConfirmPage
        frame={{ ...(await this.frames.staffFrame(request, member)), path: null }}
        prompt={await this.prompts.make(member, 'confirm')}
        action={action}
        fields={fields}
        error={refused && proofMessage(refused)}
      />
    );
  }
}
