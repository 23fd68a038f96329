import { BadRequestException } from '@nestjs/common';
import type { z } from 'zod';

/** A form's fields in their shape; a field twice, too long or of another kind is no form of ours. @throws 400 */
export function parseForm<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const result = schema.safeParse(body ?? {});
  if (!result.success) throw new BadRequestException();
  return result.data;
}
