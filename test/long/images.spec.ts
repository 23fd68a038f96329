import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import sharp from 'sharp';
import { translator } from '../../src/platform/i18n/messages.js';
import { HttpClient } from '../support/http-client.js';
import { colleague } from '../support/colleague.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { textOf } from '../support/html.js';
import { halfRequest, rawRequest } from '../support/raw-http.js';
import { addsImage, bodyWithImage, photo, sendsImage } from '../support/images.js';

const t = translator('nb');
const NOTHING = '00000000-0000-4000-8000-000000000000';

let house: TestHouse;
let list: ListIds;
let other: ListIds;
let pictures: string;

beforeAll(async () => {
  house = await TestHouse.open({ undoSeconds: 300 });
  await house.setUp();
  list = await house.makeList(await house.makeRegister('publikum', 'Publikum'), 'program');
  other = await house.makeList(await house.makeRegister('kjopere', 'Kjøpere'), 'billetter');
  pictures = `/staff/registers/${list.registerId}/images`;
});
afterAll(() => house.close());

const owner = (sql: string, values?: unknown[]) => house.database.owner.query(sql, values);
const images = async () =>
  (await (await house.staff.get(`${pictures}?format=json`)).json()) as { id: string }[];
/** Straight into the row, as an editor of blocks would store it. */
const shows = async (id: string, on: ListIds = list) => {
  const campaign = await house.writes(on, 'Med bilde');
  await owner('update jatakk.campaign set body = $2 where id = $1', [campaign, bodyWithImage(id)]);
  return campaign;
};

describe('adding one', () => {
  test('a photograph with its words is kept in two sizes, and shown where the browser is led', async () => {
    const response = await sendsImage(house.staff, list.registerId, await photo(3000, 2000), {
      alt: '  Salen før\r\nforestilling  ',
    });
    expect(response.status).toBe(303);
    const page = await house.staff.page(response.headers.get('location')!);
    expect(textOf(page)).toContain(t('images.added'));
    const id = /images\/([0-9a-f-]{36})/.exec(response.headers.get('location')!)![1]!;
    expect(page).toContain(
      `<img src="/images/${id}/1200" alt="Salen før forestilling" width="1200" height="800"`,
    );
    expect(await images()).toEqual([{ id, alt: 'Salen før forestilling', width: 1200, height: 800 }]);
    expect(await house.staff.page(pictures)).toContain(`<img src="/images/${id}/600" alt `);
    for (const [width, height] of [
      [600, 400],
      [1200, 800],
    ]) {
      const shown = await fetch(`${house.url}/images/${id}/${width}`);
      expect(shown.headers.get('content-type')).toBe('image/jpeg');
      const about = await sharp(Buffer.from(await shown.arrayBuffer())).metadata();
      expect(about).toMatchObject({ width, height });
    }
    const line = await owner(
      `select act, of_register as register from jatakk.audit where act = 'images.add' order by number limit 1`,
    );
    expect(line.rows).toEqual([{ act: 'images.add', register: list.registerId }]);
  });

  test.each<
    [
      string,
      () => Promise<Buffer> | Buffer,
      'images.error.none' | 'images.error.too-large' | 'images.error.not-an-image' | 'images.error.broken',
      string,
    ]
  >([
    ['nothing', () => Buffer.alloc(0), 'images.error.none', ''],
    ['over 15 MB', () => Buffer.alloc(15 * 1024 * 1024 + 1, 'x'), 'images.error.too-large', 'stort.jpg'],
    [
      'an SVG that says it is a PNG',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'images.error.not-an-image',
      'tegning.png',
    ],
    [
      'half a photograph',
      async () => (await photo(900, 900)).subarray(0, 9000),
      'images.error.broken',
      'halvt.jpg',
    ],
  ])('%s is answered with a sentence, and the words are still there', async (_, file, sentence, name) => {
    const before = await images();
    const response = await sendsImage(house.staff, list.registerId, await file(), { alt: 'En trapp', name });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(textOf(page)).toContain(t(sentence));
    expect(page).toContain('>En trapp</textarea>');
    expect(await images()).toEqual(before);
  });

  test('without words it is not taken', async () => {
    const before = await images();
    for (const alt of ['', ' \n ', 'x'.repeat(301), 'x\u0007']) {
      const response = await sendsImage(house.staff, list.registerId, await photo(640, 320), { alt });
      expect(response.status).toBe(422);
    }
    expect(await images()).toEqual(before);
  });

  test('a name that says otherwise changes nothing: what is in it counts', async () => {
    const id = await addsImage(house.staff, list.registerId, await photo(640, 320), {
      name: '../../etc/passwd.svg',
      type: 'image/svg+xml',
    });
    expect((await fetch(`${house.url}/images/${id}/600`)).headers.get('content-type')).toBe('image/jpeg');
  });

  test('five at once: some wait their turn, and those beyond are asked to come again', async () => {
    const file = await photo(4000, 3000);
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => sendsImage(house.staff, list.registerId, file)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 303).length).toBeGreaterThanOrEqual(4);
    const busy = answers.find(({ status }) => status === 503);
    expect(new Set(statuses)).toEqual(new Set([303, 503]));
    expect(busy!.headers.get('retry-after')).toBe('5');
    expect(textOf(await busy!.text())).toContain(t('images.error.busy'));
  });
});

