import { HttpClient } from './http-client.js';
import type { TestHouse } from './house.js';
import { until } from './until.js';

/** Another member of staff, invited by the first, who has answered the invitation and is signed in. */
export async function colleague(
  house: TestHouse,
  { name = 'Ola Medarbeider', role = 'editor' }: { name?: string; role?: 'administrator' | 'editor' } = {},
): Promise<HttpClient> {
  const address = `${name.split(' ')[0]!.toLowerCase()}@fjellhallen.example`;
  await house.staff.submit('/staff/members', '/staff/members', { name, address, role });
  const mail = await until('the invitation', () => house.sink.to(address).at(-1));
  const link = /\/invitation\/[\w-]{43}/.exec(mail.parsed.text!)![0];
  const client = new HttpClient(house.url);
  const password = 'fem helt andre ord sammen';
  await client.submit(link, link, { password });
  await client.submit('/staff/sign-in', '/staff/sign-in', { address, password });
  return client;
}
