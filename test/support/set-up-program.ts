import { HttpClient } from './http-client.js';
import type { RestartableHouse } from './restartable-house.js';
import { FIRST_FORM } from './first-form.js';

/** By the link that a new house has said: its organisation, its first administrator, a register and the list `program`. */
export async function setUpProgram(
  house: RestartableHouse,
): Promise<{ staff: HttpClient; list: string; campaigns: string }> {
  const staff = new HttpClient(house.url);
  const link = new URL(/http:\/\/\S+\/setup\/[\w-]{43}/.exec(house.said)![0]).pathname;
  await staff.submit(link, link, FIRST_FORM);
  const register = await staff.submit('/staff/registers/new', '/staff/registers', {
    name: 'Nyhetsbrev',
    slug: 'nyhetsbrev',
  });
  const home = `/staff/registers/${register.headers.get('location')!.split('/').at(-1)!}`;
  const made = await staff.submit(`${home}/lists/new`, `${home}/lists`, {
    name: 'Program',
    slug: 'program',
    senderName: 'Fjellhallen',
    senderAddress: 'program@fjellhallen.example',
    purpose_nb: 'Nyheter.',
    frequency_nb: 'Av og til.',
    purpose_en: 'News.',
    frequency_en: 'Now and then.',
    eyes: '1',
  });
  const list = made.headers.get('location')!.split('/').at(-1)!;
  return { staff, list, campaigns: `${home}/campaigns` };
}
