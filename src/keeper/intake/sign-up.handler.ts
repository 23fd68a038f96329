import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { acceptSignUp } from '../../subscriptions/accept-sign-up.service.js';
import { signUpContent } from '../../subscriptions/sign-up-content.js';
import { ConfirmationThrottle } from '../throttle.js';
import type { IntakeHandler } from './intake-handler.js';

/** A sign-up becomes pending subscriptions and one confirmation. */
@Injectable()
export class SignUpHandler implements IntakeHandler {
  readonly kind = 'sign-up';

  constructor(private readonly throttle: ConfirmationThrottle) {}

  async handle(tx: EntityManager, ring: KeyRing, content: unknown): Promise<void> {
    const signUp = signUpContent.safeParse(content);
    if (!signUp.success) throw new OpeningError('box-malformed');
    await acceptSignUp(tx, ring, signUp.data, (address) => this.throttle.allow(address));
  }
}
