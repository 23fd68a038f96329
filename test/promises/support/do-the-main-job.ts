import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { formTo } from '../../../src/cli/demo/form-to.js';
import type { HttpClient } from '../../support/http-client.js';
import { arrivesAs } from '../../support/arriving-mail.js';
import { looksUp, pressesOn } from '../../support/looked-up.js';
import { sent, SURVEY } from '../../support/surveys.js';
import { until } from '../../support/until.js';
import type { StartedHouse } from './started-house.js';

const ONE_CLICK = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });

/**
 * The whole main job in a started house, through HTTP and its mailbox, with a few of the ways in which people and
 * programs get things wrong. Every address holds `mark`. Returns all tokens that were mailed to subscribers.
 */
export async function doTheMainJob(house: StartedHouse, staff: HttpClient, mark: string): Promise<string[]> {
  const at = (who: string) => `${mark}.${who}@fjell.example`;
  const [both, stays, leaves, waits] = [at('begge'), at('blir'), at('gar'), at('venter')];
  await house.setUp(staff, at('ansatt'));
  const autumn = await makeList(staff, 'nyhetsbrev', 'hostprogrammet');
  const tickets = await makeList(staff, 'billettkjopere', 'billetter');
  await Promise.all([
    joins(house, 'hostprogrammet', both),
    joins(house, 'hostprogrammet', stays),
    joins(house, 'hostprogrammet', leaves),
    joins(house, 'billetter', both),
    signsUp(house, 'hostprogrammet', waits).then(() => confirmationTo(house, waits, 'hostprogrammet')),
  ]);
  await mistakes(house, mark, stays, await confirmationTo(house, waits, 'hostprogrammet'));

  const page = await send(staff, autumn, 'Oktober');
  const [mail] = await until('the campaign arrives', () => mailsTo(house, leaves, 'Oktober'));
  await fetch(house.url + new URL(mail!.oneClickUrl!).pathname, { method: 'POST', body: ONE_CLICK });
  const copied = await staff.submit(page, `${page}/copy`, { list: tickets.list });
  const copy = copied.headers.get('location')!.replace(/(\/edit)?(\?.*)?$/, '');
  await staff.submit(copy, `${copy}/send`);
  await until('the copy arrives', async () => (await mailsTo(house, both, 'Oktober'))?.length === 2);

  const ticket = await answersSurvey(house, staff, autumn, { address: both, mark });
  await isWrittenTo(house, staff, autumn, mark);
  const handles = await looksUpAndActs(staff, autumn, [both, stays]);
  await until('the link arrives', async () =>
    (await house.mailsTo(both)).some(({ text }) => text?.includes('/manage/')),
  );
  const mails = await Promise.all([both, stays, leaves, waits].map((address) => house.mailsTo(address)));
  const links = mails
    .flat()
    .flatMap(({ text, html }) => [...`${text}${html}`.matchAll(/\/(?:confirm|u|manage)\/([\w-]{43})/g)]);
  return [...new Set([...links.map(([, token]) => token!), ...handles, ticket])];
}

/**
 * Answers a survey that a campaign invites to, with mistakes on the way, and what is answered names `mark`. It waits,
 * sealed. Returns the ticket.
 */
