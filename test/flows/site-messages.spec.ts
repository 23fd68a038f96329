import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestHouse } from '../support/house.js';

const PAGE = '/staff/site-messages';
const WORDS = { 'text-nb': 'Bli med på høsten!', 'label-nb': 'Les mer', link: 'https://example.org/host' };

let house: TestHouse;
beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
});
afterAll(() => house.close());

const make = async (values: Record<string, string> = {}): Promise<string> => {
  const saved = await house.staff.submit(`${PAGE}/new`, PAGE, { ...WORDS, ...values });
  return /site-messages\/([\w-]{36})/.exec(saved.headers.get('location')!)![1]!;
};
/** What every site is told. The answer may be held for ten seconds, so it is asked of a web that has just started. */
async function told(): Promise<{ id: string }[]> {
  const { staff } = house;
  await house.web.close();
  await house.startWeb();
  house.staff = staff;
  const answer = await fetch(`${house.url}/m.json`);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('set-cookie')).toBeNull();
  return (await answer.json()) as { id: string }[];
}

test('a message is a draft until somebody shows it, and gone when it is taken off', async () => {
  const id = await make({ 'text-en': 'Join us', 'label-en': 'Read more', pages: '/program' });
  expect(await told()).toEqual([]);
  expect((await house.staff.submit(`${PAGE}/${id}`, `${PAGE}/${id}/show`)).status).toBe(303);
  expect(await told()).toEqual([
    {
      id,
      link: 'https://example.org/host',
      pages: '/program',
      words: {
        nb: { text: 'Bli med på høsten!', label: 'Les mer', close: 'Lukk', from: 'Melding fra Fjellhallen' },
        en: { text: 'Join us', label: 'Read more', close: 'Close', from: 'Message from Fjellhallen' },
      },
    },
  ]);
  await house.staff.submit(`${PAGE}/${id}`, `${PAGE}/${id}/take-off`);
  expect(await told()).toEqual([]);
  await house.staff.submit(`${PAGE}/${id}`, `${PAGE}/${id}/remove`);
  expect((await house.staff.get(`${PAGE}/${id}`)).status).toBe(404);
});

test('it is shown on its days alone', async () => {
  const day = (shift: number) => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
  const now = await make({ fromDay: day(-3), untilDay: day(3) });
  const over = await make({ fromDay: day(-9), untilDay: day(-3) });
  const waits = await make({ fromDay: day(3) });
  for (const id of [now, over, waits]) await house.staff.submit(`${PAGE}/${id}`, `${PAGE}/${id}/show`);
  expect((await told()).map(({ id }) => id)).toEqual([now]);
});

test('what is wrong is said at its field, and what was typed stays', async () => {
  const answer = await house.staff.submit(`${PAGE}/new`, PAGE, { ...WORDS, link: 'javascript:alert(1)' });
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain('Skriv hele nettadressen');
  expect(page).toContain('Bli med på høsten!');
});

test('two at once: the second is told, and loses nothing', async () => {
  const id = await make();
  const [one, two] = [
    { ...WORDS, 'text-nb': 'Den ene' },
    { ...WORDS, 'text-nb': 'Den andre' },
  ];
  const csrf = /name="csrf" value="([^"]+)"/.exec(await house.staff.page(`${PAGE}/${id}`))![1]!;
  const save = (values: Record<string, string>) =>
    house.staff.post(`${PAGE}/${id}`, { csrf, revision: '1', ...values });
  expect((await save(one)).status).toBe(303);
  const late = await save(two);
  expect(late.status).toBe(422);
  const page = await late.text();
  expect(page).toContain('Noen andre har lagret meldingen imens');
  expect(page).toContain('Den andre');
  expect(await house.staff.page(`${PAGE}/${id}`)).toContain('Den ene');
});

test('words are words, in the page, in its frame and in what sites are told', async () => {
  const evil = `"><script>alert(1)</script>'`;
  const id = await make({ 'text-nb': evil });
  for (const path of [PAGE, `${PAGE}/${id}`, `${PAGE}/${id}/frame`])
    expect(await house.staff.page(path)).not.toContain('<script>alert');
  const frame = await house.staff.get(`${PAGE}/${id}/frame`);
  expect(frame.headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts /);
  expect(frame.headers.get('content-security-policy')).not.toContain('allow-same-origin');
});

test('the database takes it from nobody but those who may', async () => {
  const { rows } = await house.database.owner.query(
    `select outcome from jatakk.save_site_message('\\x00', null, 0, '{"nb": {}}', 'https://example.org/', '/', null, null)`,
  );
  expect(rows).toEqual([{ outcome: 'not-yours' }]);
});
