import { HttpClient } from '../support/http-client.js';
import { dayBefore } from './days.js';
import type { TourMailbox } from './mailbox.js';
import { REAL_PEOPLE } from './people.js';
import { listId, listOf, type PlannedMember, registerId, STAFF } from './plan.js';
import { campaignId } from './other-campaigns.js';
import { volunteerFields } from './surveys.js';

export const CONFIRM = /\/confirm\/[\w-]{43}/;

/** Who is signed in as whom. */
export async function signIn(url: string, { address, password }: PlannedMember): Promise<HttpClient> {
  const client = new HttpClient(url);
  const answer = await client.submit('/staff/sign-in', '/staff/sign-in', { address, password });
  if (answer.status !== 303) throw new Error(`${address} could not sign in: ${answer.status}`);
  return client;
}

export const member = (key: string): PlannedMember => STAFF.find((one) => one.key === key)!;

/**
 * What happens today, through the front door: people who come, confirm and go, volunteers who answer, and staff at work.
 * @param tickets the ways to answer the survey that is open
 * @returns those that are left for whoever walks through
 */
export async function liveADay(
  url: string,
  mailbox: TourMailbox,
  tickets: readonly string[],
): Promise<string[]> {
  const answering = tickets.slice(0, -LEFT_TO_ANSWER);
  await Promise.all([visitors(url, mailbox), volunteers(url, answering), staffAtWork(url)]);
  return tickets.slice(-LEFT_TO_ANSWER);
}

const LEFT_TO_ANSWER = 3;

async function volunteers(url: string, tickets: readonly string[]): Promise<void> {
  const visitor = new HttpClient(url);
  for (const [index, ticket] of tickets.entries())
    await must(200, visitor.submit(ticket, ticket, volunteerFields(index)), 'answering');
}

async function visitors(url: string, mailbox: TourMailbox): Promise<void> {
  const { signe, bjorn, liv, arne } = REAL_PEOPLE;
  const visitor = new HttpClient(url);
  const joins = async (address: string, list: string, answers: Record<string, string> = {}) => {
    await must(
      200,
      visitor.submit(`/lists/${list}`, `/lists/${list}`, { address, list, ...answers }),
      `sign-up to ${list}`,
    );
  };
  const confirms = async (address: string, list: string) => {
    const link = await mailbox.linkTo(address, new RegExp(listOf(list).name), CONFIRM);
    await must(200, visitor.submit(link, link), 'confirming');
  };
  await joins(signe, 'programmet');
  await joins(liv, 'programmet');
  await joins(bjorn, 'frivillige', { [`answer-${listId('frivillige')}-fornavn`]: 'Bjørn' });
  await joins(arne, 'billettnytt');
  await confirms(signe, 'programmet');
  await confirms(liv, 'programmet');
  await confirms(bjorn, 'frivillige');
  await mailbox.to(arne, /Billettnytt/);
  const leave = await mailbox.linkTo(liv, /Programmet/, /\/u\/[\w-]{43}/);
  await must(200, visitor.submit(leave, leave), 'leaving');
  await must(
    200,
    visitor.submit('/preferences/lesere', '/preferences/lesere', { address: signe }),
    'asking for the link',
  );
}

async function staffAtWork(url: string): Promise<void> {
  const [kari, ola, ingrid, per] = await Promise.all(
    ['kari', 'ola', 'ingrid', 'per'].map((key) => signIn(url, member(key))),
  );
  const campaign = (list: string, key: string) =>
    `/staff/registers/${registerId(listOf(list).register)}/campaigns/${campaignId(key)}`;

  const review = campaign('familielordag', 'to-review');
  await must(
    303,
    ingrid!.submit(review, `${review}/review/submit`, { note: 'Ser datoen riktig ut?' }),
    'review',
  );

  const scheduled = campaign('restplasser', 'to-schedule');
  const when = { day: dayBefore(-3), time: '09:00' };
  await must(303, ola!.submit(scheduled, `${scheduled}/schedule`, when), 'scheduling');

  const draft = campaign('programmet', 'draft');
  await must(303, ola!.submit(draft, `${draft}/test`), 'a test');

  const purpose = `/staff/registers/${registerId('kjopere')}/lists/${listId('billettnytt')}/purpose`;
  await must(
    303,
    kari!.submit(purpose, purpose, {
      purpose_nb: 'Når billettene til nye forestillinger og kurs legges ut.',
      frequency_nb: 'Omtrent to ganger i måneden.',
      purpose_en: 'When tickets for new performances and courses go on sale.',
      frequency_en: 'About twice a month.',
      says: 'editorial',
      why: 'Vi selger billetter til kursene samme sted nå.',
    }),
    'new words',
  );

  const eyes = `/staff/registers/${registerId('lesere')}/lists/${listId('familielordag')}/eyes`;
  await must(
    303,
    kari!.submit(eyes, eyes, { why: 'Ingrid er alene om lørdagene til våren.' }),
    'one pair of eyes',
  );

  await must(
    303,
    kari!.submit('/staff/members', '/staff/members', {
      name: 'Mette Vik',
      address: 'mette@fjellhallen.example',
      role: 'viewer',
    }),
    'an invitation',
  );

  await must(
    303,
    per!.submit('/staff/privacy-page', '/staff/privacy-page', {
      text_nb: 'Personvernombudet vårt er Per Henrik Solvang. Han treffes i skranken på tirsdager.',
      text_nn: 'Personvernombodet vårt er Per Henrik Solvang. Du kan treffe han i skranken på tysdagar.',
    }),
    'what Fjellhallen adds to the privacy page',
  );
}

async function must(status: number, asked: Promise<Response>, what: string): Promise<void> {
  const answer = await asked;
  if (answer.status === status) return;
  const page = await answer.text();
  const said = /class="(?:error|message)[^>]*>([\s\S]{0,200})/.exec(page)?.[1] ?? page.slice(0, 200);
  throw new Error(`${what}: answered with ${answer.status} instead of ${status}: ${said}`);
}
