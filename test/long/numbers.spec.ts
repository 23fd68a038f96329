import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { FollowCounter } from '../../src/web/public/follow-counter.service.js';
import { signInto } from '../promises/support/attempt.js';
import { approval, colleague } from '../support/colleague.js';
import { countsAreOld, shownOf, waitingOf } from '../support/days.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { textOf } from '../support/html.js';
import type { HttpClient } from '../support/http-client.js';
import { manageLink, presses } from '../support/manage.js';
import type { SunkMail } from '../support/sink.js';
import { until } from '../support/until.js';

let house: TestHouse;
let owner: pg.Client;
let keeper: pg.Client;
let list: ListIds;
let ola: HttpClient;
const ways: string[] = [];

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  owner = house.database.owner;
  keeper = await signInto(house.database.keeperUrl);
  const register = await house.makeRegister('nyhetsbrev');
  list = await house.makeList(register, 'program', 'Programmet', 2);
  // Longer ago than a month: what becomes yesterday's here is shown on a Monday and on the first of a month too.
  await owner.query('update jatakk.purpose_text set published_on = published_on - 40');
  ola = await colleague(house);
});
afterAll(async () => {
  await keeper.end();
  await house.close();
});

const gather = () => keeper.query('select jatakk.gather_counts()');
const leave = (way: string) => house.visitor.post(`${way}?lang=nb`, { leave: 'yes' });
const page = async (path: string) => textOf(await (await house.staff.get(path)).text());
const listPath = () => `/staff/registers/${list.registerId}/lists/${list.listId}`;
const campaignPath = (id: string) => `/staff/registers/${list.registerId}/campaigns/${id}`;

describe('who comes and who goes', () => {
  test('is counted with a yes, and not with a form', async () => {
    await house.signsUpTo(list, 'ubekreftet@example.org');
    await house.confirmationFor('ubekreftet@example.org', list);
    expect(await waitingOf(owner, list.listId)).toEqual([]);
    const mails = await Promise.all(
      Array.from({ length: 24 }, (_, index) => house.joins(list, `person${index}@example.org`)),
    );
    ways.push(...mails.map(leavePath));
    expect(await waitingOf(owner, list.listId)).toEqual(['joined 24']);
  }, 240_000);

  test('is counted out by its reason; what is taken back is not counted; a pause is neither', async () => {
    await leave(ways[0]!);
    await leave(ways[1]!);
    const left = await (await leave(ways[2]!)).text();
    await house.visitor.post('/u/undo', { undo: /name="undo" value="([^"]+)"/.exec(left)![1]! });
    const erased = await manageLink(house, 'nyhetsbrev', 'person3@example.org');
    await presses(house, erased, 'erase');
    const paused = await manageLink(house, 'nyhetsbrev', 'person4@example.org');
    await presses(house, paused, 'pause', { months: '1' });
    await presses(house, paused, 'resume');
    await presses(house, await manageLink(house, 'nyhetsbrev', 'person5@example.org'), 'object');
    expect(await waitingOf(owner, list.listId)).toEqual([
      'erased 1',
      'joined 24',
      'objected 1',
      'unsubscribed 2',
    ]);
  });

  test('is shown the morning after, where there are five', async () => {
    await gather();
    expect(await shownOf(owner, list.listId)).toEqual([]);
    await countsAreOld(owner);
    await gather();
    expect(await shownOf(owner, list.listId)).toEqual(['joined 1 24']);
    expect(await waitingOf(owner, list.listId)).toEqual(['erased 1', 'objected 1', 'unsubscribed 2']);
    const text = await page(`${listPath()}/numbers`);
    expect(text).toContain('hittil');
    expect(text).toMatch(/\s24\s*færre enn 5\s*20/);
    expect(text).toContain('Disse grunnene har ikke blitt til fem ennå: meldte seg av');
  });

  test('goes on to the day on which it is five', async () => {
    for (const way of ways.slice(6, 9)) await leave(way);
    await countsAreOld(owner);
    await gather();
    expect(await shownOf(owner, list.listId)).toContain('unsubscribed 1 5');
    expect(await waitingOf(owner, list.listId)).toEqual(['erased 1', 'objected 1']);
    for (const by of ['month', 'week'])
      expect(await page(`${listPath()}/numbers?by=${by}`)).toMatch(/Meldte seg av/);
  });

  test('is not changed by the night, which takes people out and puts them in again', async () => {
    const before = [await shownOf(owner, list.listId), await waitingOf(owner, list.listId)];
    await owner.query('update jatakk.rewrite set done_on = current_date - 1, begun = null');
    await keeper.query('select jatakk.begin_rewrite($1)', [list.registerId]);
    await until('it is through', async () => {
      const { rows } = await keeper.query<{ done: number | null }>(
        'select jatakk.rewrite_batch($1, 100) as done',
        [list.registerId],
      );
      return rows[0]!.done === 0;
    });
    expect([await shownOf(owner, list.listId), await waitingOf(owner, list.listId)]).toEqual(before);
  });
});

