import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { colleague } from '../support/colleague.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { exceptions, signInto } from './support/attempt.js';

let house: TestHouse;
let list: ListIds;
let owner: pg.Client;
let web: pg.Client;
/** As whom decisions are made once a proof has been seen. */
let keeper: pg.Client;
/** The hash of a session of each: the administrator who proposes, and an editor. */
let kari: Buffer;
let ola: Buffer;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  owner = house.database.owner;
  web = await signInto(house.database.webUrl);
  keeper = await signInto(house.database.keeperUrl);
  kari = await sessionOf('Kari Nordmann');
});
afterAll(async () => {
  await web.end();
  await keeper.end();
  await house.close();
});

async function sessionOf(name: string): Promise<Buffer> {
  const { rows } = await owner.query<{ token_hash: Buffer }>(
    `select x.token_hash from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id
      where s.name = $1 order by x.seen_at desc limit 1`,
    [name],
  );
  return rows[0]!.token_hash;
}

const words = (text: string) => [
  { locale: 'nb', text, frequency: 'Av og til.' },
  { locale: 'en', text: `${text} (en)`, frequency: 'Now and then.' },
];

async function propose(
  session: Buffer,
  text: string,
  says: 'editorial' | 'material' = 'editorial',
  of = list,
) {
  const { rows } = await web.query<{ outcome: string; proposal_id: string | null }>(
    'select * from jatakk.propose_purpose($1, $2, $3, $4, $5)',
    [session, of.listId, JSON.stringify(words(text)), says, 'En trykkfeil.'],
  );
  return rows[0]!;
}

async function decide(
  session: Buffer,
  proposal: string,
  {
    approves = true,
    says = 'editorial',
    digest,
  }: { approves?: boolean; says?: string | null; digest?: Buffer } = {},
): Promise<string> {
  const { rows } = await web.query<{ digest: Buffer }>('select digest from jatakk.proposal where id = $1', [
    proposal,
  ]);
  const { rows: answers } = await keeper.query<{ answer: string }>(
    `select jatakk.decide_proposal($1, $2, $3, $4, $5, 'password', null, null) as answer`,
    [session, proposal, digest ?? rows[0]!.digest, approves, says],
  );
  return answers[0]!.answer;
}

async function published(of = list): Promise<string[]> {
  const { rows } = await owner.query<{ line: string }>(
    `select distinct concat(version, '.', revision) as line from jatakk.purpose_text where list_id = $1 order by 1`,
    [of.listId],
  );
  return rows.map(({ line }) => line);
}

test('publish words, decide a proposal, or write one down as somebody else, as web: permission denied', async () => {
  const forgeries = [
    `insert into jatakk.purpose_text (register_id, list_id, version, revision, locale, text, frequency, sha256)
       select register_id, list_id, version, 2, locale, 'Alt mulig.', frequency, sha256 from jatakk.purpose_text`,
    `insert into jatakk.list (id, register_id, slug, name, sender_name, sender_address)
       select gen_random_uuid(), id, 'uten-formal', 'x', 'x', 'x@x.example' from jatakk.register`,
    `insert into jatakk.proposal (id) values (gen_random_uuid())`,
    `update jatakk.proposal set state = 'approved'`,
    `delete from jatakk.proposal`,
    `select jatakk.propose('\\x00', 'purpose', gen_random_uuid(), null, '{}', 'material', 'x')`,
    `select jatakk.decide_proposal('\\x00', gen_random_uuid(), '\\x00', true, null, 'password', null, null)`,
    ...['decide', 'decide_purpose', 'decide_import', 'decide_campaign', 'decide_eyes', 'decide_relay'].map(
      (name) =>
        `select jatakk.${name}(row('\\x00', gen_random_uuid(), '\\x00', true, null, 'password', null, null)::jatakk.decision)`,
    ),
    `select jatakk.publish_proposed(gen_random_uuid())`,
    `select jatakk.publish_words(gen_random_uuid(), gen_random_uuid(), 1, 1, '[]')`,
  ];
  expect(await exceptions(web, forgeries, 'permission denied')).toEqual([]);
});

