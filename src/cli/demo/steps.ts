import type { Browser } from './browser.js';
import type { Received, Sink } from './sink.js';

const PATIENCE_MS = 60_000;

/** Waits until something is so, and says what it waited for when it is not. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`this did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const ORGANISATION = {
  organisationName: 'Fjellhallen',
  organisationNumber: '974760673',
  postalAddress: 'Fjellveien 1, 0001 Oslo',
  contactAddress: 'post@fjellhallen.example',
  privacyContactAddress: 'personvern@fjellhallen.example',
};

/** The first administrator's. */
export const SIGN_IN = { address: 'kari@fjellhallen.example', password: 'fire ord som ingen gjetter' };

/** Opens the one-time link and becomes the first administrator. */
export async function setUp(staff: Browser, setupPath: string): Promise<void> {
  await staff.submit(setupPath, `${setupPath}?lang=nb`, {
    ...ORGANISATION,
    adminName: 'Kari Nordmann',
    adminAddress: SIGN_IN.address,
    password: SIGN_IN.password,
  });
}

export async function makeRegister(staff: Browser, name: string, slug: string): Promise<string> {
  const { path } = await staff.submit('/staff/registers/new', '/staff/registers', { name, slug });
  return path.split('/').at(-1)!;
}

export async function makeList(
  staff: Browser,
  register: string,
  name: string,
  slug: string,
): Promise<string> {
  const lists = `/staff/registers/${register}/lists`;
  const { path } = await staff.submit(`${lists}/new`, lists, {
    name,
    slug,
    senderName: 'Fjellhallen',
    senderAddress: 'program@fjellhallen.example',
    purpose_nb: `Nyheter om ${name}.`,
    frequency_nb: 'Omtrent én gang i måneden.',
    purpose_en: `News about ${name}.`,
    frequency_en: 'About once a month.',
    eyes: '1',
  });
  return path.split('/').at(-1)!;
}

/** Fills in the form of a list as a visitor would. */
export async function signUp(visitor: Browser, slug: string, address: string): Promise<void> {
  await until('the register has its keys', async () => {
    try {
      await visitor.submit(`/lists/${slug}`, `/lists/${slug}`, { address, list: slug });
      return true;
    } catch (error) {
      // A register a second old may have no keys yet: the page says so with 503 and nothing is lost.
      if (String(error).includes('503')) return false;
      throw error;
    }
  });
}

/** The confirmation of one person for one list, once it has arrived. */
export async function confirmationOf(sink: Sink, address: string, list: string): Promise<Received> {
  return until(`a confirmation for ${list}`, () =>
    sink.received.find(({ to, subject }) => to === address && subject === `Bekreft påmeldingen til ${list}`),
  );
}

/** Looks at the page, which changes nothing, and presses its button. */
export async function confirm(visitor: Browser, mail: Received): Promise<void> {
  const path = /\/confirm\/[\w-]{43}/.exec(mail.text)![0];
  await visitor.submit(path, path, {});
}

/** The link out that a confirmation carries. */
export function wayOut(mail: Received): string {
  return /https?:\/\/\S+\/u\/[\w-]{43}/.exec(mail.text)![0];
}

/** What a mail program's own button does (RFC 8058 §3.1). Answered when it has happened. */
export async function leaveWithOneClick(url: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });
  if (response.status !== 200) throw new Error(`one-click was answered with ${response.status}`);
}

export interface Draft {
  register: string;
  id: string;
}

export async function writeCampaign(
  staff: Browser,
  register: string,
  list: string,
  subject: string,
  body = '# Hei\n\nDette skjer denne uken.',
): Promise<Draft> {
  const campaigns = `/staff/registers/${register}/campaigns`;
  const { path } = await staff.submit(`${campaigns}/new/markdown`, campaigns, {
    list,
    language: 'nb',
    subject,
    preheader: '',
    body,
  });
  return { register, id: path.split('/').at(-2)! };
}

export async function copyCampaign(
  staff: Browser,
  { register, id }: Draft,
  toList: string,
  toRegister: string,
): Promise<Draft> {
  const page = `/staff/registers/${register}/campaigns/${id}`;
  const { path } = await staff.submit(page, `${page}/copy`, { list: toList });
  return { register: toRegister, id: /campaigns\/([0-9a-f-]{36})/.exec(path)![1]! };
}

export async function send(staff: Browser, { register, id }: Draft): Promise<void> {
  const page = `/staff/registers/${register}/campaigns/${id}`;
  await staff.submit(page, `${page}/send`, {});
}

/** The numbers that staff see of a campaign, once it is sent. */
export async function sentNumbers(
  staff: Browser,
  { register, id }: Draft,
): Promise<{ accepted: number; skipped: number; total: number }> {
  const url = `/staff/registers/${register}/campaigns/${id}/progress?seen=sent`;
  return until('the campaign is sent', async () => {
    const part = await staff.open(url);
    const number = (word: string) => {
      const row = new RegExp(`${word}[\\s\\S]*?<td[^>]*>([\\d\\s\u00a0]+)</td>`).exec(part)?.[1];
      return row === undefined ? undefined : Number(row.replaceAll(/\D/g, ''));
    };
    const [accepted, skipped, queued, underWay, total] = [
      'Overlevert',
      'Hoppet over',
      'I kø',
      'Underveis',
      'I alt',
    ].map(number);
    if (accepted === undefined || skipped === undefined || total === undefined) return undefined;
    return queued || underWay || total === 0 ? undefined : { accepted, skipped, total };
  });
}

/** The number of confirmed subscriptions that staff see on a list's page. */
export async function confirmedOn(staff: Browser, register: string, list: string): Promise<number> {
  const page = await staff.open(`/staff/registers/${register}/lists/${list}`);
  return Number(/<p class="big">\s*<strong>([\d\s\u00a0]+)/.exec(page)![1]!.replaceAll(/\D/g, ''));
}