describe('who may', () => {
  test('nobody without a session, its token, or the role; another site neither', async () => {
    const before = await images();
    const file = await photo(640, 320);
    const strangers = new HttpClient(house.url);
    expect((await sendsImage(strangers, list.registerId, file, { csrf: 'x' })).status).toBe(403);
    expect((await sendsImage(house.staff, list.registerId, file, { csrf: 'x' })).status).toBe(403);
    const viewer = await colleague(house, { name: 'Vidar Ser', roles: ['viewer'] });
    expect((await viewer.get(pictures)).status).toBe(404);
    expect(await images()).toEqual(before);
  });

  test('an editor of one list adds to its register, and to no other', async () => {
    const editor = await colleague(house, { name: 'Eva Skriver', roles: ['editor'] });
    await owner(
      `update jatakk.staff_grant g set register_id = $1, list_id = $2 from jatakk.staff s
        where s.id = g.staff_id and s.name = 'Eva Skriver'`,
      [list.registerId, list.listId],
    );
    const id = await addsImage(editor, list.registerId, await photo(640, 320));
    expect((await editor.get(`/staff/registers/${other.registerId}/images`)).status).toBe(404);
    expect((await editor.get(`/staff/registers/${other.registerId}/images/${id}`)).status).toBe(404);
  });

  test('strangers who send files and never finish are in nobody’s way', async () => {
    const head = (cookie: string) =>
      `POST ${pictures} HTTP/1.1\r\nhost: x\r\ncookie: ${cookie}\r\ncontent-length: 9000000\r\n` +
      'content-type: multipart/form-data; boundary=b\r\n\r\n--b\r\ncontent-disposition: form-data; name="csrf"\r\n\r\nx\r\n' +
      '--b\r\ncontent-disposition: form-data; name="file"; filename="x.jpg"\r\ncontent-type: image/jpeg\r\n\r\n';
    // Without a session, and with one whose token they do not have.
    const slow = Array.from({ length: 8 }, (_, n) =>
      halfRequest(house.url, head(n % 2 ? house.staff.cookie : 'jatakk=x') + 'x'.repeat(100_000)),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await addsImage(house.staff, list.registerId, await photo(640, 320))).toBeTruthy();
    for (const one of slow) one.drop();
  });

  test('no other form brings a file', async () => {
    const form = new FormData();
    form.set('address', 'anna@example.org');
    form.set('file', new Blob(['x']), 'x.jpg');
    const response = await fetch(`${house.url}/lists/program`, { method: 'POST', body: form });
    expect(response.status).toBe(413);
  });
});