test('be alone in the house: what is editorial waits for somebody else, what is material is published', async () => {
  const own = await house.makeList(list.registerId, 'alene');
  const editorial = await propose(kari, 'Nyheter om musikk.', 'editorial', own);
  expect([editorial.outcome, await published(own)]).toEqual(['waits', ['1.1']]);
  expect(await decide(kari, editorial.proposal_id!)).toBe('own');
  expect((await propose(kari, 'Nyheter om kino.', 'material', own)).outcome).toBe('another-waits');
  await web.query('select jatakk.withdraw_proposal($1, $2)', [kari, editorial.proposal_id]);
  expect((await propose(kari, 'Nyheter om kino.', 'material', own)).outcome).toBe('material');
  expect(await published(own)).toEqual(['1.1', '2.1']);
});

test('approve one’s own proposal: refused, whatever it is called, and nothing is published', async () => {
  await colleague(house);
  ola = await sessionOf('Ola Medarbeider');
  const { outcome, proposal_id: id } = await propose(kari, 'Nyheter om musikk.', 'material');
  expect(outcome).toBe('waits');
  expect(await decide(kari, id!, { says: 'material' })).toBe('own');
  expect(await decide(kari, id!, { says: 'editorial' })).toBe('own');
  expect(await published()).toEqual(['1.1']);
  expect((await web.query('select jatakk.withdraw_proposal($1, $2) as done', [ola, id])).rows).toEqual([
    { done: false },
  ]);
  expect((await web.query('select jatakk.withdraw_proposal($1, $2) as done', [kari, id])).rows).toEqual([
    { done: true },
  ]);
  expect(await decide(ola, id!)).toBe('decided');
});

test('decide with a guessed session, one that is over, or one of a member who was shut out: nothing is decided', async () => {
  const { proposal_id: id } = await propose(kari, 'Nyheter om dans.');
  expect(await decide(randomBytes(32), id!)).toBe('not-signed-in');
  for (const [over, mend] of [
    [
      `update jatakk.staff_session set ends_at = now() - interval '1 second'`,
      `update jatakk.staff_session set ends_at = now() + interval '1 hour'`,
    ],
    [
      `update jatakk.staff_session set seen_at = now() - interval '3 hours'`,
      `update jatakk.staff_session set seen_at = now()`,
    ],
    [
      `update jatakk.staff set state = 'disabled' where name like 'Ola%'`,
      `update jatakk.staff set state = 'active' where name like 'Ola%'`,
    ],
  ] as const) {
    await owner.query(over);
    expect(await decide(ola, id!)).toBe('not-signed-in');
    await owner.query(mend);
  }
  expect(await published()).toEqual(['1.1']);
  expect(await decide(ola, id!, { approves: false, says: null })).toBe('refused');
});

test('have approved what nobody saw, by another digest or another proposal’s: refused', async () => {
  const { proposal_id: id } = await propose(kari, 'Nyheter om sirkus.');
  expect(await decide(ola, id!, { digest: randomBytes(32) })).toBe('other-content');
  const { rows } = await owner.query<{ digest: Buffer }>(
    `select digest from jatakk.proposal where id <> $1`,
    [id],
  );
  for (const { digest } of rows) expect(await decide(ola, id!, { digest })).toBe('other-content');
  await owner.query(
    `update jatakk.proposal set content = jsonb_set(content, '{texts,0,text}', '"Alt mulig."') where id = $1`,
    [id],
  );
  expect(await decide(ola, id!)).toBe('other-content');
  expect(await published()).toEqual(['1.1']);
  await web.query('select jatakk.withdraw_proposal($1, $2)', [kari, id]);
});

test('call a change editorial when the other calls it material, either way round: it is material', async () => {
  const first = await propose(kari, 'Nyheter om teater.', 'editorial');
  expect(await decide(ola, first.proposal_id!, { says: 'material' })).toBe('material');
  const second = await propose(kari, 'Nyheter om teater og film.', 'material');
  expect(await decide(ola, second.proposal_id!, { says: 'editorial' })).toBe('material');
  const third = await propose(kari, 'Nyheter om teater og film!', 'editorial');
  expect(await decide(ola, third.proposal_id!, { says: 'editorial' })).toBe('editorial');
  expect(await published()).toEqual(['1.1', '2.1', '3.1', '3.2']);
});

