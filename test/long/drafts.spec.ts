import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formTo } from '../../src/cli/demo/form-to.js';
import { colleague } from '../support/colleague.js';
import { type ListIds, TestHouse } from '../support/house.js';
import type { HttpClient } from '../support/http-client.js';

let house: TestHouse;
let list: ListIds;
let ola: HttpClient;
let base: string;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program', 'Programmet');
  ola = await colleague(house);
  base = `/staff/registers/${list.registerId}/campaigns`;
}, 240_000);
afterAll(() => house.close());

const query = async <R>(sql: string, values: unknown[] = []) =>
  (await house.database.owner.query(sql, values)).rows as R[];
const text = (...lines: string[]) =>
  JSON.stringify({
    type: 'doc',
    content: lines.map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] })),
  });

async function begins(fields: Record<string, string> = {}, who = house.staff): Promise<string> {
  const answer = await who.submit(`${base}/new`, `${base}/begin`, {
    list: list.listId,
    language: 'nb',
    start: 'empty',
    ...fields,
  });
  expect(answer.status).toBe(303);
  return /campaigns\/([0-9a-f-]{36})\/edit$/.exec(answer.headers.get('location')!)![1]!;
}

interface Saved {
  revision: number;
  by?: string;
  faults?: Record<string, string>;
}

/** As the page's script does: with the session's token, and without a form. */
async function posts(who: HttpClient, path: string, fields: Record<string, string> = {}): Promise<Response> {
  const { csrf } = formTo(await who.page(`${base}/new`), `${base}/begin`).hidden;
  return who.post(path, { csrf: csrf!, ...fields });
}

async function writes(id: string, fields: Record<string, string>, who = house.staff) {
  const answer = await posts(who, `${base}/${id}/write`, {
    language: 'nb',
    subject: '',
    preheader: '',
    ...fields,
  });
  const type = answer.headers.get('content-type') ?? '';
  return {
    status: answer.status,
    ...((type.startsWith('application/json') ? await answer.json() : {}) as Saved),
  };
}

const bodyOf = async (id: string) =>
  (await query<{ body: string }>('select body from jatakk.campaign where id = $1', [id]))[0]!.body;
const versions = (id: string) =>
  query<{ id: string; body: string; by: string }>(
    `select v.id, v.body, s.name as by from jatakk.campaign_version v join jatakk.staff s on s.id = v.author_id
      where v.campaign_id = $1 order by v.saved_at desc, v.begun_at desc`,
    [id],
  );
const lines = async (act: string, id: string) =>
  (await query('select 1 from jatakk.audit where act = $1 and target = $2', [act, id])).length;

