import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type ListIds, TestHouse } from '../support/house.js';
import { addsImage, photo } from '../support/images.js';
import { until } from '../support/until.js';
import { dumpAll } from './support/dump.js';
import { freePort } from '../support/free-port.js';
import { type OwnProcess, startAlone, stopAll } from './support/own-process.js';

let house: TestHouse;
let list: ListIds;
let id: string;
let web: OwnProcess;
let url: string;

/** The web process alone, saying all that it can. */
beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('publikum'), 'program');
  id = await addsImage(house.staff, list.registerId, await photo(1600, 900));
  await house.stopKeeper();
  const port = await freePort();
  url = `http://localhost:${port}`;
  web = startAlone('web', {
    databaseUrls: house.database.urls,
    secret: house.webSecret,
    env: { PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'debug', TRUSTED_PROXIES: '127.0.0.1,::1' },
  });
  const answers = () => {
    if (web.child.exitCode !== null) throw new Error(`web ended: ${web.said()}`);
    return fetch(`${url}/health`).catch(() => undefined);
  };
  await until('web answers', answers, 30_000);
}, 240_000);
afterAll(async () => {
  await stopAll();
  await house.close();
});

const asReader = (n: number) => ({
  'x-forwarded-for': `198.51.100.${n}`,
  'user-agent': `Kanaripost/${n}`,
  referer: `https://webmail-${n}.kanari.example/`,
  cookie: `kanari=${n}`,
});

test('look at an image as a hundred readers, with everything that a mail program tells: no row, no count and no line of it', async () => {
  const owner = house.database.owner;
  const before = await dumpAll(owner);
  const said = web.said();
  for (let n = 0; n < 100; n += 1) {
    const response = await fetch(`${url}/images/${id}/${n % 2 ? 600 : 1200}`, { headers: asReader(n) });
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  }
  // Also what is not there.
  for (const path of [`/images/${id}/600?to=anna`, '/images/x/600', `/images/${id.replace(/^./, 'z')}/600`])
    expect((await fetch(url + path, { headers: asReader(1) })).status).toBe(404);
  expect(web.said()).toBe(said);
  expect(await dumpAll(owner)).toEqual(before);
  // The tables were read, so that a row more would have been seen.
  expect(before.filter(({ table }) => table === 'jatakk.image_size')).toHaveLength(2);
});

test('tell two readers of the same image apart by the answers: they are the same, byte for byte, and set nothing', async () => {
  const answers = await Promise.all(
    [1, 2].map(async (n) => {
      const response = await fetch(`${url}/images/${id}/600`, { headers: asReader(n) });
      const { date, ...headers } = Object.fromEntries(response.headers);
      expect(date).toBeTruthy();
      return { headers, body: Buffer.from(await response.arrayBuffer()).toString('base64') };
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(Object.keys(answers[0]!.headers)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/set-cookie|etag|last-modified/)]),
  );
});

test('put an image under an id of one’s choosing, or other bytes under one that is known, as web: permission denied', async () => {
  const asWeb = new pg.Client({ connectionString: house.database.webUrl });
  await asWeb.connect();
  for (const sql of [
    `insert into jatakk.image (id, register_id, alt, media_type, width, height)
       values (gen_random_uuid(), '${list.registerId}', 'x', 'image/png', 16, 16)`,
    `insert into jatakk.image_size values ('${list.registerId}', '${id}', 1200, '\\x00')`,
    `update jatakk.image_size set bytes = '\\x00'`,
    `update jatakk.image set alt = 'x'`,
    `delete from jatakk.image`,
    `delete from jatakk.campaign_image`,
  ])
    await expect(asWeb.query(sql)).rejects.toThrow('permission denied');
  await asWeb.end();
});
