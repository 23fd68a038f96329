import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clockTimeOf } from '../../src/platform/i18n/clock-time.js';
import { formats, TIME_ZONE } from '../../src/platform/i18n/formats.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

const t = translator('nb');
const { dateTime } = formats('nb', TIME_ZONE);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let house: TestHouse;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open({ undoSeconds: 300 });
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  await house.joins(list, 'ola@example.org');
});
afterAll(() => house.close());

const pathTo = (id: string) => `/staff/registers/${list.registerId}/campaigns/${id}`;

async function chooses(id: string, day: string, time: string): Promise<Response> {
  return house.staff.submit(pathTo(id), `${pathTo(id)}/schedule`, { day, time });
}

/** As `chooses`, a moment as the clocks of the house show it. */
const choosesAt = (id: string, at: Date) => {
  const { day, time } = clockTimeOf(at, TIME_ZONE);
  return chooses(id, day, time);
};

async function startOf(id: string): Promise<{ at: Date | null; chosen: boolean }> {
  const { rows } = await house.database.owner.query(
    'select starts_at as at, start_chosen as chosen from jatakk.campaign where id = $1',
    [id],
  );
  return rows[0] as { at: Date | null; chosen: boolean };
}

async function turnTheClockTo(id: string, ago: string): Promise<void> {
  await house.database.owner.query(
    `update jatakk.campaign set starts_at = clock_timestamp() - $2::interval where id = $1`,
    [id, ago],
  );
}

/** A whole minute, so far from now. */
const ahead = (ms: number) => new Date(Math.ceil((Date.now() + ms) / MINUTE) * MINUTE);

describe('which moment a time on the clock is', () => {
  const meant = async (shown: string, now: string, soonest = now) => {
    const { rows } = await house.database.owner.query(
      `select at, first_of_two as "firstOfTwo", why from jatakk.moment_meant($1, 'Europe/Oslo', $2, $3)`,
      [shown, now, soonest],
    );
    const [{ at, ...rest }] = rows as [{ at: Date | null; firstOfTwo: boolean; why: string | null }];
    return { at: at?.toISOString(), ...rest };
  };
  const NOW = '2027-01-15T12:00:00Z';

  test.each([
    ['an ordinary one in winter', '2027-02-01 09:00', '2027-02-01T08:00:00.000Z'],
    ['an ordinary one in summer', '2027-07-01 09:00', '2027-07-01T07:00:00.000Z'],
    ['the minute before clocks go forward', '2027-03-28 01:59', '2027-03-28T00:59:00.000Z'],
    ['the first after they went forward', '2027-03-28 03:00', '2027-03-28T01:00:00.000Z'],
    ['the last that comes once before they go back', '2027-10-31 01:59', '2027-10-30T23:59:00.000Z'],
    ['the first that comes once after', '2027-10-31 03:00', '2027-10-31T02:00:00.000Z'],
  ])('%s is one moment', async (_, shown, at) => {
    expect(await meant(shown, NOW)).toEqual({ at, firstOfTwo: false, why: null });
  });

  test.each(['2027-03-28 02:00', '2027-03-28 02:30', '2027-03-28 02:59'])(
    '%s is none: clocks go forward over it',
    async (shown) => {
      expect((await meant(shown, NOW)).why).toBe('no-such-time');
    },
  );

  test('2027-10-31 02:30 comes twice: the first is meant, and it is said', async () => {
    const found = await meant('2027-10-31 02:30', NOW);
    expect(found).toEqual({ at: '2027-10-31T00:30:00.000Z', firstOfTwo: true, why: null });
  });

  test('between the two only the second is still to come', async () => {
    const found = await meant('2027-10-31 02:30', '2027-10-31T00:45:00Z');
    expect(found).toEqual({ at: '2027-10-31T01:30:00.000Z', firstOfTwo: false, why: null });
  });

  test('what is over, too soon or too far ahead will not do', async () => {
    expect((await meant('2027-01-15 13:00', NOW)).why).toBe('time-past');
    expect((await meant('2027-01-15 13:01', NOW)).why).toBeNull();
    expect((await meant('2027-01-15 13:01', NOW, '2027-01-15T12:05:00Z')).why).toBe('time-too-soon');
    expect((await meant('2028-01-15 13:00', NOW)).why).toBeNull();
    expect((await meant('2028-01-15 13:01', NOW)).why).toBe('time-too-far');
  });
});

