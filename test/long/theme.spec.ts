import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formTo } from '../../src/cli/demo/form-to.js';
import { nightOf } from '../../src/campaigns/theme/shades.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { approval, colleague } from '../support/colleague.js';
import type { HttpClient } from '../support/http-client.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { textOf } from '../support/html.js';
import { addsImage, photo } from '../support/images.js';
import { until } from '../support/until.js';

const t = translator('nb');
const RED = '#8c1d40';
const BLUE = '#1d4f91';

let house: TestHouse;
/** One person sends to it alone; the other takes two. */
let alone: ListIds;
let list: ListIds;
let other: ListIds;
let theme: string;
let ola: HttpClient;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('publikum', 'Publikum');
  alone = await house.makeList(register, 'drift', 'Driften');
  list = await house.makeList(register, 'program', 'Programmet', 2);
  other = await house.makeList(await house.makeRegister('kjopere', 'Kjøpere'), 'billetter');
  await house.joins(alone, 'anna@example.org');
  await house.joins(list, 'anna@example.org');
  ola = await colleague(house);
  theme = `/staff/registers/${register}/theme`;
});
afterAll(() => house.close());

const query = (sql: string, values: unknown[] = []) => house.database.owner.query(sql, values);
const sets = (fields: Record<string, string>, of = theme) =>
  house.staff.submit(of, of, {
    accent: RED,
    nightly: 'derived',
    night: '#000000',
    font: 'serif',
    logo: '',
    ...fields,
  });
const kept = async () =>
  (await query('select accent, night, font, logo_id, logo_alt from jatakk.theme where current')).rows as {
    accent: string;
  }[];
const htmlOf = async (subject: string) =>
  String(
    (await until(subject, () => house.sink.mails.findLast(({ parsed }) => parsed.subject === subject))).parsed
      .html,
  );
const pageOf = (id: string, of = list) => `/staff/registers/${of.registerId}/campaigns/${id}`;

async function approved(subject: string): Promise<string> {
  const id = await house.writes(list, subject);
  await house.staff.submit(pageOf(id), `${pageOf(id)}/review/submit`, { note: '' });
  await ola.submit(`${pageOf(id)}/review`, `${pageOf(id)}/review/decide`, approval);
  expect(await house.campaignState(id)).toBe('approved');
  return id;
}

