import type pg from 'pg';
import { linkId } from '../../../src/campaigns/link-code.js';
import { Chance, idOf } from '../chance.js';
import { dayBefore, momentBefore } from '../days.js';
import {
  eventLetter,
  type Letter,
  plainLetter,
  programLetter,
  type SentLetter,
  sentLetters,
  WELCOME,
} from '../letters.js';
import { type PlannedList, listId, listOf, memberId, registerId } from '../plan.js';
import { NEW_WORDS } from './seed-house.js';
import { sizeAt, yearOf } from './year.js';

type State = 'draft' | 'scheduled' | 'paused' | 'held' | 'sent' | 'cancelled';

interface Written {
  key: string;
  list: string;
  letter: Letter;
  state: State;
  author?: string;
  /** Days ago: when it was written, and when it began. */
  edited: number;
  started?: number;
  starts?: number;
  held?: string;
  kind?: 'regular' | 'welcome' | 'correction';
  corrects?: string;
  counts?: boolean;
}

/** What stands beside what has been sent: in every state that a campaign can be in without somebody pressing anything. */
const OTHERS: readonly Written[] = [
  {
    key: 'draft',
    list: 'programmet',
    letter: programLetter('Desemberprogrammet', 12),
    state: 'draft',
    edited: 1,
  },
  {
    key: 'markdown',
    list: 'billettnytt',
    letter: plainLetter(
      'Vårsesongen legges ut i januar',
      'Sesongkort først, enkeltbilletter uken etter.',
      'Vi er ikke helt ferdige, men **datoene** er klare:',
      '- Sesongkort: 9. januar klokken ni\n- Enkeltbilletter: 16. januar klokken ni',
      'Alt ligger på [billettsidene](https://fjellhallen.example/billetter).',
    ),
    state: 'draft',
    edited: 3,
  },
  {
    key: 'to-review',
    list: 'familielordag',
    letter: eventLetter(
      'Lørdag: lys i mørket',
      'Lys i mørket',
      6,
      'Vi lager lykter av papir og går en runde i gangene når det er mørkt. Ta med varme klær.',
    ),
    state: 'draft',
    author: 'ingrid',
    edited: 0,
  },
  {
    key: 'to-schedule',
    list: 'restplasser',
    letter: plainLetter(
      'Fem plasser til julekonserten',
      'De ligger ute til klokken tolv.',
      'Fem avbestilte plasser til julekonserten, til halv pris. De ligger på [billettsidene](https://fjellhallen.example/restplasser).',
    ),
    state: 'draft',
    edited: 0,
  },
  {
    key: 'to-send',
    list: 'frivillige',
    letter: plainLetter(
      'Vaktlisten for uken',
      'Vi mangler én i garderoben på fredag.',
      'Hei {{fornavn|du}}! Vaktlisten ligger i skranken. Vi mangler én i garderoben på fredag fra klokken seks.',
      'Kan du? Svar på denne e-posten.',
    ),
    // The keeper sends it as soon as it stands: so there are campaigns in the mailbox.
    state: 'scheduled',
    edited: 0,
    starts: 0,
  },
  {
    key: 'welcome',
    list: 'frivillige',
    letter: WELCOME,
    state: 'sent',
    edited: 200,
    started: 200,
    kind: 'welcome',
  },
  {
    key: 'paused',
    list: 'restplasser',
    letter: plainLetter(
      'To rader foran blir ledige',
      'Salget er satt på vent.',
      'To rader foran ble ledige i dag tidlig. De ligger på [billettsidene](https://fjellhallen.example/restplasser).',
    ),
    state: 'paused',
    edited: 1,
    started: 1,
  },
  {
    key: 'held',
    list: 'billettnytt',
    letter: plainLetter(
      'Bergtatt settes opp igjen',
      'Tre kvelder i februar.',
      'Bergtatt settes opp igjen i februar, tre kvelder på rad. Billettene ligger på [billettsidene](https://fjellhallen.example/billetter).',
    ),
    state: 'held',
    held: 'refused:5.7.26',
    edited: 2,
    started: 2,
  },
  {
    key: 'cancelled',
    list: 'programmet',
    letter: plainLetter(
      'Utendørskinoen',
      'Værmeldingen ser dårlig ut.',
      'Vi viser film ute i gården på lørdag.',
    ),
    state: 'cancelled',
    edited: 90,
  },
];

export const campaignId = (key: string): string => idOf(`campaign ${key}`);
export const otherCampaign = (key: string): Written => OTHERS.find((one) => one.key === key)!;

/** Those of the last half year have their deliveries still; of each list the tour has those of the newest. */
const sentKey = ({ list, days }: SentLetter) => `sent ${list} ${days}`;