test('approve twice, or at the same moment from two places: it is published once', async () => {
  const { proposal_id: id } = await propose(kari, 'Nyheter om musikaler.');
  const other = await signInto(house.database.keeperUrl);
  const { rows } = await owner.query<{ digest: Buffer }>('select digest from jatakk.proposal where id = $1', [
    id,
  ]);
  const answers = await Promise.all(
    [keeper, other].map((client) =>
      client.query<{ answer: string }>(
        `select jatakk.decide_proposal($1, $2, $3, true, 'material', 'password', null, null) as answer`,
        [ola, id, rows[0]!.digest],
      ),
    ),
  );
  await other.end();
  expect(answers.map(({ rows: [row] }) => row!.answer).sort()).toEqual(['decided', 'material']);
  expect((await published()).at(-1)).toBe('4.1');
});

test('propose as an editor, in another language only, without a reason, or the same words again: nothing waits', async () => {
  expect((await propose(ola, 'Nyheter om alt.')).outcome).toBe('not-yours');
  const attempts: [object[], string, string][] = [
    [words('Nyheter om alt.').slice(0, 1), 'editorial', 'Bedre.'],
    [[...words('Nyheter om alt.'), { locale: 'sv', text: 'x', frequency: 'x' }], 'editorial', 'Bedre.'],
    [[...words('Nyheter om alt.').slice(0, 1), ...words('To ganger.').slice(0, 1)], 'editorial', 'Bedre.'],
    [words(' '), 'editorial', 'Bedre.'],
    [words('a'.repeat(501)), 'editorial', 'Bedre.'],
    [words('Skjult\u0007'), 'editorial', 'Bedre.'],
    [words('Nyheter om alt.'), 'editorial', ' '],
    [words('Nyheter om alt.'), 'cosmetic', 'Bedre.'],
  ];
  for (const [texts, says, why] of attempts) {
    const { rows } = await web.query<{ outcome: string }>(
      'select outcome from jatakk.propose_purpose($1, $2, $3, $4, $5)',
      [kari, list.listId, JSON.stringify(texts), says, why],
    );
    expect([texts, rows[0]!.outcome]).toEqual([texts, 'bad-words']);
  }
  const { rows } = await web.query<{ locale: string; text: string; frequency: string }>(
    'select locale, text, frequency from jatakk.current_purpose where list_id = $1',
    [list.listId],
  );
  const same = await web.query<{ outcome: string }>(
    `select outcome from jatakk.propose_purpose($1, $2, $3, 'editorial', 'Bedre.')`,
    [kari, list.listId, JSON.stringify(rows)],
  );
  expect(same.rows).toEqual([{ outcome: 'unchanged' }]);
  expect((await web.query(`select 1 from jatakk.proposal where state = 'waiting'`)).rowCount).toBe(0);
});

test('make a list with no words, or with the slug of another: there is no such list', async () => {
  const make = (slug: string, texts: object[]) =>
    web.query<{ made: boolean }>(`select jatakk.make_list($1, $2, $3, 'x', 'x', 'x@x.example', $4) as made`, [
      randomUUID(),
      list.registerId,
      slug,
      JSON.stringify(texts),
    ]);
  await expect(make('uten-ord', [])).rejects.toThrow('a list has a purpose');
  expect((await make(list.slug, words('Kapret.'))).rows).toEqual([{ made: false }]);
  expect((await owner.query(`select 1 from jatakk.purpose_text where text like 'Kapret%'`)).rowCount).toBe(0);
});

test('forge the hash of published words as web: the database computes it, as anybody can who reads them', async () => {
  const odd = ['nb', 'Én «linje»\nto\t/ "tre" \\ \u2028 🎭', 'Av \u007f og til.'] as const;
  const { rows } = await owner.query<{ hash: Buffer }>('select jatakk.purpose_hash($1, $2, $3) as hash', [
    ...odd,
  ]);
  expect(rows[0]!.hash).toEqual(createHash('sha256').update(JSON.stringify(odd)).digest());
  const { rows: texts } = await owner.query<{
    locale: string;
    text: string;
    frequency: string;
    sha256: Buffer;
  }>('select locale, text, frequency, sha256 from jatakk.purpose_text');
  for (const { locale, text, frequency, sha256 } of texts)
    expect(sha256).toEqual(
      createHash('sha256')
        .update(JSON.stringify([locale, text, frequency]))
        .digest(),
    );
});