describe('a look', () => {
  test('is what is sent, tested, reviewed and previewed, and in the log', async () => {
    const logo = await addsImage(house.staff, alone.registerId, await photo(1200, 300), {
      alt: 'Fjellhallen',
    });
    expect((await sets({ logo })).headers.get('location')).toBe(`${theme}?done=saved`);
    expect(await kept()).toEqual([
      { accent: RED, night: nightOf(RED), font: 'serif', logo_id: logo, logo_alt: 'Fjellhallen' },
    ]);
    const campaign = await approved('I nye klær');
    await house.staff.submit(pageOf(campaign), `${pageOf(campaign)}/test`);
    const review = await (await ola.get(`${pageOf(campaign)}/review/html`)).text();
    await house.presses('send', list, campaign);
    await house.isSent(campaign);
    const tested = t('mail.test.subject', { subject: 'I nye klær' });
    for (const html of [await htmlOf('I nye klær'), await htmlOf(tested), review]) {
      expect(html).toContain(
        `src="${house.url}/images/${logo}/600" alt="Fjellhallen" width="240" height="60"`,
      );
      expect(html).toContain(`border-bottom:2px solid ${RED}`);
      expect(html).toContain(`a{color:${nightOf(RED)}!important}`);
      expect(html).not.toContain('#0f5c55');
      expect(html).not.toContain('system-ui');
    }
    const draft = await house.writes(list, 'Et utkast');
    const shown = await house.staff.submit(`${pageOf(draft)}/edit`, pageOf(draft), {});
    expect(shown.status).toBeLessThan(500);
    const line = await query(`select of_register from jatakk.audit where act = 'theme.set'`);
    expect(line.rows).toEqual([{ of_register: list.registerId }]);
  });

  test('is its register’s alone', async () => {
    const id = await house.writes(other, 'Hos de andre');
    await house.joins(other, 'anna@example.org');
    await house.presses('send', other, id);
    expect(await htmlOf('Hos de andre')).toContain('#0f5c55');
  });

  test('is shown before it is kept: the page, and for htmx its preview alone', async () => {
    const before = await kept();
    const { csrf } = formTo(await house.staff.page(theme), theme).hidden;
    const fields = { csrf: csrf!, accent: BLUE, nightly: 'derived', night: '', font: 'sans', logo: '' };
    const page = await (await house.staff.post(`${theme}/look`, fields)).text();
    expect(page).toContain(`<input type="color" id="accent" name="accent" value="${BLUE}"`);
    const part = await (await house.staff.post(`${theme}/look`, fields, { 'hx-request': 'true' })).text();
    expect(part).not.toContain('<html');
    const source = /src="([^"]+side=dark)"/.exec(part)![1]!.replaceAll('&amp;', '&');
    const frame = await house.staff.get(source);
    expect(frame.headers.get('content-security-policy')).toContain(
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'",
    );
    const html = await frame.text();
    expect(html).toContain(`@media all{.paper{background:#14191a`);
    expect(html).toContain(`background:${BLUE};color:#ffffff`);
    expect(await kept()).toEqual(before);
  });

  test('that somebody could not read is not kept; the nearest colour that will do is offered, and kept by one press', async () => {
    const before = await kept();
    const refused = await sets({ accent: '#f2a900' });
    expect(refused.status).toBe(422);
    const page = await refused.text();
    const nearest = /value="light:(#[0-9a-f]{6})"/.exec(page)![1]!;
    expect(textOf(page)).toContain(t('theme.error.faint.light', { colour: '#f2a900', has: 1.7, nearest }));
    const night = await sets({ nightly: 'own', night: '#20304a' });
    expect([night.status, textOf(await night.text())]).toEqual([
      422,
      expect.stringContaining('er for svak på mørk bunn'),
    ]);
    expect(await kept()).toEqual(before);
    expect((await sets({ accent: '#f2a900', take: `light:${nearest}` })).status).toBe(303);
    expect(await kept()).toMatchObject([{ accent: nearest }]);
  });

  test('is nothing but colours and known words, whatever is sent', async () => {
    const before = await kept();
    const hostile = [
      '',
      'red',
      '#fff',
      `${RED};background:url(//ond.example)`,
      `${RED}}</style><script>`,
      '#12345g',
    ];
    for (const text of hostile) {
      expect([text, (await sets({ accent: text })).status]).toEqual([text, 422]);
      expect([text, (await sets({ nightly: 'own', night: text })).status]).toEqual([text, 422]);
      const query = new URLSearchParams({
        accent: text,
        nightly: 'derived',
        font: 'sans',
        logo: '',
      }).toString();
      expect([text, (await house.staff.get(`${theme}/frame?${query}`)).status]).toEqual([text, 404]);
    }
    expect((await sets({ font: "x',serif" })).status).toBe(422);
    expect((await sets({ take: 'light:red' })).status).toBe(422);
    expect(await kept()).toEqual(before);
  });

  test('has no logo of another register, nor one that is not there', async () => {
    const before = await kept();
    const theirs = await addsImage(house.staff, other.registerId, await photo(640, 320));
    for (const logo of [theirs, '00000000-0000-4000-8000-000000000000', 'x']) {
      const answer = await sets({ logo });
      expect([logo, answer.status]).toEqual([logo, 422]);
      expect(await answer.text()).not.toContain(theirs);
      const asked = new URLSearchParams({ accent: RED, nightly: 'derived', font: 'sans', logo }).toString();
      expect((await house.staff.get(`${theme}/frame?${asked}`)).status).toBe(404);
    }
    expect(await kept()).toEqual(before);
  });

  test('is chosen by those who set up the register, and by nobody else', async () => {
    const before = await kept();
    expect((await ola.get(theme)).status).toBe(404);
    expect((await ola.get(`${theme}/frame?accent=%23000000`)).status).toBe(404);
    expect(await ola.page(`/staff/registers/${list.registerId}`)).not.toContain('/theme"');
    expect(await house.staff.page(`/staff/registers/${list.registerId}`)).toContain(`${theme}"`);
    const { csrf } = formTo(await ola.page('/staff'), '/staff/sign-out').hidden;
    for (const path of [theme, `${theme}/take-off`, `${theme}/look`])
      expect((await ola.post(path, { csrf: csrf!, accent: '#000000' })).status).toBe(404);
    expect(await kept()).toEqual(before);
    expect((await house.visitor.get(theme)).headers.get('location')).toContain('/staff/sign-in');
  });
});

