import { z } from 'zod';
import type { OpenList } from '../../consent/catalogue.service.js';
import type { ShownWords } from '../../subscriptions/answer-confirmation.service.js';

const SHOWN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\d{1,6}\.\d{1,6}$/;
const form = z.object({ shown: z.string().max(5000).default('') });

/** Which words stood beside the button, for the form to say: whoever presses it says yes to these. */
export function writeShown(lists: readonly OpenList[]): string {
  return lists
    .map(({ id, purposeVersion, purposeRevision }) => `${id}.${purposeVersion}.${purposeRevision}`)
    .join(' ');
}

/** Nothing where a form does not say, or says it in another way. */
export function readShown(body: unknown): ShownWords[] {
  const read = form.safeParse(body ?? {});
  if (!read.success) return [];
  return read.data.shown
    .split(' ')
    .filter((one) => SHOWN.test(one))
    .map((one) => {
      const [listId, version, revision] = one.split('.') as [string, string, string];
      return { listId, version: Number(version), revision: Number(revision) };
    });
}
