import type pg from 'pg';
import { idOf } from '../chance.js';
import { DAYS, dayBefore } from '../days.js';
import { LISTS, listId, memberId, registerId } from '../plan.js';
import { yearOf } from './year.js';

/** Below this a number is not shown by itself: it goes on until it is so many. */
const LEAST = 5;

/** Who came and who went, by list and day, as the database keeps it: in fives and more. */
export async function seedCounts(owner: pg.Client): Promise<void> {
  const rows: { list: string; kind: string; day: string; count: number }[] = [];
  for (const list of LISTS) {
    const { days, before } = yearOf(list);
    const waiting = new Map<string, number>();
    const tell = (kind: string, ago: number, count: number) => {
      const all = (waiting.get(kind) ?? 0) + count;
      waiting.set(kind, all < LEAST ? all : 0);
      if (all >= LEAST) rows.push({ list: listId(list.key), kind, day: dayBefore(ago), count: all });
    };
    tell('moved-in', DAYS, before);
    for (const { ago, joined, left } of days) {
      tell('joined', ago, joined);
      for (const [kind, count] of Object.entries(left)) tell(kind, ago, count);
    }
    await movedIn(owner, list.key, registerId(list.register), before);
  }
  await owner.query(
    `insert into jatakk.count_shown (counted, kind, day, count)
     select r.list, r.kind, r.day, sum(r.count) from unnest($1::uuid[], $2::text[], $3::date[], $4::integer[]) as r (list, kind, day, count)
      group by 1, 2, 3`,
    [
      rows.map(({ list }) => list),
      rows.map(({ kind }) => kind),
      rows.map(({ day }) => day),
      rows.map(({ count }) => count),
    ],
  );
}

/** Each list began with those whom another tool had. */
async function movedIn(owner: pg.Client, key: string, register: string, count: number): Promise<void> {
  const [id, proposal] = [idOf(`import ${key}`), idOf(`import proposal ${key}`)];
  await owner.query(
    `insert into jatakk.import (id, register_id, list_id, tool, locale, state, author_id, usable, refused, taken, not_taken,
                                made_at, proposal_id)
     values ($1, $2, $3, 'mailchimp', 'nb', 'done', $4, $5, '{"no-confirmation-time": 12}', $5, 0, $6, $7)`,
    [id, register, listId(key), memberId('kari'), count, `${dayBefore(DAYS)}T08:00:00Z`, proposal],
  );
  await owner.query(
    `insert into jatakk.import_wording (register_id, import_id, position, from_day, to_day, text, note)
     select $1, $2, 1, p.published_on - 1500, p.published_on, p.text, 'Skjermbilde av det gamle skjemaet i arkivet.'
       from jatakk.purpose_text p where p.list_id = $3 and p.version = 1 and p.locale = 'nb'`,
    [register, id, listId(key)],
  );
  await owner.query(
    `with i as (select x.* from jatakk.import x where x.id = $1)
     insert into jatakk.proposal (id, kind, register_id, list_id, content, digest, author_id, why, state, second_id, made_at,
                                  decided_at, method)
     select $2, 'import', i.register_id, i.list_id, jatakk.import_content(i), sha256(''), i.author_id,
            'De sa ja i det gamle verktøyet, til de samme ordene.', 'approved', $3, i.made_at + interval '1 hour',
            i.made_at + interval '3 hours', 'password' from i`,
    [id, proposal, memberId('aminah')],
  );
  await owner.query('update jatakk.proposal p set digest = jatakk.digest_of(p) where p.id = $1', [proposal]);
}