describe('a chosen start', () => {
  test('is kept and shown, moved, and taken back', async () => {
    const id = await house.writes(list, 'Til neste uke');
    const first = ahead(7 * DAY);
    const answer = await choosesAt(id, first);
    expect(answer.headers.get('location')).toBe(`${pathTo(id)}?done=scheduled`);
    expect(await house.campaignState(id)).toBe('scheduled');
    expect(await startOf(id)).toEqual({ at: first, chosen: true });
    const page = await house.staff.page(pathTo(id));
    expect(page).toContain(t('progress.scheduled-on', { count: 1, at: dateTime(first) }));
    expect(page).toContain(t('campaign.act.take-back'));
    // Whoever leaves the page open does not ask every two seconds for a week.
    expect(page).toContain('hx-trigger="every 60s"');

    const second = ahead(8 * DAY);
    await choosesAt(id, second);
    expect(await startOf(id)).toEqual({ at: second, chosen: true });

    await house.presses('undo', list, id);
    expect(await house.campaignState(id)).toBe('draft');
    expect(await startOf(id)).toEqual({ at: null, chosen: false });
  });

  test('can be given up for now, with the time for undoing', async () => {
    const id = await house.writes(list, 'Nå i stedet');
    await choosesAt(id, ahead(7 * DAY));
    await house.presses('send', list, id);
    const { at, chosen } = await startOf(id);
    expect(chosen).toBe(false);
    expect(Math.abs(at!.getTime() - Date.now() - 30 * MINUTE)).toBeLessThan(MINUTE);
    // Pressed again it does not begin anew.
    await house.staff.post(`${pathTo(id)}/send`, { csrf: csrfIn(await house.staff.page(pathTo(id))) });
    expect((await startOf(id)).at).toEqual(at);
    await house.presses('undo', list, id);
  });

  test('begins then, and is too late to move', async () => {
    const id = await house.writes(list, 'På tiden');
    await choosesAt(id, ahead(2 * HOUR));
    await turnTheClockTo(id, '1 second');
    await house.isSent(id);
    expect(house.sink.mails.filter(({ parsed }) => parsed.subject === 'På tiden')).toHaveLength(1);
    const late = await choosesFromOldPage(id, ahead(3 * HOUR));
    expect(late.headers.get('location')).toBe(`${pathTo(id)}?done=changed`);
    expect(await house.campaignState(id)).toBe('sent');
  });

  test('is held when nobody was there for more than an hour', async () => {
    const id = await house.writes(list, 'For sent ute');
    await choosesAt(id, ahead(2 * HOUR));
    await house.stopKeeper();
    await turnTheClockTo(id, '61 minutes');
    await house.startKeeper();
    await expectHeld(id, 'late-start');
    await house.presses('cancel', list, id);
  });

  test('does not outlast the words that the list is for', async () => {
    const id = await house.writes(list, 'Gammelt formål');
    await choosesAt(id, ahead(2 * HOUR));
    await house.database.owner.query(
      `insert into jatakk.purpose_text (register_id, list_id, version, locale, text, frequency, sha256)
       select register_id, list_id, version + 1, locale, 'Noe annet.', frequency, sha256('x') from jatakk.purpose_text
        where list_id = $1`,
      [list.listId],
    );
    await turnTheClockTo(id, '1 second');
    await expectHeld(id, 'old-purpose');
    await house.presses('cancel', list, id);
    expect(house.sink.mails.filter(({ parsed }) => parsed.subject === 'Gammelt formål')).toEqual([]);
  });
});

describe('a start that will not do', () => {
  let other: ListIds;
  let id: string;

  beforeAll(async () => {
    other = list;
    list = await house.makeList(list.registerId, 'annen');
    await house.joins(list, 'ola@example.org');
    id = await house.writes(list, 'Når?');
  });
  afterAll(() => {
    list = other;
  });

  async function isRefused(answer: Response, words: string): Promise<void> {
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain(`id="start-error"`);
    expect(page).toContain(words);
    expect(await house.campaignState(id)).toBe('draft');
  }

  test('is refused with a sentence, and what was typed is kept', async () => {
    const gap = nextChange(1);
    const refused = await chooses(id, gap, '02:30');
    await isRefused(refused.clone(), t('schedule.error.no-such-time'));
    const page = await refused.text();
    expect(page).toContain(`value="${gap}"`);
    expect(page).toContain('value="02:30"');
    await isRefused(await choosesAt(id, new Date(Date.now() - DAY)), t('schedule.error.time-past'));
    await isRefused(
      await choosesAt(id, ahead(5 * MINUTE)),
      t('schedule.error.time-too-soon', { minutes: 30 }),
    );
    await isRefused(await choosesAt(id, ahead(367 * DAY)), t('schedule.error.time-too-far'));
    for (const [day, time] of [
      ['2027-02-30', '09:00'],
      ['', ''],
      ['i morgen', '09:00'],
      ['2027-03-01', '25:00'],
      [`2027-03-01'; --`, '09:00'],
    ] as const)
      await isRefused(await chooses(id, day, time), t('schedule.error.unreadable'));
  });

  test('a time that comes twice is taken the first time, and the page says so', async () => {
    const day = nextChange(-1);
    const at = new Date(`${day}T00:30:00Z`);
    const answer = await chooses(id, day, '02.30');
    if (at.getTime() > Date.now() + 365 * DAY) {
      await isRefused(answer, t('schedule.error.time-too-far'));
    } else {
      expect(answer.headers.get('location')).toBe(`${pathTo(id)}?done=scheduled-first`);
      expect((await startOf(id)).at).toEqual(at);
      expect(await house.staff.page(answer.headers.get('location')!)).toContain(t('schedule.done-first'));
      await house.presses('undo', list, id);
    }
  });
});

/** The next day on which the clocks of the house go forward (1) or back (-1). */
function nextChange(direction: 1 | -1): string {
  const offset = (at: number) => {
    const { day, time } = clockTimeOf(new Date(at), TIME_ZONE);
    return Date.parse(`${day}T${time}Z`) - Math.floor(at / MINUTE) * MINUTE;
  };
  let at = Math.floor(Date.now() / DAY) * DAY + DAY;
  while (Math.sign(offset(at + DAY) - offset(at)) !== direction) at += DAY;
  return clockTimeOf(new Date(at), TIME_ZONE).day;
}

const csrfIn = (page: string) => /name="csrf" value="([^"]+)"/.exec(page)![1]!;

/** From a page that was opened before: the form is not on it any more. */
async function choosesFromOldPage(id: string, at: Date): Promise<Response> {
  const csrf = csrfIn(await house.staff.page(pathTo(id)));
  return house.staff.post(`${pathTo(id)}/schedule`, { csrf, ...clockTimeOf(at, TIME_ZONE) });
}

async function expectHeld(id: string, why: string): Promise<void> {
  await until('it is held', async () => (await house.campaignState(id)) === 'held');
  const { rows } = await house.database.owner.query('select held_reason from jatakk.campaign where id = $1', [
    id,
  ]);
  expect(rows).toEqual([{ held_reason: why }]);
}
