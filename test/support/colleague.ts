import type { Role } from '../../src/staff/policy.js';
import { HttpClient } from './http-client.js';
import type { TestHouse } from './house.js';
import { until } from './until.js';

export const COLLEAGUE_PASSWORD = 'fem helt andre ord sammen';

/** What a colleague without a second factor posts with a yes, beside what the page has hidden in its form. */
export const approval = { decision: 'approve', factorPassword: COLLEAGUE_PASSWORD };

/**
 * Another member of staff, invited by the first, who has answered the invitation and is signed in; one who writes and
 * approves, where nothing else is said.
 */
export async function colleague(
  house: TestHouse,
  {
    name = 'Ola Medarbeider',
    roles = ['editor', 'approver'],
  }: { name?: string; roles?: readonly Role[] } = {},
): Promise<HttpClient> {
  const address = `${name.split(' ')[0]!.toLowerCase()}@fjellhallen.example`;
  await house.staff.submit('/staff/members', '/staff/members', { name, address, role: roles[0]! });
  const mail = await until('the invitation', () => house.sink.to(address).at(-1));
  const link = /\/invitation\/[\w-]{43}/.exec(mail.parsed.text!)![0];
  const client = new HttpClient(house.url);
  const password = COLLEAGUE_PASSWORD;
  await client.submit(link, link, { password });
  await house.database.owner.query(
    `insert into jatakk.staff_grant (staff_id, role)
     select s.id, r from jatakk.staff s cross join unnest($2::text[]) r where s.name = $1`,
    [name, roles.slice(1)],
  );
  await client.submit('/staff/sign-in', '/staff/sign-in', { address, password });
  return client;
}