describe('a draft that is kept as it is written', () => {
  test('each time it says which version it is now, and one line is in the log for all of them', async () => {
    const id = await begins();
    const hand = randomUUID();
    let seen = 0;
    for (const word of ['ett', 'ett to', 'ett to tre']) {
      const saved = await writes(id, { seen: String(seen), hand, body: text(word), subject: 'Emnet' });
      expect(saved).toMatchObject({ status: 200, revision: seen + 1, faults: {} });
      seen = saved.revision;
    }
    expect(await bodyOf(id)).toBe(text('ett to tre'));
    expect(await lines('editor.write', id)).toBe(1);
    expect((await versions(id)).map(({ body }) => body)).toEqual([
      text('ett to tre'),
      JSON.stringify({ type: 'doc', content: [{ type: 'paragraph' }] }),
    ]);
  });

  test('what another has written since is not written over: it says who, and nothing is taken in', async () => {
    const id = await begins();
    const [kari, other] = [randomUUID(), randomUUID()];
    await writes(id, { seen: '0', hand: kari, body: text('Karis') });
    expect(await writes(id, { seen: '1', hand: other, body: text('Olas') }, ola)).toMatchObject({
      status: 200,
    });
    const clash = await writes(id, { seen: '1', hand: kari, body: text('Karis, videre') });
    expect(clash).toMatchObject({ status: 409, revision: 2, by: 'Ola Medarbeider' });
    expect(await bodyOf(id)).toBe(text('Olas'));
    // Hers all the same, when she says so: his is a version still.
    await writes(id, { seen: '2', hand: kari, body: text('Karis, videre') });
    expect(await bodyOf(id)).toBe(text('Karis, videre'));
    expect((await versions(id)).map(({ by, body }) => [by, body]).slice(0, 2)).toEqual([
      ['Kari Nordmann', text('Karis, videre')],
      ['Ola Medarbeider', text('Olas')],
    ]);
  });

  test('an answer that was lost on the way is no change by somebody else', async () => {
    const id = await begins();
    const hand = randomUUID();
    await writes(id, { seen: '0', hand, body: text('kom fram') });
    expect(await writes(id, { seen: '0', hand, body: text('kom fram også') })).toMatchObject({
      status: 200,
      revision: 2,
    });
  });

  test('a form that was opened before says so too, and keeps what was typed', async () => {
    const id = await house.writes(list, 'I Markdown', 'først');
    const fields = { language: 'nb', subject: 'I Markdown', preheader: '' };
    await ola.submit(`${base}/${id}/edit`, `${base}/${id}`, { ...fields, seen: '0', body: 'Olas ord' });
    const answer = await house.staff.submit(`${base}/${id}/edit`, `${base}/${id}`, {
      ...fields,
      seen: '0',
      body: 'Karis ord',
    });
    const page = await answer.text();
    expect(answer.status).toBe(409);
    expect(page).toContain('Karis ord');
    expect(page).toContain('Ola Medarbeider har endret utkastet');
    expect(await bodyOf(id)).toBe('Olas ord');
  });

  test.each([
    ['no JSON', 'ikke json'],
    ['another document', '{"type":"doc","content":[{"type":"script"}]}'],
    [
      'an address that runs',
      JSON.stringify({
        type: 'doc',
        content: [{ type: 'button', attrs: { label: 'x', href: 'javascript:alert(1)' } }],
      }),
    ],
    ['more than the shape names', '{"type":"doc","content":[{"type":"paragraph"}],"onload":"alert(1)"}'],
    ['nothing', ''],
  ])('%s is refused, and what was kept stays', async (_what, body) => {
    const id = await begins();
    const before = await bodyOf(id);
    expect((await writes(id, { seen: '0', hand: randomUUID(), body })).status).toBe(422);
    expect(await bodyOf(id)).toBe(before);
  });

  test.each(['nul\u0000l', 'en halv \ud83d'])(
    'a character that the database cannot hold is refused, not answered with a fault of ours: %j',
    async (words) => {
      const id = await begins();
      expect((await writes(id, { seen: '0', hand: randomUUID(), body: text(words) })).status).toBe(422);
    },
  );

  test('a line that cannot be kept says why, and the text is kept all the same', async () => {
    const id = await begins();
    const saved = await writes(id, {
      seen: '0',
      hand: randomUUID(),
      subject: 'Re: Møtet',
      body: text('Teksten'),
    });
    expect(saved.faults).toEqual({
      subject: 'Emnet later som det er et svar eller en videresending. Begynn det på en annen måte.',
    });
    expect(await bodyOf(id)).toBe(text('Teksten'));
  });

  test('what is no draft any more takes nothing in', async () => {
    const id = await begins();
    await query(`update jatakk.campaign set state = 'cancelled' where id = $1`, [id]);
    expect((await writes(id, { seen: '0', hand: randomUUID(), body: text('for sent') })).status).toBe(410);
  });

  test('writing in what was approved makes it a draft again', async () => {
    const two = await house.makeList(list.registerId, 'to-par', 'To par', 2);
    await house.joins(two, 'anna@example.org');
    const id = await begins({ list: two.listId, start: 'message' });
    await writes(id, { seen: '0', hand: randomUUID(), subject: 'Hei', body: text('Hei') });
    expect(
      (await house.staff.submit(`${base}/${id}`, `${base}/${id}/review/submit`, { note: '' })).status,
    ).toBe(303);
    expect(await query('select state from jatakk.campaign where id = $1', [id])).toEqual([
      { state: 'in-review' },
    ]);
    await writes(id, { seen: '1', hand: randomUUID(), subject: 'Hei', body: text('Hei igjen') });
    expect(await query('select state from jatakk.campaign where id = $1', [id])).toEqual([
      { state: 'draft' },
    ]);
  });
});

