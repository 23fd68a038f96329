import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { translator } from '../../src/platform/i18n/messages.js';
import { type ListIds, TestHouse } from '../support/house.js';

const t = translator('nb');

let house: TestHouse;
let list: ListIds;
let before: string;
let first: string;

const settings = () => `/staff/registers/${list.registerId}/lists/${list.listId}/archive`;
const campaign = (id: string) => `/staff/registers/${list.registerId}/campaigns/${id}`;
const archive = () => `/lists/${list.slug}/archive`;

async function opens(open: 'yes' | 'no'): Promise<void> {
  const answer = await house.staff.submit(settings(), settings(), { open });
  expect(answer.headers.get('location')).toBe(`${settings()}?done=saved`);
}

async function sent(subject: string, body?: string): Promise<string> {
  const id = await house.sends(list, subject, body);
  await house.isSent(id);
  return id;
}

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program', 'Programmet');
  await house.asks(list, 'fornavn');
  await house.joins(list, 'ola@example.org');
  before = await sent('Før arkivet');
});
afterAll(() => house.close());

describe('an archive', () => {
  test('is not there before somebody opens it', async () => {
    for (const path of [archive(), `${archive()}/feed.atom`, `${archive()}/${before}`])
      expect((await house.visitor.get(path)).status).toBe(404);
    expect(await house.visitor.page(`/lists/${list.slug}`)).not.toContain('/archive');
  });

  test('holds what is sent from then on, and nothing from before', async () => {
    await opens('yes');
    expect(await house.visitor.page(archive())).toContain(t('archive.empty'));
    first = await sent(
      'Oktober & <b>november</b>',
      '# Hei, {{fornavn|venn}}\n\nSe <script>alert(1)</script>.',
    );
    const page = await house.visitor.page(archive());
    expect(page).toContain(`${archive()}/${first}`);
    expect(page).not.toContain('Før arkivet');
    expect((await house.visitor.get(`${archive()}/${before}`)).status).toBe(404);
    expect(await house.visitor.page(`/lists/${list.slug}`)).toContain(`${archive()}?lang=nb`);
  });

  test('shows a campaign as whoever has answered nothing reads it, dead to code, with no link out of anybody', async () => {
    const page = await house.visitor.page(`${archive()}/${first}`);
    expect(page).toContain('Oktober &amp; &lt;b>november');
    expect(page).not.toMatch(/<script>alert|\/u\/|\/manage\//);
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain(`/lists/${list.slug}?lang=nb`);
  });

  test('is the same for everybody: kept by caches, without a cookie', async () => {
    for (const path of [archive(), `${archive()}/feed.atom`, `${archive()}/${first}`]) {
      const answer = await house.visitor.get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
      expect(answer.headers.getSetCookie()).toEqual([]);
      for (const method of ['POST', 'PUT', 'DELETE'])
        expect((await fetch(house.url + path, { method })).status).toBeGreaterThanOrEqual(400);
    }
  });

  test('is not read through another list, nor by what is no id', async () => {
    const other = await house.makeList(list.registerId, 'annen');
    const settingsOfOther = `/staff/registers/${other.registerId}/lists/${other.listId}/archive`;
    await house.staff.submit(settingsOfOther, settingsOfOther, { open: 'yes' });
    for (const path of [
      `/lists/annen/archive/${first}`,
      `${archive()}/1`,
      `${archive()}/${first.toUpperCase()}`,
      '/lists/ingen/archive',
    ])
      expect((await house.visitor.get(path)).status).toBe(404);
  });

  test('takes in no correction, and nothing that is not sent to its end', async () => {
    const id = await sent('Med en feil');
    const answer = await house.staff.submit(campaign(id), `${campaign(id)}/correct`);
    const draft = /campaigns\/([0-9a-f-]{36})/.exec(answer.headers.get('location')!)![1]!;
    await house.staff.submit(`${campaign(draft)}/edit`, campaign(draft), {
      language: 'nb',
      subject: 'Rettet',
      preheader: '',
      body: 'Det var feil.',
    });
    await house.presses('send', list, draft);
    await house.isSent(draft);
    await house.writes(list, 'Bare et utkast');
    const page = await house.visitor.page(archive());
    expect(page).toContain('Med en feil');
    expect(page).not.toMatch(/Rettet|Bare et utkast/);
    expect((await house.visitor.get(`${archive()}/${draft}`)).status).toBe(404);
  });

  test('leaves out what somebody keeps out, before it is sent or after', async () => {
    const staysIn = await house.staff.page(campaign(first));
    expect(staysIn).toContain(t('campaign.archive.in'));
    await house.staff.submit(campaign(first), `${campaign(first)}/archive`, { out: 'yes' });
    expect((await house.visitor.get(`${archive()}/${first}`)).status).toBe(404);
    expect(await house.visitor.page(archive())).not.toContain(first);
    expect(await house.visitor.page(`${archive()}/feed.atom`)).not.toContain(first);
    await house.staff.submit(campaign(first), `${campaign(first)}/archive`, { out: 'no' });
    expect((await house.visitor.get(`${archive()}/${first}`)).status).toBe(200);

    const id = await house.writes(list, 'Bare for dem');
    await house.staff.submit(campaign(id), `${campaign(id)}/archive`, { out: 'yes' });
    await house.presses('send', list, id);
    await house.isSent(id);
    expect(await house.visitor.page(archive())).not.toContain('Bare for dem');
  });

  test('that is closed is gone, and opened again it begins anew', async () => {
    await opens('no');
    expect((await house.visitor.get(archive())).status).toBe(404);
    expect((await house.visitor.get(`${archive()}/${first}`)).status).toBe(404);
    await opens('yes');
    expect(await house.visitor.page(archive())).toContain(t('archive.empty'));
    expect((await house.visitor.get(`${archive()}/${first}`)).status).toBe(404);
  });
});

describe('its feed', () => {
  test('is fetched anew only when it is another', async () => {
    const id = await sent('I strømmen');
    const path = `${archive()}/feed.atom`;
    const answer = await house.visitor.get(path);
    expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const etag = answer.headers.get('etag')!;
    expect(await answer.text()).toContain(`urn:uuid:${id}`);
    const same = await house.visitor.get(path, { 'if-none-match': `"x", W/${etag}` });
    expect([same.status, await same.text()]).toEqual([304, '']);
    await sent('Enda en');
    const other = await house.visitor.get(path, { 'if-none-match': etag });
    expect(other.status).toBe(200);
    expect(other.headers.get('etag')).not.toBe(etag);
  });
});
