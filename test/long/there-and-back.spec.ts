import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { returnToken } from '../../src/inbound/return-token.js';
import { subscriptionOf } from '../promises/support/two-registers.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { RETURN_DOMAIN, TestReceiver } from '../support/receiver.js';
import { feedback, mail, report } from '../support/returned-mail.js';
import type { SunkMail } from '../support/sink.js';
import { hands } from '../support/smtp-talk.js';
import { until } from '../support/until.js';

const NOT_OURS = /^550 5\.1\.1/;
const HARD = (words = 'no such user') => report({ status: '5.1.1', diagnostic: `550 5.1.1 ${words}` });

let house: TestHouse;
let receiver: TestReceiver;
let list: ListIds;
let tickets: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'host');
  tickets = await house.makeList(await house.makeRegister('billettkjopere'), 'billetter');
  receiver = await TestReceiver.start(house);
});
afterAll(async () => {
  await receiver.stop();
  await house.close();
});

/** What somebody new is sent. */
async function isSent(address: string): Promise<{ campaign: string; sent: SunkMail }> {
  await house.joins(list, address);
  const subject = `Til ${address.split('@')[0]}`;
  const campaign = await house.sends(list, subject);
  await house.isSent(campaign);
  return { campaign, sent: house.sink.to(address).findLast(({ parsed }) => parsed.subject === subject)! };
}

async function stands(address: string): Promise<string> {
  const { id } = await subscriptionOf({ house }, list, address);
  const { rows } = await house.database.owner.query<{ stands: string }>(
    `select concat_ws(' ', state, ended_reason) as stands from jatakk.subscription where id = $1`,
    [id],
  );
  return rows[0]!.stands;
}

const becomes = (address: string, standing: string) =>
  until(`it is ${standing}`, async () => (await stands(address)) === standing);

/** Whatever has come has been dealt with. */
const nothingWaits = () =>
  until('nothing waits', async () => {
    const { rowCount } = await house.database.owner.query(
      'select 1 from jatakk.arrival where not quarantined',
    );
    return rowCount === 0;
  });

describe('from our own envelope, by SMTP, and back', () => {
  test('a notice that there is no such mailbox', async () => {
    const { sent } = await isSent('borte@example.org');
    expect(await hands(receiver.port, { to: sent.from }, HARD())).toMatch(/^250/);
    await becomes('borte@example.org', 'ended bounced');
  });

  test('a complaint', async () => {
    const { sent } = await isSent('klager@example.org');
    expect(await hands(receiver.port, { to: sent.from }, feedback('abuse'))).toMatch(/^250/);
    await becomes('klager@example.org', 'ended complained');
  });

  test('a mail to the address beside the link', async () => {
    const { sent } = await isSent('avmelder@example.org');
    const [, to] = /<mailto:([^?>]+)\?subject=unsubscribe>/.exec(sent.raw.toString('latin1'))!;
    const asks = mail({ From: 'Kari <avmelder@example.org>', Subject: 'unsubscribe' }, '');
    expect(await hands(receiver.port, { from: 'avmelder@example.org', to: to! }, asks)).toMatch(/^250/);
    await becomes('avmelder@example.org', 'ended unsubscribed');
  });

  test('an answer that says stopp, and nothing else: nobody has to read it', async () => {
    const { sent } = await isSent('svarer@example.org');
    const fields = {
      From: 'Kari <svarer@example.org>',
      'In-Reply-To': sent.parsed.messageId!,
      Subject: 'Re: Til deg',
    };
    const quoted =
      '\r\n\r\nfre. 27. nov. 2026 kl. 09:12 skrev Fjellhallen <program@fjellhallen.example>:\r\n> Hei';
    const answer = mail({ ...fields, To: 'program@fjellhallen.example' }, `Stopp.${quoted}`);
    const to = 'program@fjellhallen.example';
    expect(await hands(receiver.port, { from: 'svarer@example.org', to }, answer)).toMatch(/^250/);
    await becomes('svarer@example.org', 'ended unsubscribed');
    await nothingWaits();
    const { rows } = await house.database.owner.query('select 1 from jatakk.conversation');
    expect(rows).toEqual([]);
  });

  test('a delay, and a vacation: nothing', async () => {
    const { sent } = await isSent('venter@example.org');
    await hands(receiver.port, { to: sent.from }, report({ action: 'delayed', status: '4.4.1' }));
    await hands(
      receiver.port,
      { to: sent.from },
      mail(
        { From: 'venter@example.org', Subject: 'Fravær', 'Auto-Submitted': 'auto-replied' },
        'Jeg er borte.',
      ),
    );
    await nothingWaits();
    expect(await stands('venter@example.org')).toBe('confirmed');
  });
});

