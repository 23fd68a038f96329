import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startKeeper } from '../../src/keeper/start-keeper.js';
import { readKeeperSettings } from '../../src/platform/config/settings.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { approval, colleague } from '../support/colleague.js';
import { HostileSink } from '../support/hostile-sink.js';
import { confirmPath, leavePath, type ListIds, TestHouse } from '../support/house.js';
import type { HttpClient } from '../support/http-client.js';
import { headerFields } from '../support/raw-message.js';
import type { SunkMail } from '../support/sink.js';
import { until } from '../support/until.js';

const t = translator('nb');

let house: TestHouse;
let register: string;
let list: ListIds;
let people = 0;

const query = async <T>(sql: string, values: unknown[] = []) =>
  (await house.database.owner.query(sql, values)).rows as T[];
const pageOf = (of: ListIds) => `/staff/registers/${of.registerId}/lists/${of.listId}/welcome`;
const campaign = (id: string) => `/staff/registers/${register}/campaigns/${id}`;
const somebody = () => `ny${(people += 1)}@example.org`;

/** A draft of a welcome, with a text of its own. */
async function writes(of: ListIds, subject: string, body = 'Så fint at du er her.'): Promise<string> {
  const begun = await house.staff.submit(pageOf(of), pageOf(of));
  const id = /campaigns\/([0-9a-f-]{36})\/edit$/.exec(begun.headers.get('location')!)![1]!;
  const values = { language: 'nb', subject, preheader: '', body };
  const saved = await house.staff.submit(`${campaign(id)}/edit`, campaign(id), values);
  expect(saved.status).toBe(303);
  return id;
}

async function putsOn(of: ListIds, subject: string, body?: string): Promise<string> {
  const id = await writes(of, subject, body);
  await house.presses('send', of, id);
  expect(await house.campaignState(id)).toBe('sent');
  return id;
}

