import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { acceptSignUps } from '../../subscriptions/accept-sign-up.service.js';
import { signUpContent } from '../../subscriptions/sign-up-content.js';
import { ConfirmationThrottle } from '../throttle.js';
import type { IntakeHandler } from './intake-handler.js';

/** Sign-ups become pending subscriptions, and one confirmation for each person. */
@Injectable()
export class SignUpHandler implements IntakeHandler {
  readonly kind = 'sign-up';

  constructor(private readonly throttle: ConfirmationThrottle) {}

  async handle(tx: EntityManager, ring: KeyRing, content: unknown): Promise<void> {
    await this.handleMany(tx, ring, [content]);
  }

  async handleMany(tx: EntityManager, ring: KeyRing, contents: readonly unknown[]): Promise<void> {
    const signUps = contents.map((content) => {
      const signUp = signUpContent.safeParse(content);
      if (!signUp.success) throw new OpeningError('box-malformed');
      return signUp.data;
    });
    await acceptSignUps(tx, ring, signUps, (addresses) => this.throttle.allowEach(addresses));
  }
}