describe('where two registers send from one address', () => {
  const LIST = 'program@fjellhallen.example';
  const inRegister = async ({ registerId }: ListIds) =>
    (
      await house.database.owner.query<{ count: number }>(
        'select count(*)::integer as count from jatakk.conversation where register_id = $1',
        [registerId],
      )
    ).rows[0]!.count;
  const writes = async (from: string, fields: Record<string, string>) => {
    const letter = mail({ From: from, Subject: 'Spørsmål', ...fields }, 'Når begynner det?');
    expect(await hands(receiver.port, { from, to: LIST }, letter)).toMatch(/^250/);
    await nothingWaits();
  };

  test('an answer to a mailing comes to the register that sent it, and new mail to the first', async () => {
    const { sent } = await isSent('spor@example.org');
    const before = { list: await inRegister(list), tickets: await inRegister(tickets) };
    await writes('spor@example.org', { 'In-Reply-To': sent.parsed.messageId! });
    expect(await inRegister(list)).toBe(before.list + 1);
    expect(await inRegister(tickets)).toBe(before.tickets);
    await writes('ny@example.org', {});
    // By name "billettkjopere" is before "nyhetsbrev".
    expect(await inRegister(tickets)).toBe(before.tickets + 1);
  });

  test('an answer to the confirmation too, and what only looks like one to neither', async () => {
    const confirmation = await house.confirmationFor('spor@example.org', list);
    const before = { list: await inRegister(list), tickets: await inRegister(tickets) };
    await writes('spor@example.org', { References: confirmation.parsed.messageId! });
    expect(await inRegister(list)).toBe(before.list + 1);
    const forged = confirmation.parsed.messageId!.replace(/\.[0-9a-f]{16}@/, `.${'0'.repeat(16)}@`);
    await writes('spor@example.org', { References: forged });
    expect(await inRegister(list)).toBe(before.list + 1);
    expect(await inRegister(tickets)).toBe(before.tickets + 1);
  });
});

describe('forged', () => {
  const address = 'standhaftig@example.org';
  let real: string;
  beforeAll(async () => {
    real = (await isSent(address)).sent.from;
  });

  test.each([
    ['with a random MAC', () => `${real.split('@')[0]!.slice(0, 31)}${'a'.repeat(26)}@${RETURN_DOMAIN}`],
    [
      'made with another key',
      () => `${returnToken(randomBytes(32), 'r', list.registerId, list.listId, new Date())}@${RETURN_DOMAIN}`,
    ],
    ['in capitals', () => `${real.split('@')[0]!.toUpperCase()}@${RETURN_DOMAIN}`],
    ['without a token', () => `r-@${RETURN_DOMAIN}`],
    ['for the other use', () => real.replace(/^r/, 'u')],
  ])('%s: refused', async (_, forged) => {
    expect(await hands(receiver.port, { to: forged() }, HARD())).toMatch(NOT_OURS);
  });

  test('of another register, made by its own key for this delivery: taken, and nothing changes', async () => {
    const { rows } = await house.database.owner.query<{ id: string }>(
      'select id from jatakk.delivery where subscription_id = $1',
      [(await subscriptionOf({ house }, list, address)).id],
    );
    const to = await receiver.address('r', tickets.registerId, rows[0]!.id);
    expect(await hands(receiver.port, { to }, HARD())).toMatch(/^250/);
    await nothingWaits();
    expect(await stands(address)).toBe('confirmed');
  });

  test('older than fourteen days: refused', async () => {
    const old = new Date(Date.now() - 16 * 86_400_000);
    const to = await receiver.address('r', list.registerId, list.listId, old);
    expect(await hands(receiver.port, { to }, HARD())).toMatch(NOT_OURS);
  });

  test('and after all of it, and the same soft notice five times, the person is where they were', async () => {
    const soft = (n: number) => report({ status: '5.2.2', diagnostic: `552 5.2.2 full ${n}` });
    for (const n of [1, 1, 2, 3, 4]) await hands(receiver.port, { to: real }, soft(n));
    await hands(receiver.port, { to: real }, HARD());
    await nothingWaits();
    expect(await stands(address)).toBe('confirmed');
  });
});

test('whatever a notice says, none of it is on a page, in a table, or in a log', async () => {
  const mark = 'kanarimerke';
  const hostile = `<script>alert("${mark}")</script> ${mark}@vigga-kanari.example {{${mark}}} %0d%0aBcc: ${mark}`;
  const { campaign, sent } = await isSent('ord@example.org');
  const notice = report({ status: '5.1.1', diagnostic: `550 5.1.1 ${hostile}` }, hostile);
  expect(await hands(receiver.port, { to: sent.from }, notice)).toMatch(/^250/);
  await becomes('ord@example.org', 'ended bounced');
  const { owner } = house.database;
  const { rows: tables } = await owner.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(50);
  for (const { name } of tables) {
    const { rowCount } = await owner.query(`select 1 from ${name} t where t::text like $1`, [`%${mark}%`]);
    expect([name, rowCount]).toEqual([name, 0]);
  }
  const page = await (
    await house.staff.get(`/staff/registers/${list.registerId}/campaigns/${campaign}`)
  ).text();
  expect(page).toContain('Adressen finnes ikke hos mottakerens leverandør');
  expect(page + receiver.process.said()).not.toContain(mark);
});
