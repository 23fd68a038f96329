import type pg from 'pg';
import { linkId } from '../../../src/campaigns/link-code.js';
import { Chance, idOf } from '../chance.js';
import { dayBefore } from '../days.js';
import type { SentLetter } from '../letters.js';
import { campaignId, otherCampaign, sentKey } from '../other-campaigns.js';
import { listId, listOf, type PlannedList, registerId } from '../plan.js';
import { sizeAt, yearOf } from './year.js';

/**
 * How one went: states that sum to the list as it was then, and classes for what failed. Those of the last half year
 * have their deliveries still; the tour has those of each list's newest.
 */
export async function outcomes(
  owner: pg.Client,
  letter: SentLetter,
  { rows, scale }: { rows: boolean; scale: number },
): Promise<void> {
  const id = campaignId(sentKey(letter));
  const list = listOf(letter.list);
  if (rows) return deliveries(owner, id, list);
  const chance = new Chance(`outcome ${id}`);
  const total = Math.round(sizeAt(yearOf(list), letter.days) * scale);
  const share = total / 1000;
  const classes: [state: string, reply: string, count: number][] = [
    ['bounced', 'hard:5.1.1', chance.about(share * 1.1)],
    ['bounced', 'soft:5.2.2', chance.about(share * 0.7)],
    ['bounced', 'hard:5.1.2', chance.about(share * 0.2)],
    ['dead', 'soft:4.4.1', chance.about(share * 0.4)],
  ];
  const failed = classes.reduce((sum, [, , count]) => sum + count, 0);
  const skipped = chance.about(share * 0.3);
  const tally = [
    ['accepted', total - failed - skipped],
    ['skipped', skipped],
    ['bounced', classes.reduce((sum, [state, , count]) => (state === 'bounced' ? sum + count : sum), 0)],
    ['dead', classes[3]![2]],
  ] as const;
  await owner.query(
    `insert into jatakk.delivery_tally (campaign_id, state, count)
     select $1, t.state, t.count from unnest($2::text[], $3::bigint[]) as t (state, count) where t.count > 0`,
    [id, tally.map(([state]) => state), tally.map(([, count]) => count)],
  );
  await owner.query(
    `insert into jatakk.failure_count (campaign_id, state, reply_class, count)
     select $1, f.state, f.class, f.count from unnest($2::text[], $3::text[], $4::bigint[]) as f (state, class, count)
      where f.count > 0`,
    [
      id,
      classes.map(([state]) => state),
      classes.map(([, reply]) => reply),
      classes.map(([, , count]) => count),
    ],
  );
}

/** A row for each subscriber, its outcome told by where it stands among them. */
async function deliveries(owner: pg.Client, id: string, list: PlannedList): Promise<void> {
  await owner.query(
    `insert into jatakk.delivery (id, register_id, campaign_id, subscription_id, state, reply_class, handed_at)
     select md5($1::text || n.id)::uuid, n.register_id, $1::text::uuid, n.id,
            case when n.nth % 640 = 0 then 'bounced' when n.nth % 900 = 1 then 'bounced' when n.nth % 1300 = 2 then 'dead'
                 when n.nth % 1100 = 3 then 'skipped' when n.nth % 4000 = 4 then 'unknown' else 'accepted' end,
            case when n.nth % 640 = 0 then 'hard:5.1.1' when n.nth % 900 = 1 then 'soft:5.2.2'
                 when n.nth % 1300 = 2 then 'soft:4.4.1' end,
            (select c.started_at from jatakk.campaign c where c.id = $1::text::uuid)
       from (select s.register_id, s.id, row_number() over (order by s.id) as nth from jatakk.subscription s
              where s.list_id = $2 and s.state = 'confirmed') n`,
    [id, listId(list.key)],
  );
  await owner.query(
    `insert into jatakk.delivery_tally select d.campaign_id, d.state, count(*) from jatakk.delivery d
      where d.campaign_id = $1 group by 1, 2`,
    [id],
  );
  await cameBack(owner, id);
}

/** Most of what was refused had been taken first, and came back; and two readers have called it spam. */
async function cameBack(owner: pg.Client, id: string): Promise<void> {
  await owner.query(
    `update jatakk.delivery d
        set came_back = case d.reply_class when 'hard:5.1.1' then 'no-such-mailbox' else 'mailbox-full' end
      where d.campaign_id = $1 and d.state = 'bounced' and get_byte(uuid_send(d.id), 0) % 3 > 0`,
    [id],
  );
  await owner.query(
    `insert into jatakk.came_back (campaign_id, class, wording, count)
     select d.campaign_id, split_part(d.reply_class, ':', 1), d.came_back, count(*) from jatakk.delivery d
      where d.campaign_id = $1 and d.came_back is not null group by 1, 2, 3
     union all select $1, 'complaint', 'reported-as-spam', 2`,
    [id],
  );
}

/** Two that have come half-way: one that somebody has paused, one that the relay's answer holds. */
export async function halfSent(owner: pg.Client): Promise<void> {
  for (const [key, share] of [
    ['paused', 0.4],
    ['held', 0.15],
  ] as const) {
    await owner.query(
      `insert into jatakk.delivery (id, register_id, campaign_id, subscription_id, state, reply_class)
       select md5($1::text || n.id)::uuid, n.register_id, $1::text::uuid, n.id,
              case when n.share > $3 then 'queued' when n.nth % 300 = 0 then 'bounced' else 'accepted' end,
              case when n.share <= $3 and n.nth % 300 = 0 then 'hard:5.1.1' end
         from (select s.register_id, s.id, row_number() over w as nth, percent_rank() over w as share
                 from jatakk.subscription s where s.list_id = $2 and s.state = 'confirmed' window w as (order by s.id)) n`,
      [campaignId(key), listId(otherCampaign(key).list), share],
    );
    await owner.query(
      `insert into jatakk.delivery_tally select d.campaign_id, d.state, count(*) from jatakk.delivery d
        where d.campaign_id = $1 group by 1, 2`,
      [campaignId(key)],
    );
  }
}

/** How often each link of those that count was followed, most of it on the first two days. */
export async function clicks(owner: pg.Client, sent: readonly SentLetter[], scale: number): Promise<void> {
  for (const letter of sent.filter(({ counts }) => counts)) {
    const key = sentKey(letter);
    const list = listOf(letter.list);
    const words = typeof letter.body === 'string' ? letter.body : JSON.stringify(letter.body);
    const targets = [...new Set(words.match(/https:\/\/fjellhallen\.example\/[\w/-]+/g) ?? [])];
    const chance = new Chance(`clicks ${key}`);
    for (const [n, target] of targets.entries()) {
      const id = linkId(idOf(`seed ${key}`), target);
      await owner.query(
        `insert into jatakk.campaign_link (id, register_id, campaign_id, position, target) values ($1, $2, $3, $4, $5)`,
        [id, registerId(list.register), campaignId(key), n + 1, target],
      );
      const best = (sizeAt(yearOf(list), letter.days) * scale * 0.05) / (n + 1);
      for (let after = 0; after < Math.min(14, letter.days); after += 1) {
        const count = chance.about(best * 0.55 ** after);
        if (count < 5) break;
        await owner.query(
          `insert into jatakk.count_shown (counted, kind, day, count) values ($1, 'followed', $2, $3)`,
          [id, dayBefore(letter.days - after), count],
        );
      }
    }
  }
}