describe('another look', () => {
  test('ends an approval that has not begun, and says so; what was approved in it is sent in it', async () => {
    await sets({ accent: RED });
    const waiting = await house.writes(list, 'Lagt fram');
    await house.staff.submit(pageOf(waiting), `${pageOf(waiting)}/review/submit`, { note: '' });
    const one = await approved('Godkjent i rødt');
    expect(textOf(await house.staff.page(theme))).toContain('2 utsendinger er lagt fram eller godkjent');
    // The same once more is no change.
    await sets({ accent: RED });
    expect(await house.campaignState(one)).toBe('approved');
    await sets({ accent: BLUE });
    expect([await house.campaignState(one), await house.campaignState(waiting)]).toEqual(['draft', 'draft']);
    expect(textOf(await house.staff.page(pageOf(one)))).toContain(t('review.void.theme-changed'));
    await house.staff.submit(pageOf(one), `${pageOf(one)}/review/submit`, { note: '' });
    expect(textOf(await ola.page(`${pageOf(one)}/review`))).toContain(t('review.theme-changed'));
    await ola.submit(`${pageOf(one)}/review`, `${pageOf(one)}/review/decide`, approval);
    await house.presses('send', list, one);
    await house.isSent(one);
    expect(await htmlOf('Godkjent i rødt')).toContain(`border-bottom:2px solid ${BLUE}`);
  });

  test.each([
    ['where one person sends', () => alone, (subject: string) => house.writes(alone, subject)],
    ['where it takes two', () => list, approved],
  ] as const)('leaves one that is half sent as it began, %s', async (what, of, written) => {
    await sets({ accent: RED });
    const subject = `Halvveis ${what}`;
    const id = await written(subject);
    await house.presses('send', of(), id);
    await house.isSent(id);
    await sets({ accent: BLUE });
    // Its last one once more, as the keeper would go on after standing still.
    const before = house.sink.mails.length;
    await query(
      `update jatakk.delivery set state = 'queued', handed_at = null, attempts = 0, reply_class = null, not_before = now()
        where campaign_id = $1`,
      [id],
    );
    await query(`update jatakk.campaign set state = 'sending', finished_at = null where id = $1`, [id]);
    await until('it is sent once more', () => house.sink.mails.length > before);
    await house.isSent(id);
    const html = await htmlOf(subject);
    expect([html.includes(RED), html.includes(BLUE)]).toEqual([true, false]);
  });

  test('may be none: then it is dressed as the house, and an approval ends too', async () => {
    await sets({ accent: RED });
    const one = await approved('Uten klær');
    const taken = await house.staff.submit(theme, `${theme}/take-off`);
    expect(taken.headers.get('location')).toBe(`${theme}?done=theme-taken-off`);
    expect([await kept(), await house.campaignState(one)]).toEqual([[], 'draft']);
    expect(await house.staff.page(theme)).not.toContain('/take-off"');
  });
});

describe('the image of a logo', () => {
  test('stays while something goes with it, and may go when nothing does', async () => {
    const logo = await addsImage(house.staff, other.registerId, await photo(640, 320), { alt: 'Kjøperne' });
    const path = `/staff/registers/${other.registerId}/theme`;
    const image = `/staff/registers/${other.registerId}/images/${logo}`;
    const removes = async () => {
      const { csrf } = formTo(await house.staff.page(image), `${image}/describe`).hidden;
      return (await house.staff.post(`${image}/remove`, { csrf: csrf! })).headers.get('location');
    };
    await sets({ logo }, path);
    expect(textOf(await house.staff.page(image))).toContain(t('images.is-logo'));
    expect(await removes()).toBe(`${image}?done=image-in-use`);
    // Other words for it are the logo's only once it is chosen anew.
    await house.staff.submit(image, `${image}/describe`, { alt: 'Noe annet' });
    expect(await kept()).toMatchObject([{ logo_alt: 'Kjøperne' }]);
    const sent = await house.writes(other, 'Med merket');
    await house.presses('send', other, sent);
    await house.isSent(sent);
    await house.staff.submit(path, `${path}/take-off`);
    expect(await removes()).toBe(`${image}?done=image-in-use`);
    await query('delete from jatakk.delivery_tally where campaign_id = $1', [sent]);
    await query('delete from jatakk.delivery where campaign_id = $1', [sent]);
    await query('delete from jatakk.campaign where id = $1', [sent]);
    expect(await removes()).toBe(`/staff/registers/${other.registerId}/images?done=image-removed`);
  });
});

test('a theme never changes, not even by the owner’s hand, and web has no way to it but the one', async () => {
  await sets({ accent: RED });
  for (const sql of [`accent = '#000000'`, `night = '#000000'`, `font = 'wide'`, 'logo_id = null'])
    await expect(query(`update jatakk.theme set ${sql}`)).rejects.toThrow('a theme never changes');
  const values = `(register_id, accent, night, font) select register_id, 'red', '#000000', 'sans' from jatakk.theme`;
  await expect(query(`insert into jatakk.theme ${values}`)).rejects.toThrow('theme_accent_check');
});
