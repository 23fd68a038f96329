import { createHash } from 'node:crypto';

/** What a form was made of, to be told whether it is still so: short, the same for the same, in whatever order of keys. */
export function digestOf(value: unknown): string {
  const ordered = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
  return createHash('sha256').update(ordered).digest('base64url').slice(0, 22);
}