async function answersSurvey(
  house: StartedHouse,
  staff: HttpClient,
  list: MadeList,
  { address, mark }: { address: string; mark: string },
): Promise<string> {
  const owner = new pg.Client({ connectionString: house.ownerUrl });
  await owner.connect();
  const id = randomUUID();
  await owner.query(
    `insert into survey.survey (id, register_id, list_id, definition, state) values ($1, $2, $3, $4, 'opening')`,
    [id, list.register, list.list, SURVEY],
  );
  await until('the survey is open', async () => {
    const { rows } = await owner.query<{ state: string }>('select state from survey.survey where id = $1', [
      id,
    ]);
    return rows[0]!.state === 'open';
  });
  await owner.end();
  await send(staff, list, 'Svar oss', `Hei\n\n[Svar](${house.url}/survey/${id})`);
  const [mail] = await until('the invitation arrives', () => mailsTo(house, address, 'Svar oss'));
  const path = /\/survey\/[0-9a-f-]{36}\/[\w-]{100}/.exec(mail!.text!)![0];
  const visitor = house.client();
  const answer = sent({ 'q-been': 'yes', 'q-say': `${mark} synes det` });
  await visitor.get(path);
  await visitor.post(`${path.slice(0, -1)}!`, answer);
  await visitor.post(path, { ...answer, 'q-say': `${mark} ${'x'.repeat(500)}` });
  await visitor.post(path, { ...answer, 'q-say': `${mark}\u0000` });
  await visitor.post(`${path}/${mark}`, answer);
  for (const status of [200, 200])
    if ((await visitor.post(path, answer)).status !== status) throw new Error('the answer was not taken');
  return path.split('/').at(-1)!;
}

/**
 * Somebody writes to the register, in text, HTML and an attachment that name `mark`, and is read, noted on, searched for
 * and answered, with mistakes on the way. Whoever reads is a correspondent for as long as that takes.
 */
async function isWrittenTo(
  house: StartedHouse,
  staff: HttpClient,
  { register }: MadeList,
  mark: string,
): Promise<void> {
  const address = `${mark}.skriver@fjell.example`;
  await arrivesAs(house.ownerUrl, register, {
    from: { address, name: `Ane ${mark}` },
    subject: `Om ${mark}`,
    text: `Dette er ${mark}.`,
    html: `<p>Dette er ${mark}.</p>`,
    attachments: [{ name: `${mark}.txt`, type: 'text/plain', content: Buffer.from(mark.repeat(60_000)) }],
  });
  const owner = new pg.Client({ connectionString: house.ownerUrl });
  await owner.connect();
  const conversation = await until('the mail is taken in', async () => {
    const { rows } = await owner.query<{ id: string }>('select id from jatakk.conversation');
    return rows[0]?.id;
  });
  await owner.query(
    `insert into jatakk.staff_grant (staff_id, role) select id, 'correspondent' from jatakk.staff limit 1`,
  );
  const inbox = `/staff/registers/${register}/inbox`;
  const at = `${inbox}/${conversation}`;
  const page = await staff.page(at);
  if (!page.includes(address)) throw new Error('the conversation does not show who writes');
  const [, html] = /\?html=([0-9a-f-]{36})/.exec(page)!;
  await staff.page(`${at}?html=${html}`);
  await staff.page(`${at}/messages/${html}/html`);
  const { csrf } = formTo(page, `${at}/close`).hidden;
  await staff
    .post(`${at}/messages/${html}/attachments/0`, { csrf: csrf! })
    .then((file) => file.arrayBuffer());
  await staff.submit(inbox, `${inbox}/by-address`, { address });
  await staff.submit(inbox, `${inbox}/by-address`, { address: `${mark}@@feil` });
  await staff.get(`${at}?address=${encodeURIComponent(address)}`);
  await staff.submit(at, `${at}/note`, { note: `Et notat om ${mark}.` });
  await staff.submit(at, `${at}/answer`, { answer: '' });
  await staff.submit(at, `${at}/answer`, { answer: `Et svar om ${mark}.` });
  await until('the answer arrives', () => mailsTo(house, address, `Re: Om ${mark}`));
  await owner.query(`delete from jatakk.staff_grant where role = 'correspondent'`);
  await owner.end();
}

/** Looks the two up, sends one their link, shows and ends something, and erases the other. Returns the handles. */
async function looksUpAndActs(
  staff: HttpClient,
  { register: registerId }: MadeList,
  [first, second]: readonly [string, string],
): Promise<string[]> {
  await looksUp(staff, { registerId }, first, `på vegne av ${first}`);
  const handles: string[] = [];
  for (const [address, acts] of [
    [first, ['link', 'print', 'end']],
    [second, ['erase', 'erase/now']],
  ] as const) {
    let page = await (await looksUp(staff, { registerId }, address)).text();
    handles.push(formTo(page, '/staff/look-up/print').hidden.handle!);
    for (const act of acts) {
      const answer = await pressesOn(staff, page, act);
      if (answer.status !== 200) throw new Error(`look-up ${act}: ${answer.status}`);
      if (act === 'erase') page = await answer.text();
    }
  }
  return handles;
}

