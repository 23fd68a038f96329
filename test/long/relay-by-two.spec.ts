import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { CurrentRelay } from '../../src/keeper/current-relay.service.js';
import { translator } from '../../src/platform/i18n/messages.js';
import type { Relay } from '../../src/platform/smtp/relay.js';
import { changeRelay } from '../../src/registers/change-relay.js';
import { ProposeRelay } from '../../src/registers/propose-relay.service.js';
import { colleague, COLLEAGUE_PASSWORD } from '../support/colleague.js';
import { type DnsName, type DnsServer, startDnsServer } from '../support/dns-server.js';
import { goesLive } from '../support/goes-live.js';
import { HostileSink } from '../support/hostile-sink.js';
import { textOf } from '../support/html.js';
import type { HttpClient } from '../support/http-client.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { rotated, STAFF } from '../support/rotations.js';
import {
  type AuthenticatorApp,
  connectsApp,
  everybodyHasSecondFactor,
  hiddenIn,
} from '../support/second-factor.js';
import { signsFor } from '../support/signing.js';
import { until } from '../support/until.js';

const t = translator('nb');
const PAGE = '/staff/sending';
const [FIRST, SECOND, REMOVAL] = [`${PAGE}/relays/1`, `${PAGE}/relays/2`, `${PAGE}/remove-second`] as const;
const PASSWORD = 'ikke til noen andre';

let house: TestHouse;
let dns: DnsServer;
let list: ListIds;
let old: HostileSink;
let fresh: HostileSink;
let spare: HostileSink;
/** Approves for the house; for one list alone. */
let ola: HttpClient;
let eva: HttpClient;
let app: AuthenticatorApp;

beforeAll(async () => {
  [old, fresh, spare] = (await Promise.all([0, 1, 2].map(() => new HostileSink().listen()))) as [
    HostileSink,
    HostileSink,
    HostileSink,
  ];
  const zone: Record<string, DnsName> = { 'fjellhallen.no': { mx: [[10, 'mx.fjellhallen.no']] } };
  dns = await startDnsServer(zone);
  house = await TestHouse.open({ env: { DNS_RESOLVER: dns.address } });
  await house.setUp();
  Object.assign(zone, await signsFor(house, 'fjellhallen.example'));
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program', 'Programmet');
  ola = await colleague(house);
  eva = await colleague(house, { name: 'Eva Annetsted', roles: ['approver'] });
  await owner(
    `update jatakk.staff_grant g set register_id = $1, list_id = $2
       from jatakk.staff s where s.id = g.staff_id and s.name like 'Eva%'`,
    [list.registerId, list.listId],
  );
  ({ app } = await connectsApp(house, ola, COLLEAGUE_PASSWORD));
});
afterAll(async () => {
  await house.close();
  await dns.close();
  await Promise.all([old, fresh, spare].map((sink) => sink.close()));
});

async function owner<R>(sql: string, values: unknown[] = []): Promise<R[]> {
  return (await house.database.owner.query(sql, values)).rows as R[];
}
const inUse = async () =>
  (
    await owner<{ said: string }>(
      `select position || ' ' || port as said from jatakk.relay order by position`,
    )
  ).map(({ said }) => said);
const offers = async () => (await owner('select 1 from jatakk.relay_offer')).length;
const locationOf = (answer: Response) => answer.headers.get('location') ?? '';
const doneOf = (answer: Response) => locationOf(answer).split('?done=')[1];

const typed = ({ port }: { port: number }, changes: Record<string, string> = {}) => ({
  relayHost: '127.0.0.1',
  relayPort: String(port),
  relaySecurity: 'plain-local',
  relayUser: '',
  relayPassword: '',
  why: 'Den gamle er for treg.',
  ...changes,
});

/** A proposal's own page. */
async function proposes(to: { port: number }, form: string = FIRST): Promise<string> {
  const answer = await house.staff.submit(form, form, typed(to));
  expect(doneOf(answer)).toBe('relay-proposed');
  return locationOf(answer).split('?')[0]!;
}

async function approves(page: string, who = ola, changes: Record<string, string> = {}): Promise<Response> {
  return who.submit(page, `${page}/decide`, {
    decision: 'approve',
    factorCode: await app.code(),
    ...changes,
  });
}

const refuses = (page: string) => ola.submit(page, `${page}/decide`, { decision: 'refuse' });

/** As `jatakk relay` does it. */
async function fromTheShell(position: 1 | 2, { port }: { port: number }): Promise<void> {
  const database = await new DataSource({ type: 'postgres', url: house.database.ownerUrl }).initialize();
  await changeRelay(database, position, { host: '127.0.0.1', port, security: 'plain' });
  await database.destroy();
}