describe('what a draft has been', () => {
  test('is shown by time and author, looked at in a frame that can do nothing, and brought back', async () => {
    const id = await begins();
    await writes(id, { seen: '0', hand: randomUUID(), body: text('Karis tekst') });
    await writes(id, { seen: '1', hand: randomUUID(), body: text('Olas tekst') }, ola);
    const [now, before] = await versions(id);
    const page = await house.staff.page(`${base}/${id}/history`);
    expect(page).toContain('Kari Nordmann');
    expect(page.indexOf(now!.id)).toBeLessThan(page.indexOf(before!.id));
    const frame = await house.staff.get(`${base}/${id}/history/${before!.id}/frame`);
    expect(frame.headers.get('content-security-policy')).toMatch(/^sandbox .*default-src 'none'/);
    expect(await frame.text()).toContain('Karis tekst');
    const back = await house.staff.submit(
      `${base}/${id}/history/${before!.id}`,
      `${base}/${id}/history/${before!.id}/bring-back`,
    );
    expect(back.headers.get('location')).toBe(`${base}/${id}/edit?done=brought-back`);
    expect(await bodyOf(id)).toBe(text('Karis tekst'));
    expect((await versions(id)).slice(0, 2).map(({ body }) => body)).toEqual([
      text('Karis tekst'),
      text('Olas tekst'),
    ]);
  });

  test('is bounded: the newest ten and the first stay, and between them it thins out', async () => {
    const id = await begins();
    for (let seen = 0; seen < 70; seen += 1) {
      // Each two hours after the last: time is turned, not waited for.
      await query(
        `update jatakk.campaign_version set saved_at = saved_at - interval '2 hours', begun_at = begun_at - interval '2 hours'
                    where campaign_id = $1`,
        [id],
      );
      await writes(id, { seen: String(seen), hand: randomUUID(), body: text(`nr. ${seen}`) });
    }
    const kept = (await versions(id)).map(({ body }) => body);
    expect(kept).toHaveLength(50);
    expect(kept.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, back) => text(`nr. ${69 - back}`)));
    expect(kept.at(-1)).toBe(JSON.stringify({ type: 'doc', content: [{ type: 'paragraph' }] }));
  }, 240_000);

  test('another campaign’s version is nothing here', async () => {
    const [one, other] = [await begins(), await begins()];
    await writes(one, { seen: '0', hand: randomUUID(), body: text('hemmelig') });
    const [version] = await versions(one);
    expect((await house.staff.get(`${base}/${other}/history/${version!.id}`)).status).toBe(404);
    const back = `${base}/${other}/history/${version!.id}/bring-back`;
    expect((await posts(house.staff, back)).status).toBe(404);
  });
});

describe('a campaign is begun', () => {
  test('from an earlier one of the register, in its own format', async () => {
    const earlier = await house.writes(list, 'Den forrige', '# Forrige');
    const id = await begins({ start: 'earlier', earlier });
    expect(await query('select subject, format, body from jatakk.campaign where id = $1', [id])).toEqual([
      { subject: 'Den forrige', format: 'markdown', body: '# Forrige' },
    ]);
  });

  test('not from another register’s', async () => {
    const elsewhere = await house.makeList(await house.makeRegister('kjopere'), 'salg', 'Salg');
    const earlier = await house.writes(elsewhere, 'Der borte');
    const answer = await house.staff.submit(`${base}/new`, `${base}/begin`, {
      list: list.listId,
      language: 'nb',
      start: 'earlier',
      earlier,
    });
    expect(answer.status).toBe(422);
  });

  test('in Markdown, by whoever would rather: then nothing is kept before it is saved', async () => {
    const answer = await house.staff.submit(`${base}/new`, `${base}/begin`, {
      list: list.listId,
      language: 'en',
      start: 'empty',
      markdown: 'yes',
    });
    expect(answer.headers.get('location')).toBe(`${base}/new/markdown?list=${list.listId}&language=en`);
    expect(await house.staff.page(answer.headers.get('location')!)).toContain('<textarea id="body"');
  });
});
