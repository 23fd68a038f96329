import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { type Claim, openDeliveries, passGate } from '../../src/deliveries/delivery.queries.js';
import { Rows } from './support/rows.js';
import { waitsForALock } from './support/waits-for-a-lock.js';

let rows: Rows;
let keeper: DataSource;
let web: DataSource;

beforeAll(async () => {
  rows = await Rows.open();
  keeper = await rows.signIn('keeper');
  web = await rows.signIn('web');
});
afterAll(() => rows.close());

const gate = async (claim: Claim): Promise<string> => (await passGate(keeper, [claim])).get(claim.id)!;

async function look(claim: Claim) {
  const [{ verdict, address, row_key } = { verdict: '', address: null, row_key: null }] =
    await openDeliveries(keeper, [claim]);
  return { verdict, handedOut: address !== null || row_key !== null };
}

async function leave(hash: Buffer): Promise<string> {
  const sql = 'select outcome from jatakk.leave($1, null)';
  const [answer] = await web.query<{ outcome: string }[]>(sql, [hash]);
  return answer!.outcome;
}

test('whoever is due passes: the look hands out the address, the gate says go', async () => {
  const claim = await rows.delivery(await rows.campaign(), (await rows.subscription()).id);
  expect(await look(claim)).toEqual({ verdict: 'go', handedOut: true });
  expect(await gate(claim)).toBe('go');
  expect(await rows.read('delivery', 'state', claim.id)).toBe('handed');
});

/** What makes a delivery not due after it was claimed, and the reason that both look and gate give. */
const REASONS: Record<string, () => Promise<Claim>> = {
  'skip:not-confirmed': async () =>
    rows.delivery(await rows.campaign(), (await rows.subscription({ state: 'pending' })).id),
  'skip:other-list': async () =>
    rows.delivery(await rows.campaign(), (await rows.subscription({ list_id: await rows.list() })).id),
  'skip:other-purpose': async () =>
    rows.delivery(await rows.campaign(), (await rows.subscription({ purpose_version: 2 })).id),
  'skip:other-purpose, under newer words than those said yes to': async () =>
    rows.delivery(await rows.campaign({ purpose_version: 2 }), (await rows.subscription()).id),
  'skip:other-purpose, asked again what was answered': async () =>
    rows.delivery(
      await rows.campaign({ kind: 'reconsent', purpose_version: 2 }),
      (await rows.subscription({ purpose_version: 2 })).id,
    ),
  'skip:no-mistake': async () => {
    const corrects = await rows.campaign({ state: 'sent' });
    await rows.delivery(corrects, (await rows.subscription()).id, { state: 'accepted' });
    return rows.delivery(
      await rows.campaign({ kind: 'correction', corrects }),
      (await rows.subscription()).id,
    );
  },
  'skip:list-closed': async () => {
    const list = await rows.list();
    const { id } = await rows.subscription({ list_id: list });
    const claim = await rows.delivery(await rows.campaign({ list_id: list }), id);
    await rows.owner.query(`update jatakk.list set state = 'closed' where id = $1`, [list]);
    return claim;
  },
  'skip:suppressed': async () => {
    const { id, person } = await rows.subscription();
    await rows.owner.query(
      `insert into jatakk.suppression
       select p.register_id, p.suppression_hash, 'objection' from jatakk.subscriber p where p.id = $1`,
      [person],
    );
    return rows.delivery(await rows.campaign(), id);
  },
  'skip:erased': async () => {
    const { id } = await rows.subscription();
    const claim = await rows.delivery(await rows.campaign(), id);
    await rows.owner.query('delete from jatakk.subscription where id = $1', [id]);
    return claim;
  },
  paused: async () => rows.delivery(await rows.campaign({ state: 'paused' }), (await rows.subscription()).id),
};

test.each(Object.entries(REASONS))('%s: no address, and no message', async (verdict, arrange) => {
  const claim = await arrange();
  const [why] = verdict.split(',');
  expect(await look(claim)).toEqual({ verdict: why, handedOut: false });
  expect(await gate(claim)).toBe(why);
});

test('cancelled after it was claimed: it is skipped', async () => {
  const claim = await rows.delivery(
    await rows.campaign({ state: 'cancelled' }),
    (await rows.subscription()).id,
  );
  expect(await gate(claim)).toBe('skip:cancelled');
});

test('a worker whose lease has run out does not pass, though nobody has taken over yet', async () => {
  const claim = await rows.delivery(await rows.campaign(), (await rows.subscription()).id, {
    lease_until: new Date(Date.now() - 1000),
  });
  expect(await look(claim)).toEqual({ verdict: 'lost-lease', handedOut: false });
  expect(await gate(claim)).toBe('lost-lease');
});

test('what has passed once does not pass again', async () => {
  const claim = await rows.delivery(await rows.campaign(), (await rows.subscription()).id);
  expect([await gate(claim), await gate(claim)]).toEqual(['go', 'lost-lease']);
});

test('a leave that has not yet committed holds its row: the gate does not pass it, and does not wait', async () => {
  const { id, hash } = await rows.subscription();
  const claim = await rows.delivery(await rows.campaign(), id);
  await web.query('begin');
  expect(await leave(hash)).toBe('left');
  // Before the commit nobody sees that it has ended: only the lock tells.
  expect(await rows.read('subscription', 'state', id)).toBe('confirmed');
  const verdict = await gate(claim).catch((error: unknown) => (error as Error).message);
  await web.query('commit');
  expect(verdict).toBe('busy');
  expect(await rows.read('delivery', 'state', claim.id)).toBe('queued');
});

test('a leave is not answered while the gate is passed: who has been told is not mailed afterwards', async () => {
  const { id, hash } = await rows.subscription();
  const claim = await rows.delivery(await rows.campaign(), id);
  await keeper.query('begin');
  expect(await gate(claim)).toBe('go');
  const left = leave(hash);
  const waited = await waitsForALock(rows).then(
    () => 'it waits',
    () => 'it was answered',
  );
  await keeper.query('commit');
  expect([waited, await left]).toEqual(['it waits', 'left']);
});

test('two leaves at once are one no', async () => {
  const { id, hash } = await rows.subscription();
  await web.query('begin');
  await leave(hash);
  const other = await rows.signIn('web');
  const second = other.query('select outcome from jatakk.leave($1, null)', [hash]);
  await waitsForALock(rows);
  await web.query('commit');
  expect(await second).toEqual([{ outcome: 'already' }]);
  const { rowCount } = await rows.owner.query(
    'select from jatakk.consent_record where subscription_id = $1',
    [id],
  );
  expect(rowCount).toBe(1);
});
