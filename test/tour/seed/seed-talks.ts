import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { KeptMessage } from '../../../src/inbound/inbox/kept-message.js';
import { insertMail } from '../../../src/keeper/inbox/keep-mail.queries.js';
import { newRowKey, sealAddress, sealMessage } from '../../../src/keeper/inbox/seal-message.js';
import { correspondentHash, messageIdHash } from '../../../src/registers/correspondent-hash.js';
import type { KeyRing } from '../../../src/registers/key-ring.js';
import { idOf } from '../chance.js';
import { dayBefore, momentBefore, monthBefore, monthsAgo } from '../days.js';
import type { EmptyHouse } from '../empty-house.js';
import { memberId, registerId } from '../plan.js';
import { HEARD, type Said, type Talk, TALKS } from '../talks.js';
import { addressOf, withRings } from './keys.js';

/** What people have written and were answered, sealed as the keeper seals it, and what was made of it. */
export async function seedTalks({ owner, ownerUrl, secrets }: EmptyHouse): Promise<void> {
  await withRings(ownerUrl, secrets.keeper, async (rings, database) => {
    for (const talk of TALKS) {
      const ring = await rings.ring(registerId(talk.register));
      for (const [n, said] of talk.said.entries()) await insertSaid(database, ring, talk, said, n);
    }
  });
  for (const talk of TALKS) await standing(owner, talk);
  await heard(owner);
}

async function insertSaid(
  database: DataSource,
  ring: KeyRing,
  talk: Talk,
  said: Said,
  n: number,
): Promise<void> {
  const conversationId = idOf(`talk ${talk.key}`);
  const row = { id: idOf(`said ${talk.key} ${n}`), rowKey: newRowKey() };
  const from = addressOf(talk.from.address);
  const messageId = `${row.id}@post.example`;
  const common = {
    conversation: conversationId,
    at: new Date(momentBefore(said.days, said.clock)).toISOString(),
    text: said.text,
  };
  const answers = { subject: `Re: ${talk.subject}`, references: [] };
  const kept: KeptMessage =
    said.kind === 'in'
      ? {
          ...common,
          ...(n === 0 ? { subject: talk.subject, references: [] } : answers),
          kind: 'in',
          to: talk.to,
          from: talk.from,
          messageId,
          cut: false,
          attachments: [],
          html: [],
        }
      : said.kind === 'out'
        ? { ...common, ...answers, kind: 'out', from: { name: 'Fjellhallen', address: talk.to } }
        : { ...common, kind: 'note' };
  const sealed = sealMessage(ring, row, kept);
  if (said.kind === 'in') {
    const address = { id: conversationId, rowKey: newRowKey() };
    await insertMail(database.manager, {
      ...sealed,
      registerId: ring.ringId,
      conversationId,
      begins:
        n > 0
          ? undefined
          : {
              ...address,
              automatic: false,
              correspondent: correspondentHash(ring, from),
              address: sealAddress(ring, address, from.asTyped),
            },
      rowKey: row.rowKey,
      automatic: false,
      messageHash: messageIdHash(ring, messageId),
      autoReply: null,
    });
    return;
  }
  await database.query(
    `with keyed as (insert into vault.row_key (register_id, row_id, key) values ($1, $2, $3))
     insert into jatakk.conversation_message (id, register_id, conversation_id, kind, sealed, key_version, message_hash,
                                              author_id, outcome)
     values ($2, $1, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ring.ringId,
      row.id,
      row.rowKey,
      conversationId,
      said.kind,
      sealed.sealed,
      sealed.keyVersion,
      said.kind === 'out' ? randomBytes(32) : null,
      memberId(said.by!),
      said.kind === 'out' ? 'sent' : null,
    ],
  );
}

/** Since when it waits, who has it, and what it is about. */
async function standing(
  owner: pg.Client,
  { key, register, said, themes, closed, ...of }: Talk,
): Promise<void> {
  const last = said.findLast(({ kind }) => kind === 'in')!;
  const place = [registerId(register), idOf(`talk ${key}`)];
  await owner.query(
    `update jatakk.conversation
        set last_in = $3, since_month = $4, assigned_to = $5, state = $6, closed_month = $7, awaits = awaits and $7::date is null
      where register_id = $1 and id = $2`,
    [
      ...place,
      dayBefore(last.days),
      monthBefore(said[0]!.days),
      of.with === undefined ? null : memberId(of.with),
      closed ? 'closed' : 'open',
      closed ? monthBefore(0) : null,
    ],
  );
  await owner.query(
    `insert into jatakk.conversation_theme (register_id, conversation_id, theme_id)
     select $1, $2, t.id from jatakk.inbox_theme t where t.register_id = $1 and t.name = any ($3)`,
    [...place, themes],
  );
}

/** What was said in months that are over: conversations that are gone are counted still. */
async function heard(owner: pg.Client): Promise<void> {
  for (const { register, ago, themes, ...words } of HEARD) {
    const place = [registerId(register), monthsAgo(ago)];
    await owner.query(
      'insert into jatakk.heard (register_id, month, heard, did, published) values ($1, $2, $3, $4, $5)',
      [...place, words.heard, words.did, words.published],
    );
    await owner.query(
      `insert into jatakk.theme_gone (register_id, month, theme_id, count)
       select $1, $2, t.id, ($3::jsonb ->> t.name)::integer from jatakk.inbox_theme t
        where t.register_id = $1 and $3::jsonb ? t.name`,
      [...place, JSON.stringify(themes)],
    );
  }
}