/** What goes wrong with an address or a token in hand must not write it down either. */
async function mistakes(house: StartedHouse, mark: string, address: string, confirm: string): Promise<void> {
  const visitor = house.client();
  const form = '/lists/hostprogrammet';
  await visitor.submit(form, form, { address: `${mark}@@feil`, list: 'hostprogrammet' });
  await visitor.post(form, { address: address.repeat(40), list: 'hostprogrammet' });
  await visitor.post('/lists/finnes-ikke', { address });
  await visitor.get(`${form}?address=${encodeURIComponent(address)}`);
  await visitor.get(`/${encodeURIComponent(address)}/%ff%00`);
  await visitor.post('/staff/sign-in', { address, password: mark });
  await fetch(house.url + form, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ address }),
  });
  await visitor.get(confirm);
  await visitor.get(`${confirm}x/${confirm}`);
  await fetch(house.url + confirm, { method: 'PUT', body: confirm });
}

interface MadeList {
  register: string;
  list: string;
}

async function makeList(staff: HttpClient, register: string, slug: string): Promise<MadeList> {
  const made = await staff.submit('/staff/registers/new', '/staff/registers', {
    name: register,
    slug: register,
  });
  const id = made.headers.get('location')!.split('/').at(-1)!;
  const lists = `/staff/registers/${id}/lists`;
  const listed = await staff.submit(`${lists}/new`, lists, {
    name: slug,
    slug,
    senderName: 'Fjellhallen',
    senderAddress: 'program@fjellhallen.example',
    purpose_nb: `Nyheter om ${slug}.`,
    frequency_nb: 'Omtrent én gang i måneden.',
    purpose_en: `News about ${slug}.`,
    frequency_en: 'About once a month.',
    eyes: '1',
  });
  return { register: id, list: listed.headers.get('location')!.split('/').at(-1)! };
}

/** Writes, tests and sends a campaign; returns its page. */
async function send(
  staff: HttpClient,
  { register, list }: MadeList,
  subject: string,
  body = '# Hei\n\nDette skjer.',
): Promise<string> {
  const campaigns = `/staff/registers/${register}/campaigns`;
  const saved = await staff.submit(`${campaigns}/new/markdown`, campaigns, {
    list,
    language: 'nb',
    subject,
    preheader: '',
    body,
  });
  const id = /campaigns\/([0-9a-f-]{36})/.exec(saved.headers.get('location')!)![1]!;
  const page = `${campaigns}/${id}`;
  await staff.submit(page, `${page}/test`);
  await staff.submit(page, `${page}/send`);
  return page;
}

async function signsUp(house: StartedHouse, slug: string, address: string): Promise<void> {
  const visitor = house.client();
  await until('the sign-up is taken', async () => {
    // A register a second old may have no keys yet: 503, and nothing is lost.
    const { status } = await visitor.submit(`/lists/${slug}`, `/lists/${slug}`, { address, list: slug });
    return status === 200;
  });
}

async function confirmationTo(house: StartedHouse, address: string, slug: string): Promise<string> {
  const subject = `Bekreft påmeldingen til ${slug}`;
  const [mail] = await until('a confirmation', () => mailsTo(house, address, subject));
  return /\/confirm\/[\w-]{43}/.exec(mail!.text!)![0];
}

async function joins(house: StartedHouse, slug: string, address: string): Promise<void> {
  await signsUp(house, slug, address);
  const path = await confirmationTo(house, address, slug);
  const { status } = await house.client().submit(path, path);
  if (status !== 200) throw new Error(`confirming: ${status}`);
}

async function mailsTo(house: StartedHouse, address: string, subject: string) {
  const mails = (await house.mailsTo(address)).filter((mail) => mail.subject === subject);
  return mails.length > 0 ? mails : undefined;
}