describe('looking at one', () => {
  let id: string;
  let path: string;

  beforeAll(async () => {
    id = await addsImage(house.staff, list.registerId, await photo(1600, 900));
    path = `/images/${id}/600`;
  });

  test('anybody, from anywhere, kept by whoever wants to, and nothing in it runs', async () => {
    const response = await fetch(house.url + path, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(response.status).toBe(200);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'cross-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
    for (const name of ['set-cookie', 'etag', 'last-modified', 'vary']) expect(headers[name]).toBeUndefined();
    const head = await fetch(house.url + path, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, headers['content-length']!]);
  });

  test('no other way of writing its address leads to it, so that nobody can be given one of their own', async () => {
    const nowhere = await rawRequest(house.url, 'GET', `/images/${NOTHING}/600`);
    expect(nowhere.status).toBe(404);
    expect((await rawRequest(house.url, 'GET', path)).status).toBe(200);
    const others = [
      `${path}?u=anna`,
      `${path}?`,
      `${path}/`,
      `${path}.jpg`,
      `${path}%20`,
      `/images/${id.toUpperCase()}/600`,
      `/images/${id}/0600`,
      `/images/${id}/1`,
      `/images/${id}/601`,
      `/images/${id}/%36%30%30`,
      `/images/%${id.charCodeAt(0).toString(16)}${id.slice(1)}/600`,
      `/images/${id};u=anna/600`,
      `//images/${id}/600`,
      `/images//${id}/600`,
      `/images/${id}`,
      `/images/x/600`,
    ];
    for (const one of others) {
      const { status, body } = await rawRequest(house.url, 'GET', one);
      expect([one, status]).toEqual([one, 404]);
      expect([one, body]).toEqual([one, nowhere.body]);
    }
  });

  test('its pixels and its id never change, not even for the owner', async () => {
    for (const sql of [
      `update jatakk.image_size set bytes = '\\x00'`,
      `update jatakk.image_size set width = 600`,
      `update jatakk.image set id = gen_random_uuid()`,
      `update jatakk.image set media_type = 'image/png'`,
    ])
      await expect(owner(sql)).rejects.toThrow('an image never changes');
  });
});

describe('its words', () => {
  test('are changed, and must be some', async () => {
    const id = await addsImage(house.staff, list.registerId, await photo(640, 320));
    const page = `${pictures}/${id}`;
    expect((await house.staff.submit(page, `${page}/describe`, { alt: ' ' })).status).toBe(422);
    expect((await house.staff.submit(page, `${page}/describe`, { alt: 'En «trapp» & <mer>' })).status).toBe(
      303,
    );
    expect(await house.staff.page(page)).toContain('alt="En «trapp» &amp; &lt;mer>"');
    expect(await images()).toContainEqual({ id, alt: 'En «trapp» & <mer>', width: 640, height: 320 });
  });
});

describe('removing one', () => {
  const removes = (id: string) => house.staff.submit(`${pictures}/${id}`, `${pictures}/${id}/remove`);

  test('what nothing uses goes, and its address leads nowhere', async () => {
    const id = await addsImage(house.staff, list.registerId, await photo(640, 320));
    expect((await removes(id)).headers.get('location')).toBe(`${pictures}?done=image-removed`);
    expect((await fetch(`${house.url}/images/${id}/600`)).status).toBe(404);
    expect((await house.staff.get(`${pictures}/${id}`)).status).toBe(404);
    const rest = await owner('select 1 from jatakk.image_size where image_id = $1', [id]);
    expect(rest.rowCount).toBe(0);
  });

  test('what a draft uses goes too, and the draft is not ready until another is chosen', async () => {
    const id = await addsImage(house.staff, list.registerId, await photo(640, 320));
    const campaign = await shows(id);
    const page = textOf(await house.staff.page(`${pictures}/${id}`));
    expect(page).toContain(t('images.used-by', { held: 0, drafts: 1 }));
    expect(page).toContain(t('images.remove-from-drafts'));
    expect((await removes(id)).status).toBe(303);
    expect(
      textOf(await house.staff.page(`/staff/registers/${list.registerId}/campaigns/${campaign}`)),
    ).toContain(t('held.no-image.what'));
  });

  test.each(['in-review', 'approved', 'scheduled', 'sending', 'paused', 'held', 'sent'])(
    'what a campaign shows that is %s stays, past the page too',
    async (state) => {
      const id = await addsImage(house.staff, list.registerId, await photo(640, 320));
      const campaign = await shows(id);
      const page = await house.staff.page(`${pictures}/${id}`);
      await owner(`update jatakk.campaign set state = $2, starts_at = now() where id = $1`, [
        campaign,
        state,
      ]);
      const { csrf } = /name="csrf" value="(?<csrf>[^"]+)"/.exec(page)!.groups!;
      const response = await house.staff.post(`${pictures}/${id}/remove`, { csrf: csrf! });
      expect(response.headers.get('location')).toBe(`${pictures}/${id}?done=image-in-use`);
      const after = await house.staff.page(`${pictures}/${id}?done=image-in-use`);
      expect(textOf(after)).toContain(t('images.stays'));
      expect(after).not.toContain('/remove"');
      await owner(`update jatakk.campaign set state = 'draft' where id = $1`, [campaign]);
    },
  );

  test('what was called off after it had begun stays; before, it goes', async () => {
    const id = await addsImage(house.staff, list.registerId, await photo(640, 320));
    const campaign = await shows(id);
    await owner(`update jatakk.campaign set state = 'cancelled', started_at = now() where id = $1`, [
      campaign,
    ]);
    const kept = await house.staff.page(`${pictures}/${id}`);
    expect(kept).not.toContain('/remove"');
    await owner(`update jatakk.campaign set started_at = null where id = $1`, [campaign]);
    expect((await removes(id)).headers.get('location')).toBe(`${pictures}?done=image-removed`);
  });

  test('while somebody submits the campaign that shows it, either is first and the other sees it', async () => {
    const id = await addsImage(house.staff, list.registerId, await photo(640, 320));
    const campaign = await shows(id);
    const first = new pg.Client({ connectionString: house.database.ownerUrl });
    await first.connect();
    await first.query('begin');
    await first.query(`update jatakk.campaign set state = 'scheduled', starts_at = now() where id = $1`, [
      campaign,
    ]);
    const removing = removes(id);
    await waitsForALock();
    await first.query('commit');
    await first.end();
    expect((await removing).headers.get('location')).toBe(`${pictures}/${id}?done=image-in-use`);
    await owner(`update jatakk.campaign set state = 'draft' where id = $1`, [campaign]);
  });
});