describe('a campaign whose clicks are counted', () => {
  let id: string;
  let mail: SunkMail;
  let link: string;
  const body =
    '# Høsten\n\n[Billetter](https://fjellhallen.example/kjop?x=1&y=2) og [mer](https://fjellhallen.example/mer). Skriv: <post@fjellhallen.example>.';

  test('has to be approved as such: a change begins the review anew', async () => {
    id = await house.writes(list, 'Høsten', body);
    const submit = () =>
      house.staff.submit(campaignPath(id), `${campaignPath(id)}/review/submit`, { note: '' });
    const approve = () =>
      ola.submit(`${campaignPath(id)}/review`, `${campaignPath(id)}/review/decide`, approval);
    await submit();
    await approve();
    expect(await house.campaignState(id)).toBe('approved');
    await house.staff.submit(campaignPath(id), `${campaignPath(id)}/counting`, { counts: 'yes' });
    expect(await house.campaignState(id)).toBe('draft');
    await submit();
    const shown = textOf(await (await ola.get(`${campaignPath(id)}/review`)).text());
    expect(shown).toContain('telles det hvor mange ganger hver lenke følges, ikke av hvem');
    // The second person sees where it leads in the end, and that it leads through us.
    expect(shown).toMatch(/https:\/\/fjellhallen\.example\/kjop\?x=1&y=2\s*Går innom oss og telles/);
    expect(await (await ola.get(`${campaignPath(id)}/review/html`)).text()).toMatch(/\/r\/[\w-]{22}"/);
    await approve();
    expect(await house.campaignState(id)).toBe('approved');
  });

  test('leads nowhere before it is sent, and a test leads straight on', async () => {
    const html = await (await ola.get(`${campaignPath(id)}/review/html`)).text();
    const path = /\/r\/[\w-]{22}/.exec(html)![0];
    expect((await house.visitor.get(path)).status).toBe(404);
    await house.presses('test', list, id);
    const test = await until('the test', () => house.sink.to('kari@fjellhallen.example').at(-1));
    await until('the test', () =>
      house.sink.to('kari@fjellhallen.example').find(({ parsed }) => parsed.subject === '[Test] Høsten'),
    );
    expect(test).toBeDefined();
    const sent = house.sink
      .to('kari@fjellhallen.example')
      .find(({ parsed }) => parsed.subject === '[Test] Høsten')!;
    expect(sent.parsed.html).toContain('href="https://fjellhallen.example/mer"');
    expect(sent.parsed.text).toContain('Vi teller hvor mange som følger lenkene, ikke hvem.');
    expect((await house.visitor.get(path)).status).toBe(404);
  });

  test('tells its readers, in both parts, and leads through us in both', async () => {
    house.sink.refuse = (to) => (/^person1[01]@/.test(to) ? '550 5.1.1 no such mailbox' : undefined);
    await house.presses('send', list, id);
    await house.isSent(id);
    house.sink.refuse = () => undefined;
    mail = house.sink.to('person20@example.org').findLast(({ parsed }) => parsed.subject === 'Høsten')!;
    for (const part of [mail.parsed.text!, String(mail.parsed.html)]) {
      expect(part).toContain('Vi teller hvor mange som følger lenkene, ikke hvem.');
      expect(part.match(/\/r\/[\w-]{22}/g)).toHaveLength(2);
      expect(part).not.toContain('fjellhallen.example/kjop');
      expect(part).toContain('post@fjellhallen.example');
    }
    link = /\/r\/[\w-]{22}/.exec(mail.parsed.text!)![0];
  });

  test('counts whoever follows a link, and not what only looks, or fetches ahead', async () => {
    const follow = (init: RequestInit = {}) => fetch(house.url + link, { redirect: 'manual', ...init });
    const answer = await follow();
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      'https://fjellhallen.example/kjop?x=1&y=2',
    ]);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
    for (let times = 0; times < 6; times += 1) await follow();
    expect((await follow({ method: 'HEAD' })).status).toBe(302);
    const ahead: Record<string, string>[] = [
      { purpose: 'prefetch' },
      { 'sec-purpose': 'prefetch;prerender' },
      { 'x-moz': 'prefetch' },
    ];
    for (const headers of ahead) await follow({ headers });
    expect((await follow({ method: 'POST' })).status).toBe(405);
    // Nothing is written by following: once a minute it is.
    const { rows } = await owner.query<{ id: string }>(
      'select id from jatakk.campaign_link where campaign_id = $1 order by position',
      [id],
    );
    expect(rows).toHaveLength(2);
    expect(await waitingOf(owner, rows[0]!.id)).toEqual([]);
    await house.web.get(FollowCounter).writeDown();
    expect(await waitingOf(owner, rows[0]!.id)).toEqual([]);
    // It reached fifteen: of so few nothing is counted. Of twenty it is.
    await owner.query(`insert into jatakk.delivery_tally values ($1, 'accepted', 5)`, [id]);
    for (let times = 0; times < 7; times += 1) await follow();
    await follow({ method: 'HEAD' });
    for (const headers of ahead) await follow({ headers });
    await house.web.get(FollowCounter).writeDown();
    expect(await waitingOf(owner, rows[0]!.id)).toEqual(['followed 7']);
    await countsAreOld(owner, 1);
    await gather();
    expect(await shownOf(owner, rows[0]!.id)).toEqual(['followed 1 7']);
  });

  test('has a page of its own: handed on, refused by class, who left, clicks, and why no opens', async () => {
    await owner.query(
      `update jatakk.campaign set started_at = started_at - interval '2 days' where id = $1`,
      [id],
    );
    await owner.query(`update jatakk.installation set counts_since = counts_since - 9`);
    const text = await page(`${campaignPath(id)}/numbers`);
    expect(text).toMatch(/Adressen finnes ikke[^]*?5\.1\.1\s*2/);
    expect(text).toMatch(/https:\/\/fjellhallen\.example\/kjop\?x=1&y=2\s*7/);
    expect(text).toMatch(/https:\/\/fjellhallen\.example\/mer\s*færre enn 5/);
    expect(text).toContain('Det måles ikke. Skal noen vite om en e-post er åpnet');
    expect(text).toContain('telles når e-postleverandøren melder dem hit');
    expect(await page(`${listPath()}/numbers`)).toMatch(/Høsten[^]*?ikke ennå\s*7/);
  });

  test('a draft has no numbers yet; a register shows its lists', async () => {
    const draft = await house.writes(list, 'Utkast');
    const answer = await house.staff.get(`${campaignPath(draft)}/numbers`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, campaignPath(draft)]);
    expect(await page(`/staff/registers/${list.registerId}/numbers`)).toContain('Programmet');
  });
});

test('of what is deleted no number stays', async () => {
  await owner.query(`update jatakk.list set state = 'deleting' where id = $1`, [list.listId]);
  await until('it is gone', async () => {
    await keeper.query('select jatakk.end_closed(1000)');
    await keeper.query('select jatakk.drop_deleted(1000)');
    const { rowCount } = await owner.query('select 1 from jatakk.list where id = $1', [list.listId]);
    return rowCount === 0;
  });
  for (const table of ['count_waiting', 'count_shown', 'campaign_link'])
    expect((await owner.query(`select 1 from jatakk.${table}`)).rowCount).toBe(0);
});
