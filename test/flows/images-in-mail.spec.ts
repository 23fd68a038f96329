import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ListIds, TestHouse } from '../support/house.js';
import { addsImage, bodyWithImage, photo } from '../support/images.js';
import { until } from '../support/until.js';

let house: TestHouse;
let list: ListIds;
let image: string;
let elsewhere: string;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('publikum', 'Publikum'), 'program');
  const other = await house.makeRegister('kjopere', 'Kjøpere');
  image = await addsImage(house.staff, list.registerId, await photo(1600, 900));
  elsewhere = await addsImage(house.staff, other, await photo(1600, 900));
  await house.joins(list, 'anna@example.org');
  const archive = `/staff/registers/${list.registerId}/lists/${list.listId}/archive`;
  await house.staff.submit(archive, archive, { open: 'yes' });
});
afterAll(() => house.close());

/** A draft that shows an image, as an editor of blocks stores it. */
async function writes(subject: string, shown: string): Promise<string> {
  const id = await house.writes(list, subject);
  await house.database.owner.query(`update jatakk.campaign set format = 'blocks', body = $2 where id = $1`, [
    id,
    bodyWithImage(shown),
  ]);
  return id;
}

test('an image of the register is in the mail, the test, the archive and its feed, by one address for everybody', async () => {
  const id = await writes('Med bilde', image);
  await house.presses('test', list, id);
  await house.presses('send', list, id);
  await house.isSent(id);
  const source = new RegExp(`src="${house.url}/images/${image}/(600|1200)"`);
  for (const to of ['kari@fjellhallen.example', 'anna@example.org']) {
    const mail = await until('the mail', () => house.sink.to(to).at(-1));
    expect(mail.parsed.html as string).toMatch(source);
  }
  const page = await house.visitor.page(`/lists/program/archive/${id}`);
  expect(page).toMatch(new RegExp(`src="/images/${image}/(600|1200)"`));
  expect((await house.visitor.get(/\/images\/[0-9a-f-]{36}\/\d+/.exec(page)![0])).status).toBe(200);
  expect(await house.visitor.page('/lists/program/archive/feed.atom')).toContain(
    `src=&quot;${house.url}/images/${image}/`,
  );
});

test('another register’s image is not shown: its words are', async () => {
  const id = await writes('Uten bilde', elsewhere);
  await house.presses('test', list, id);
  const mail = await until('the test', () =>
    house.sink.mails.find(({ parsed }) => parsed.subject?.includes('Uten bilde')),
  );
  expect(mail.parsed.html as string).not.toContain('<img');
  expect(mail.parsed.html as string).toContain('En stol på en scene');
});