const welcomesTo = (address: string) =>
  house.sink.to(address).filter(({ parsed }) => !/\/confirm\//.test(parsed.text ?? ''));

const welcomed = (address: string): Promise<SunkMail> => until('a welcome', () => welcomesTo(address).at(-1));

/** Every notice of a kind of one address' subscriptions cannot be told from outside: all there are, by state. */
async function states(): Promise<Record<string, number>> {
  const rows = await query<{ state: string; count: number }>(
    `select state, count(*)::integer as count from jatakk.notice where kind = 'welcome' group by state`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

const settled = () =>
  until('every welcome has come to its end', async () => {
    const { queued = 0, claimed = 0, handed = 0 } = await states();
    return queued + claimed + handed === 0;
  });

/** Whoever joins a list whose welcome does not hold: sure, since a list with one that does is joined after it. */
async function isNotWelcomed(address: string): Promise<void> {
  await settled();
  expect(welcomesTo(address)).toEqual([]);
}

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  register = await house.makeRegister('nyhetsbrev');
});
afterAll(() => house.close());
beforeEach(async () => {
  list = await house.makeList(register, `l${(people += 1)}`);
});

describe('a welcome', () => {
  test('is off before somebody puts one on, and the form and the confirmation say it then', async () => {
    const before = somebody();
    await house.joins(list, before);
    expect(await house.visitor.page(`/lists/${list.slug}`)).not.toContain(t('sign-up.welcome'));
    await writes(list, 'Ikke slått på');
    const still = somebody();
    await house.joins(list, still);

    await putsOn(list, 'Velkommen inn');
    expect(await house.visitor.page(`/lists/${list.slug}`)).toContain(t('sign-up.welcome'));
    expect(await house.staff.page(pageOf(list))).toContain('Velkommen inn');
    const address = somebody();
    const asked = await house.joins(list, address);
    expect(asked.parsed.text).toContain(t('mail.confirmation.welcome'));
    await welcomed(address);
    await isNotWelcomed(before);
    await isNotWelcomed(still);
  });

  test('goes once, from the list, as any campaign does, with a way out by one click', async () => {
    await putsOn(list, 'Hei og velkommen', '# Hei\n\nSe [programmet](https://fjellhallen.example/).');
    const address = somebody();
    const asked = await house.joins(list, address);
    const mail = await welcomed(address);
    expect(mail.from).toBe('program@fjellhallen.example');
    expect(mail.parsed.subject).toBe('Hei og velkommen');
    expect(mail.parsed.html as string).toContain('https://fjellhallen.example/');
    const field = (name: string) =>
      headerFields(mail.raw)
        .find((one) => one.name.toLowerCase() === name)
        ?.value.trim();
    expect(field('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const out = /\/u\/[\w-]{43}/.exec(field('list-unsubscribe')!)![0];
    expect(out).toBe(leavePath(asked));
    // The link is pressed again, and what it did is not done again.
    await house.visitor.submit(confirmPath(asked), confirmPath(asked)).catch(() => undefined);
    await settled();
    expect(welcomesTo(address)).toHaveLength(1);
    const left = await fetch(house.url + out, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect(left.status).toBe(200);
    const [{ state } = { state: '' }] = await query<{ state: string }>(
      'select state from jatakk.subscription where list_id = $1',
      [list.listId],
    );
    expect(state).toBe('ended');
  });

  test('has the reader’s own answers in its places, and the other word where there is none', async () => {
    await house.asks(list, 'fornavn');
    await putsOn(list, 'Velkommen', 'Kjære {{fornavn|venn}}!');
    const [{ id: question } = { id: '' }] = await query<{ id: string }>(
      'select id from jatakk.list_field where list_id = $1',
      [list.listId],
    );
    const [answers, silent] = [somebody(), somebody()];
    const path = `/lists/${list.slug}`;
    for (const [address, name] of [
      [answers, 'Åse'],
      [silent, ''],
    ] as const) {
      await house.visitor.submit(path, path, { address, list: list.slug, [`answer-${question}`]: name });
      await house.confirms(await house.confirmationFor(address, list));
    }
    expect((await welcomed(answers)).parsed.text).toContain('Kjære Åse!');
    expect((await welcomed(silent)).parsed.text).toContain('Kjære venn!');

    // Nobody is asked that any more: it stands, and the page says why.
    await query('delete from jatakk.list_field where list_id = $1', [list.listId]);
    expect(await house.staff.page(pageOf(list))).toContain(t('held.unknown-place.what'));
    const later = somebody();
    await house.joins(list, later);
    await isNotWelcomed(later);
  });

  test('is turned off, and put on as another', async () => {
    await putsOn(list, 'Den første');
    await house.staff.submit(pageOf(list), `${pageOf(list)}/end`);
    const nobody = somebody();
    await house.joins(list, nobody);
    await putsOn(list, 'Den andre');
    const address = somebody();
    await house.joins(list, address);
    expect((await welcomed(address)).parsed.subject).toBe('Den andre');
    await isNotWelcomed(nobody);
  });

  test('does not outlast the words that the list is for, until it is put on anew', async () => {
    await putsOn(list, 'Til gamle ord');
    await query(
      `insert into jatakk.purpose_text (register_id, list_id, version, locale, text, frequency, sha256)
       select register_id, list_id, version + 1, locale, 'Noe annet.', frequency, sha256('x') from jatakk.purpose_text
        where list_id = $1`,
      [list.listId],
    );
    expect(await house.staff.page(pageOf(list))).toContain(t('welcome.stands'));
    expect(await house.staff.page('/staff')).toContain(
      t('waits.welcome', { subject: 'Til gamle ord', list: list.name }),
    );
    const address = somebody();
    await until('the form shows the new words', async () =>
      (await house.visitor.page(`/lists/${list.slug}`)).includes('Noe annet.'),
    );
    expect(await house.visitor.page(`/lists/${list.slug}`)).not.toContain(t('sign-up.welcome'));
    await house.joins(list, address);
    await isNotWelcomed(address);
  });
});

describe('where two must stand behind it', () => {
  let ola: HttpClient;
  beforeAll(async () => {
    ola = await colleague(house);
  });

  test('it is put on only as another has approved it, and stands when something around it changes', async () => {
    list = await house.makeList(register, `to${(people += 1)}`, 'To par øyne', 2);
    const id = await writes(list, 'Godkjent velkomst');
    const csrf = /name="csrf" value="([^"]+)"/.exec(await house.staff.page(campaign(id)))![1]!;
    expect((await house.staff.post(`${campaign(id)}/send`, { csrf })).status).toBe(422);
    expect(await house.campaignState(id)).toBe('draft');
    await house.staff.submit(campaign(id), `${campaign(id)}/review/submit`, { note: '' });
    expect(await ola.page(`${campaign(id)}/review`)).toContain(t('welcome.to-each'));
    await ola.submit(`${campaign(id)}/review`, `${campaign(id)}/review/decide`, approval);
    expect(await house.campaignState(id)).toBe('approved');
    await house.presses('send', list, id);
    const address = somebody();
    await house.joins(list, address);
    expect((await welcomed(address)).parsed.subject).toBe('Godkjent velkomst');

    await query(`update jatakk.list set sender_name = 'Noen andre' where id = $1`, [list.listId]);
    const later = somebody();
    await house.joins(list, later);
    await isNotWelcomed(later);
    expect(await house.staff.page(pageOf(list))).toContain(t('held.changed-since-approval.what'));
  });

  test('one that was put on by one alone stands from the moment the list asks for two', async () => {
    await putsOn(list, 'Alene');
    await query('update jatakk.list set eyes = 2 where id = $1', [list.listId]);
    const address = somebody();
    await house.joins(list, address);
    await isNotWelcomed(address);
  });
});

describe('when the wire breaks', () => {
  let sink: HostileSink;

  beforeAll(async () => {
    sink = await new HostileSink().listen();
  });
  afterAll(() => sink.close());

  const moveKeeperTo = async (relay: string) => {
    await house.stopKeeper();
    house.keeper = await startKeeper({
      settings: readKeeperSettings({
        PUBLIC_URL: house.url,
        LOG_LEVEL: 'silent',
        POLL_SECONDS: '1',
        SKIP_CRASH_WAIT: '1',
      }),
      databaseUrls: house.database.urls,
      secret: house.keeperSecret,
      trialRelay: relay,
    });
  };

  test('after the last byte it is never sent again: nobody gets two', async () => {
    await putsOn(list, 'Aldri to');
    const address = somebody();
    await house.signsUpTo(list, address);
    const asked = await house.confirmationFor(address, list);
    await settled();
    await query(
      `delete from jatakk.notice_subscription using jatakk.notice n where n.id = notice_id and n.kind = 'welcome'`,
    );
    await query(`delete from jatakk.notice where kind = 'welcome'`);
    await moveKeeperTo(sink.url);
    sink.answer = (stage) => (stage === 'dot' ? 'drop' : undefined);
    await house.confirms(asked);
    await until('it is unknown', async () => (await states()).unknown === 1);
    sink.answer = () => undefined;
    await query(
      `update jatakk.notice set handed_at = handed_at - interval '5 minutes' where kind = 'welcome'`,
    );
    await house.stopKeeper();
    await moveKeeperTo(sink.url);
    // What a keeper does at its first look, and what comes after it in the same lane.
    const other = await house.makeList(register, `l${(people += 1)}`);
    await house.signsUpTo(other, somebody());
    await until('another mail went', () => sink.accepted.length > 0);
    expect(await states()).toEqual({ unknown: 1 });
    expect(sink.attemptsFor(address)).toHaveLength(1);
    await moveKeeperTo(house.sink.url);
  });

  test('a keeper that is killed with it in its hands does not have it sent by the next', async () => {
    await putsOn(list, 'Drept underveis');
    const address = somebody();
    await house.signsUpTo(list, address);
    const asked = await house.confirmationFor(address, list);
    await house.stopKeeper();
    await house.confirms(asked);
    const killed = `update jatakk.notice set state = 'handed', fence = fence + 1, handed_at = clock_timestamp() - interval '5 minutes',
      lease_until = clock_timestamp() - interval '4 minutes' where kind = 'welcome' and state = 'queued' returning 1`;
    expect(await query(killed)).toHaveLength(1);
    await moveKeeperTo(house.sink.url);
    const later = somebody();
    await house.joins(list, later);
    await welcomed(later);
    expect(welcomesTo(address)).toEqual([]);
  });
});
