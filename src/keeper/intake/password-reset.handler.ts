import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { STAFF_RING } from '../../registers/staff-ring.js';
import { passwordResetRequest } from '../../staff/password-reset-request.js';
import type { IntakeHandler } from './intake-handler.js';

/** Whoever works here under the address typed gets a link to choose a new password; nobody else gets anything. */
@Injectable()
export class PasswordResetHandler implements IntakeHandler {
  readonly kind = 'password-reset';

  async handle(tx: EntityManager, ring: KeyRing, content: unknown): Promise<void> {
    const request = passwordResetRequest.safeParse(content);
    if (!request.success || ring.ringId !== STAFF_RING) throw new OpeningError('box-malformed');
    await tx.query('select jatakk.request_password_reset($1)', [
      Buffer.from(request.data.loginHash, 'base64'),
    ]);
  }
}
