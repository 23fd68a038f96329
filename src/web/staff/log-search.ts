import { z } from 'zod';
import type { LogSearch } from '../../staff/audit/search-log.queries.js';

const day = z.iso.date().optional().catch(undefined);

/** What the page's address asks for. What is no answer to a question narrows nothing. */
const query = z.object({
  person: z
    .union([z.uuid(), z.enum(['operator', 'keeper', 'nobody'])])
    .optional()
    .catch(undefined),
  act: z
    .string()
    .regex(/^[a-z][a-z0-9.-]{0,79}$/)
    .optional()
    .catch(undefined),
  register: z.uuid().optional().catch(undefined),
  from: day,
  to: day,
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});

export function readLogSearch(asked: unknown): LogSearch {
  const { register, ...search } = query.parse(asked ?? {});
  return { ...search, registerId: register };
}

/** The address that asks for this. */
export function logQuery({ registerId, ...search }: LogSearch): string {
  const asked = Object.entries({ ...search, register: registerId }).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  const text = new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}
