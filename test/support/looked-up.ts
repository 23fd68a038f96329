import { formTo } from '../../src/cli/demo/form-to.js';
import type { ListIds } from './house.js';
import type { HttpClient } from './http-client.js';

export const REASON = 'Ba om innsyn, sak 41';

/** Types an address into «Slå opp en person». */
export function looksUp(
  staff: HttpClient,
  { registerId }: Pick<ListIds, 'registerId'>,
  address: string,
  reason = REASON,
): Promise<Response> {
  return staff.submit('/staff/look-up', '/staff/look-up', { register: registerId, address, reason });
}

/** Presses a button of the page that was shown, with its hidden fields as they stand, or others in their place. */
export function pressesOn(
  staff: HttpClient,
  page: string,
  act: string,
  others: Record<string, string> = {},
): Promise<Response> {
  const form = formTo(page, `/staff/look-up/${act}`);
  return staff.post(form.action, { ...form.hidden, ...others });
}
