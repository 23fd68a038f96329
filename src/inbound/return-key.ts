import { z } from 'zod';
import type { BoxPlace } from '../platform/sealing/sealed-box.js';

/** Where a `verp` key belongs that the keeper seals to a receiver: it stays shut as any other version, or register's. */
export function returnKeyPlace(ringId: string, version: number): BoxPlace {
  return { ringId, rowId: `verp|${version}` };
}

/** What is inside: 32 bytes. */
export const returnKeyContent = z.strictObject({ key: z.base64().length(44) });
