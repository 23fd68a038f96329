import type pg from 'pg';
import { Chance, idOf } from '../chance.js';
import { DAYS, momentBefore } from '../days.js';
import { sentLetters } from '../letters.js';
import { LISTS, listId, listOf, memberId, registerId, STAFF } from '../plan.js';
import { campaignId } from '../other-campaigns.js';

interface Line {
  at: string;
  actor: string | null;
  act: string;
  register?: string;
  list?: string;
  target?: string;
  detail?: Record<string, string | number>;
}

/**
 * What staff have done in the year. The log is made anew, before any keeper has noted its end, and its chain holds:
 * `jatakk audit verify` finds nothing.
 */
export async function seedLog(owner: pg.Client): Promise<void> {
  const lines = [...beginnings(), ...sendings(), ...privacyWork(), ...signIns()].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
  // In the session's replica role the trigger that keeps the log is silent.
  await owner.query('delete from jatakk.audit');
  await owner.query(
    `create temporary table made as
       select number, (l ->> 'at')::timestamptz as at, (l ->> 'actor')::uuid as actor, l ->> 'act' as act,
              (l ->> 'register')::uuid as register, (l ->> 'list')::uuid as list, (l ->> 'target')::uuid as target,
              coalesce(l -> 'detail', '{}') as detail
         from jsonb_array_elements($1::jsonb) with ordinality as x (l, number)`,
    [JSON.stringify(lines)],
  );
  await owner.query(`
    do $$
    declare m record; a jatakk.audit; last bytea := decode(repeat('00', 32), 'hex');
    begin
      for m in select * from made order by number loop
        a := row(m.number, m.at, case when m.actor is null then 'operator' else 'staff' end, m.actor, m.act, m.register, m.list,
                 m.target, jatakk.bare_detail(m.detail), last, '\\x00');
        a.hash := jatakk.audit_hash(a);
        insert into jatakk.audit select a.*;
        last := a.hash;
      end loop;
    end $$`);
  await owner.query('drop table made');
}

function beginnings(): Line[] {
  const [kari, aminah] = [memberId('kari'), memberId('aminah')];
  const at = (clock: string) => momentBefore(DAYS, clock);
  return [
    { at: at('06:58'), actor: null, act: 'log-begun' },
    { at: at('07:02'), actor: kari, act: 'set-up' },
    { at: at('07:10'), actor: kari, act: 'registers.create', register: registerId('lesere') },
    { at: at('07:11'), actor: kari, act: 'registers.create', register: registerId('kjopere') },
    ...LISTS.map(({ register }, n) => ({
      at: at(`07:2${n}`),
      actor: kari,
      act: 'lists.create',
      register: registerId(register),
    })),
    ...STAFF.slice(1).flatMap(({ key }, n) => [
      { at: at(`07:3${n}`), actor: kari, act: 'members.invite' },
      { at: at(`08:3${n}`), actor: memberId(key), act: 'invitation-accepted' },
    ]),
    ...LISTS.flatMap(({ key, register }, n) => {
      const place = { register: registerId(register), list: listId(key), target: idOf(`import ${key}`) };
      return [
        { at: at(`09:1${n}`), actor: kari, act: 'imports.propose', ...place },
        {
          at: at(`11:1${n}`),
          actor: aminah,
          act: 'decided',
          ...place,
          detail: { kind: 'import', outcome: 'approved', method: 'password' },
        },
      ];
    }),
    {
      at: at('12:00'),
      actor: kari,
      act: 'list-archive.set',
      register: registerId('lesere'),
      list: listId('programmet'),
    },
  ];
}

function sendings(): Line[] {
  return sentLetters().flatMap(({ list, days }) => {
    const { register, eyes } = listOf(list);
    const target = campaignId(`sent ${list} ${days}`);
    const place = { register: registerId(register), list: listId(list), target };
    const ola = memberId('ola');
    const review: Line[] = [
      { at: momentBefore(days + 1, '13:00'), actor: ola, act: 'review.submit', ...place },
      {
        at: momentBefore(days, '07:00'),
        actor: memberId('aminah'),
        act: 'decided',
        ...place,
        detail: { kind: 'campaign', outcome: 'approved', method: 'password' },
      },
    ];
    return [
      { at: momentBefore(days + 1, '07:40'), actor: ola, act: 'begin-campaign.begin', ...place },
      ...(eyes === 2 ? review : []),
      { at: momentBefore(days, '08:55'), actor: ola, act: 'send-campaign.send', ...place },
    ];
  });
}

function privacyWork(): Line[] {
  return [12, 47, 96, 151, 230, 301].map((days) => ({
    at: momentBefore(days, '10:20'),
    actor: memberId('per'),
    act: 'looked-up',
    register: registerId(days % 2 === 0 ? 'lesere' : 'kjopere'),
    detail: { did: days === 47 ? 'print' : 'look' },
  }));
}

function signIns(): Line[] {
  const chance = new Chance('sign-ins');
  return STAFF.flatMap(({ key }) =>
    Array.from({ length: 24 }, () => ({
      at: momentBefore(1 + Math.floor(chance.next() * (DAYS - 1)), '06:30'),
      actor: memberId(key),
      act: 'signed-in',
      detail: { by: 'sign-in' },
    })),
  );
}