async function relaysOfKeeper(): Promise<Relay[]> {
  const current = house.keeper!.get(CurrentRelay);
  current.forget();
  return current.relays();
}

test('on trial there is nothing to propose', async () => {
  expect(locationOf(await house.staff.get(FIRST))).toBe(PAGE);
  expect(await house.staff.page(PAGE)).not.toContain(FIRST);
  const csrf = hiddenIn(await house.staff.page('/staff'), '/staff/sign-out')['csrf']!;
  expect(doneOf(await house.staff.post(FIRST, { ...typed(fresh), csrf }))).toBe('proposal-not-now');
});

describe('live', () => {
  beforeAll(() => goesLive(house, old));
  afterEach(() =>
    owner(`update jatakk.proposal set state = 'withdrawn', decided_at = now() where state = 'waiting'`),
  );

  test.each([
    ['a server that is not one', { relayHost: 'mail.example/x' }, 'relayHost'],
    ['a user name without encryption', { relayUser: 'jatakk', relayPassword: PASSWORD }, 'relaySecurity'],
    ['a password of nobody', { relaySecurity: 'tls', relayPassword: PASSWORD }, 'relayUser'],
    ['no reason', { why: ' ' }, 'why'],
  ])('%s is told, what was typed comes back, and a password never', async (_, wrong, field) => {
    const before = fresh.connections;
    const answer = await house.staff.submit(FIRST, FIRST, typed(fresh, wrong));
    const page = await answer.text();
    expect([answer.status, fresh.connections]).toEqual([422, before]);
    expect(page).toContain(`id="${field}-error"`);
    expect(page).toContain(`value="${fresh.port}"`);
    expect(page).not.toContain(PASSWORD);
  });

  test('a server that does not let us in is no proposal, and that is said', async () => {
    const wrong = { relaySecurity: 'tls', relayUser: 'jatakk', relayPassword: PASSWORD };
    const answer = await house.staff.submit(FIRST, FIRST, typed(fresh, wrong));
    const page = await answer.text();
    expect([answer.status, textOf(page)]).toEqual([
      422,
      expect.stringContaining(t('relay.error.not-let-in')),
    ]);
    expect(page).toContain('value="jatakk"');
    expect(page).not.toContain(PASSWORD);
    expect(await owner(`select 1 from jatakk.proposal where kind = 'relay'`)).toEqual([]);
  });

  test('is proposed by one, read by another, and refused: nothing has changed', async () => {
    const page = await proposes(fresh);
    expect(fresh.attempts).toEqual([]);
    for (const read of [await ola.page(page), await house.staff.page(page)].map(textOf)) {
      expect(read).toContain('Kari Nordmann foreslo dette');
      expect(read).toContain('Den gamle er for treg.');
      for (const { port } of [old, fresh])
        expect(read).toContain(t('sending.security.plain', { port: String(port) }));
    }
    expect(textOf(await ola.page('/staff'))).toContain(t('waits.relay', { author: 'Kari Nordmann' }));
    expect(await ola.page('/staff')).toContain(page);
    const sending = await house.staff.page(PAGE);
    expect([sending.includes(page), sending.includes(FIRST)]).toEqual([true, false]);
    expect(locationOf(await house.staff.get(FIRST))).toBe(PAGE);
    expect(doneOf(await refuses(page))).toBe('proposal-refused');
    expect(await inUse()).toEqual([`1 ${old.port}`]);
    expect(textOf(await house.staff.page(page))).toContain('Ola Medarbeider sa nei til det');
  });

  test('one waits at a time', async () => {
    const form = hiddenIn(await house.staff.page(FIRST), FIRST);
    await proposes(fresh);
    expect(doneOf(await house.staff.post(FIRST, { ...form, ...typed(spare) }))).toBe('proposal-not-now');
    expect(
      await owner(`select 1 from jatakk.proposal where kind = 'relay' and state = 'waiting'`),
    ).toHaveLength(1);
  });

  test('is withdrawn by whoever proposed it, and by nobody else', async () => {
    const page = await proposes(fresh);
    expect(await ola.page(page)).not.toContain(`${page}/withdraw`);
    expect(doneOf(await house.staff.submit(page, `${page}/withdraw`))).toBe('proposal-withdrawn');
    const over = await ola.page(page);
    expect([textOf(over).includes('Forslaget ble trukket'), over.includes('/decide')]).toEqual([true, false]);
  });

  test('is approved neither by its author, nor without a proof, nor by an approver of one list', async () => {
    await owner(
      `insert into jatakk.staff_grant (staff_id, role) select id, 'approver' from jatakk.staff where name like 'Kari%'
         on conflict do nothing`,
    );
    const page = await proposes(fresh);
    const own = await house.staff.page(page);
    expect(own).not.toContain('value="approve"');
    expect(textOf(own)).toContain(t('relay.own'));
    const hidden = hiddenIn(await ola.page(page), `${page}/decide`);
    const csrf = hiddenIn(own, `${page}/withdraw`)['csrf']!;
    const forced = { ...hidden, csrf, decision: 'approve', factorPassword: 'fire ord som ingen gjetter' };
    expect((await house.staff.post(`${page}/decide`, forced)).status).toBe(422);
    const none = await ola.submit(page, `${page}/decide`, { decision: 'approve' });
    expect([none.status, textOf(await none.text())]).toEqual([
      422,
      expect.stringContaining(t('decide.error.no-proof')),
    ]);
    const password = await approves(page, ola, { factorCode: '', factorPassword: COLLEAGUE_PASSWORD });
    expect(textOf(await password.text())).toContain(t('factor.error.needed'));
    expect((await eva.get(page)).status).toBe(404);
    const evas = hiddenIn(await eva.page('/staff'), '/staff/sign-out')['csrf']!;
    expect((await eva.post(`${page}/decide`, { ...hidden, csrf: evas, decision: 'refuse' })).status).toBe(
      404,
    );
    expect(await eva.page('/staff')).not.toContain(page);
    expect(await inUse()).toEqual([`1 ${old.port}`]);
  });

  test('what was read in an earlier proposal is no yes to this one', async () => {
    const earlier = await proposes(spare);
    const { digest } = hiddenIn(await ola.page(earlier), `${earlier}/decide`);
    await refuses(earlier);
    const page = await proposes(fresh);
    const answer = await approves(page, ola, { digest: digest! });
    expect([answer.status, textOf(await answer.text())]).toEqual([
      422,
      expect.stringContaining(t('decide.error.other-content')),
    ]);
    expect(await inUse()).toEqual([`1 ${old.port}`]);
  });

  test('approved by another with a second factor, it carries the mail: everything that leaves from then on', async () => {
    const page = await proposes(fresh);
    expect(doneOf(await approves(page))).toBe('relay-approved');
    expect(await inUse()).toEqual([`1 ${fresh.port}`]);
    expect(textOf(await house.staff.page(page))).toContain('Ola Medarbeider godkjente det');
    expect(textOf(await house.staff.page(PAGE))).toContain(
      t('sending.security.plain', { port: String(fresh.port) }),
    );
    const [change] = await owner(
      'select act, position, port from jatakk.relay_change order by id desc limit 1',
    );
    expect(change).toEqual({ act: 'set', position: 1, port: fresh.port });
    expect(
      await owner(
        `select actor_kind, detail from jatakk.audit where act = 'decided' order by number desc limit 1`,
      ),
    ).toEqual([{ actor_kind: 'staff', detail: { kind: 'relay', outcome: 'approved', method: 'totp' } }]);
    await relaysOfKeeper();
    expect((await house.signsUpTo(list, 'ekte@fjellhallen.no')).status).toBe(200);
    await until('the confirmation', () => fresh.acceptedBy('ekte@fjellhallen.no')[0]);
    expect(old.attempts).toEqual([]);
  });

  test('a second one is added, is another server than the first, and goes again', async () => {
    const same = await house.staff.submit(SECOND, SECOND, typed(fresh));
    expect([same.status, textOf(await same.text())]).toEqual([
      422,
      expect.stringContaining(t('relay.error.same-as-other')),
    ]);
    expect(locationOf(await house.staff.get(REMOVAL))).toBe(PAGE);
    expect(doneOf(await approves(await proposes(spare, SECOND)))).toBe('relay-approved');
    expect(await inUse()).toEqual([`1 ${fresh.port}`, `2 ${spare.port}`]);
    expect((await house.staff.submit(REMOVAL, REMOVAL, { why: ' ' })).status).toBe(422);
    const proposed = await house.staff.submit(REMOVAL, REMOVAL, { why: 'Vi trenger den ikke.' });
    const page = locationOf(proposed).split('?')[0]!;
    expect(textOf(await ola.page(page))).toContain(t('relay.no-second'));
    expect(await inUse()).toHaveLength(2);
    expect(doneOf(await approves(page))).toBe('relay-approved');
    expect(await inUse()).toEqual([`1 ${fresh.port}`]);
  });

  test('changed from the shell meanwhile, it is void: what was approved was to replace another', async () => {
    const page = await proposes(old);
    await fromTheShell(1, spare);
    expect(textOf(await ola.page(page))).toContain(t('relay.overtaken'));
    const answer = await approves(page);
    expect([answer.status, textOf(await answer.text())]).toEqual([
      422,
      expect.stringContaining(t('decide.error.other-content')),
    ]);
    expect(await owner(`select state, void_why from jatakk.proposal order by made_at desc limit 1`)).toEqual([
      { state: 'void', void_why: 'relay-changed' },
    ]);
    expect(textOf(await house.staff.page(page))).toContain('Forslaget falt bort');
    expect(await inUse()).toEqual([`1 ${spare.port}`]);
  });

  test('set by the shell as the second meanwhile, it does not become the first as well', async () => {
    const page = await proposes(fresh);
    await fromTheShell(2, fresh);
    expect((await approves(page)).status).toBe(422);
    expect(await inUse()).toEqual([`1 ${spare.port}`, `2 ${fresh.port}`]);
    await owner('delete from jatakk.relay where position = 2');
  });

  describe('its password', () => {
    const relay: Relay = {
      host: 'smtp.reserve.example',
      port: 587,
      security: 'starttls',
      user: 'fjellhallen-sender',
      password: PASSWORD,
    };

    /** Past the trial of the server, which is no server here. */
    async function waits(): Promise<string> {
      const [session] = await owner<{ token_hash: Buffer }>(
        `select x.token_hash from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id
          where s.name like 'Kari%' order by x.seen_at desc limit 1`,
      );
      const answer = await house.web.get(ProposeRelay).set(session!.token_hash, 2, relay, 'En avtale.');
      if (answer.outcome !== 'waits') throw new Error(answer.outcome);
      return `${PAGE}/proposals/${answer.proposalId}`;
    }

    test('is shown to nobody, while the user name is', async () => {
      const page = await waits();
      expect(await offers()).toBe(1);
      for (const client of [ola, house.staff]) {
        const read = await client.page(page);
        expect(read).toContain('fjellhallen-sender');
        expect(textOf(read)).toContain(t('relay.password-hidden'));
        expect(read).not.toContain(PASSWORD);
      }
      const rows = JSON.stringify(
        await owner(
          'select p::text, o::text from jatakk.proposal p left join jatakk.relay_offer o on o.proposal_id = p.id',
        ),
      );
      expect(rows).not.toMatch(new RegExp(`${PASSWORD}|${Buffer.from(PASSWORD).toString('hex')}`));
    });

    test.each([
      ['refused', refuses],
      ['withdrawn', (page: string) => house.staff.submit(page, `${page}/withdraw`)],
      [
        'void',
        async (page: string) => {
          await fromTheShell(2, fresh);
          return approves(page);
        },
      ],
    ])('is gone once the proposal is %s', async (became, how) => {
      await how(await waits());
      expect(await owner(`select state from jatakk.proposal order by made_at desc limit 1`)).toEqual([
        { state: became },
      ]);
      expect(await offers()).toBe(0);
      await owner('delete from jatakk.relay where position = 2');
    });

    test('opens for the keeper once approved, though keys were rotated while it waited', async () => {
      const page = await waits();
      const sealed = () =>
        owner<{ it: string }>(`select encode(password_sealed, 'hex') as it from jatakk.relay_offer`);
      const before = await sealed();
      // What is there only as if it were a factor opens for nobody, so no rotation comes to an end with it.
      await owner(`delete from jatakk.staff_totp where secret_sealed = '\\x00'`);
      await rotated(house, STAFF, ['seal']);
      await everybodyHasSecondFactor(house);
      expect(await sealed()).not.toEqual(before);
      expect(doneOf(await approves(page))).toBe('relay-approved');
      expect((await relaysOfKeeper())[1]).toEqual(relay);
      expect(await offers()).toBe(0);
      await owner('delete from jatakk.relay where position = 2');
    });
  });

  test('with nobody to ask there is no proposal: the page says what whoever runs the machine does', async () => {
    const form = hiddenIn(await house.staff.page(FIRST), FIRST);
    await owner(`update jatakk.staff set state = 'disabled' where name like 'Ola%'`);
    const page = await house.staff.page(PAGE);
    expect(textOf(page)).toContain(t('sending.changes.nobody'));
    expect(page).toContain('<code>jatakk relay</code>');
    expect(page).not.toContain(FIRST);
    expect(doneOf(await house.staff.post(FIRST, { ...form, ...typed(fresh) }))).toBe('proposal-not-now');
    expect(await owner(`select 1 from jatakk.proposal where state = 'waiting'`)).toEqual([]);
    await owner(`update jatakk.staff set state = 'active' where name like 'Ola%'`);
  });
});
