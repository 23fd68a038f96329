import type pg from 'pg';
import { idOf } from '../chance.js';
import { momentBefore } from '../days.js';
import { programLetter, sentLetters } from '../letters.js';
import { campaignId, OTHERS, sentKey, type Written } from '../other-campaigns.js';
import { listId, listOf, memberId, registerId } from '../plan.js';
import { NEW_WORDS } from './seed-house.js';
import { clicks, halfSent, outcomes } from './seed-outcomes.js';

/** What was sent in the year and what is being written, with versions, approvals, outcomes and clicks. */
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