describe('registers apart', () => {
  test('a campaign that shows another register’s image is not sent, and says so', async () => {
    const id = await addsImage(house.staff, list.registerId, await photo(640, 320));
    const campaign = await shows(id, other);
    const path = `/staff/registers/${other.registerId}/campaigns/${campaign}`;
    expect(textOf(await house.staff.page(path))).toContain(t('held.no-image.what'));
    const { rows } = await owner('select jatakk.why_not_sendable($1) as why', [campaign]);
    expect(rows).toEqual([{ why: 'no-image' }]);
    // Nothing of it is noted as used there either: it may go.
    expect(textOf(await house.staff.page(`${pictures}/${id}`))).toContain(
      t('images.used-by', { held: 0, drafts: 0 }),
    );
    const web = new pg.Client({ connectionString: house.database.webUrl });
    await web.connect();
    const acted = await web.query(`select jatakk.act_on_campaign($1, 'send') as became`, [campaign]);
    await web.end();
    expect(acted.rows).toEqual([{ became: 'refused:no-image' }]);
  });

  test('one register’s page shows nothing of another’s', async () => {
    const id = await addsImage(house.staff, other.registerId, await photo(640, 320));
    expect(await house.staff.page(pictures)).not.toContain(id);
    expect((await images()).map((image) => image.id)).not.toContain(id);
    const path = `${pictures}/${id}`;
    expect((await house.staff.get(path)).status).toBe(404);
    const { csrf } = /name="csrf" value="(?<csrf>[^"]+)"/.exec(await house.staff.page(pictures))!.groups!;
    for (const act of ['describe', 'remove'])
      expect((await house.staff.post(`${path}/${act}`, { csrf: csrf!, alt: 'x' })).status).toBe(404);
  });
});

test('a register has 2000 images and no more', async () => {
  const full = await house.makeRegister('fullt', 'Fullt');
  await owner(
    `insert into jatakk.image (register_id, alt, media_type, width, height)
     select $1, 'Bilde ' || n, 'image/jpeg', 600, 400 from generate_series(1, 2000) n`,
    [full],
  );
  const response = await sendsImage(house.staff, full, await photo(640, 320));
  expect(response.status).toBe(422);
  expect(textOf(await response.text())).toContain(t('images.error.full'));
  const last = await house.staff.page(`/staff/registers/${full}/images?page=84`);
  expect(textOf(last)).toContain(t('images.page', { page: 84, pages: 84 }));
});

async function waitsForALock(): Promise<void> {
  for (;;) {
    const { rowCount } = await owner(
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%remove_image%'`,
    );
    if (rowCount) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
