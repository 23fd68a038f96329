import { z } from 'zod';
import { hashToken, isToken } from '../../../platform/sealing/link-token.js';
import { type EmailAddress, parseEmailAddress } from '../../../registers/email-address.js';
import type { KeyRing } from '../../../registers/key-ring.js';
import type { ActAnswer, OpenedAsk } from '../window-act.js';
import type { HeldBy } from './look-up.queries.js';

const pressed = z.object({ handle: z.string().refine(isToken), address: z.string().max(1000) });

/** What every press on somebody looked up brings: the handle of the look, and their address once more. */
export function readPress(
  ring: KeyRing,
  { ringId: registerId, proof: session, content }: OpenedAsk,
): { by: HeldBy; address: EmailAddress } | undefined {
  const press = pressed.safeParse(content);
  const reading = press.success ? parseEmailAddress(press.data.address) : undefined;
  if (!press.success || !reading?.ok) return undefined;
  const { address } = reading;
  const handleHash = hashToken(press.data.handle);
  return { by: { session, registerId, handleHash, blindIndex: ring.blindIndex(address) }, address };
}

/** What has come of a press, told to nobody but whoever pressed; that it is over is no secret. */
export function tell(outcome: string): ActAnswer {
  return outcome === 'over' ? { refused: outcome } : { answer: outcome };
}