export async function seedCampaigns(owner: pg.Client, scale: number): Promise<void> {
  const sent = sentLetters();
  for (const letter of sent)
    await write(owner, {
      key: sentKey(letter),
      list: letter.list,
      letter,
      state: 'sent',
      edited: letter.days + 1,
      started: letter.days,
      counts: letter.counts,
    });
  for (const other of OTHERS) await write(owner, other);
  await owner.query(`update jatakk.list set welcome_id = $1 where id = $2`, [
    campaignId('welcome'),
    listId('frivillige'),
  ]);
  await owner.query(
    `insert into jatakk.campaign_image (register_id, campaign_id, image_id)
     select i.register_id, c.id, i.id from jatakk.campaign c, jatakk.images_named_in(c.body) n, jatakk.image i
      where i.id = n.id and i.register_id = c.register_id`,
  );
  await owner.query(
    `insert into jatakk.campaign_version (register_id, campaign_id, author_id, begun_at, saved_at, open, locale, subject,
                                          preheader, format, body)
     select c.register_id, c.id, c.author_id, c.edited_at, c.edited_at, false, c.locale, c.subject, c.preheader, c.format, c.body
       from jatakk.campaign c where c.state = 'draft'`,
  );
  await earlierVersions(owner);
  await approvals(owner);
  const newest = new Map(sent.map((letter) => [letter.list, sentKey(letter)]));
  for (const letter of sent)
    await outcomes(owner, letter, { rows: newest.get(letter.list) === sentKey(letter), scale });
  await halfSent(owner);
  await clicks(owner, sent, scale);
}

async function write(owner: pg.Client, given: Written): Promise<void> {
  const {
    key,
    list,
    letter,
    state,
    author = 'ola',
    edited,
    started,
    held,
    kind = 'regular',
    corrects,
  } = given;
  const blocks = typeof letter.body !== 'string';
  await owner.query(
    `insert into jatakk.campaign (id, register_id, list_id, purpose_version, state, locale, subject, preheader, body, format,
                                  author_id, editors, edited_at, starts_at, started_at, finished_at, held_reason, kind, corrects,
                                  counts_follows, follow_seed, link_key_version)
     values ($1, $2, $3, $4, $5, 'nb', $6, $7, $8, $9, $10, array[$10::uuid], $11, coalesce($12, $18)::timestamptz, $12::timestamptz,
             case when $5 = 'sent' then $12::timestamptz + interval '7 minutes' end, $13, $14, $15, $16, $17,
             case when $12::timestamptz is not null then 1 end)`,
    [
      campaignId(key),
      registerId(listOf(list).register),
      listId(list),
      list === 'familielordag' && (started ?? 0) < NEW_WORDS ? 2 : 1,
      state,
      letter.subject,
      letter.preheader,
      blocks ? JSON.stringify(letter.body) : letter.body,
      blocks ? 'blocks' : 'markdown',
      memberId(author),
      momentBefore(edited, '07:40'),
      started === undefined ? null : momentBefore(started, '09:00'),
      held ?? null,
      kind,
      corrects ? campaignId(corrects) : null,
      given.counts ?? false,
      idOf(`seed ${key}`),
      given.starts === undefined ? null : new Date().toISOString(),
    ],
  );
}

/** How the draft in blocks came about. */
async function earlierVersions(owner: pg.Client): Promise<void> {
  const whole = programLetter('Desemberprogrammet', 12).body;
  if (typeof whole === 'string') return;
  for (const [n, many] of [3, 6, 9].entries())
    await owner.query(
      `insert into jatakk.campaign_version (id, register_id, campaign_id, author_id, begun_at, saved_at, open, locale, subject,
                                            preheader, format, body)
       values ($1, $2, $3, $4, $5, $5, false, 'nb', 'Desemberprogrammet', '', 'blocks', $6)`,
      [
        idOf(`version ${n}`),
        registerId('lesere'),
        campaignId('draft'),
        memberId(n === 1 ? 'kari' : 'ola'),
        momentBefore(2, `0${8 + n}:1${n}`.slice(-5)),
        JSON.stringify({ ...whole, content: whole.content.slice(0, many) }),
      ],
    );
}

/** What was sent to a list of two pairs of eyes had been read by a second person. */
async function approvals(owner: pg.Client): Promise<void> {
  await owner.query(
    `insert into jatakk.proposal (id, kind, register_id, list_id, content, digest, author_id, why, state, second_id, made_at,
                                  decided_at, method)
     select md5('approval ' || c.id)::uuid, 'campaign', c.register_id, c.list_id, jatakk.campaign_content(c), sha256(''),
            c.author_id, '', 'approved', $1, c.started_at - interval '20 hours', c.started_at - interval '2 hours', 'password'
       from jatakk.campaign c join jatakk.list l on l.id = c.list_id where l.eyes = 2 and c.started_at is not null`,
    [memberId('aminah')],
  );
  await owner.query(`update jatakk.proposal p set digest = jatakk.digest_of(p) where p.kind = 'campaign'`);
  await owner.query(
    `update jatakk.campaign c set proposal_id = p.id
       from jatakk.proposal p where p.id = md5('approval ' || c.id)::uuid`,
  );
}

/** How it went: states that sum to the total, and classes for what failed. Each a whole part of the list as it was. */
async function outcomes(
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

/** A row for each subscriber, its outcome told by the hash of their way out: the same in every tour is not needed. */
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
}

/** Two that have come half-way: one that somebody has paused, one that the relay's answer holds. */
async function halfSent(owner: pg.Client): Promise<void> {
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
async function clicks(owner: pg.Client, sent: readonly SentLetter[], scale: number): Promise<void> {
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
