import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { formTo } from '../../src/cli/demo/form-to.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { newNonce } from '../../src/staff/factors/factor-challenge.js';
import { approval, colleague } from '../support/colleague.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { textOf } from '../support/html.js';
import type { HttpClient } from '../support/http-client.js';
import { until } from '../support/until.js';

const t = translator('nb');

let house: TestHouse;
let list: ListIds;
let alone: ListIds;
/** Writes and approves; and one who only writes. */
let ola: HttpClient;
let siri: HttpClient;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  list = await house.makeList(register, 'program', 'Programmet', 2);
  alone = await house.makeList(register, 'drift', 'Driften');
  await house.joins(list, 'anna@example.org');
  await house.joins(alone, 'anna@example.org');
  ola = await colleague(house);
  siri = await colleague(house, { name: 'Siri Moe', roles: ['editor'] });
});
afterAll(() => house.close());

const pageOf = (id: string, of = list) => `/staff/registers/${of.registerId}/campaigns/${id}`;
const doneOf = (answer: Response) => answer.headers.get('location')?.split('?done=')[1];
const query = (sql: string, values: unknown[] = []) => house.database.owner.query(sql, values);

async function submits(id: string, who = house.staff, note = ''): Promise<Response> {
  return who.submit(pageOf(id), `${pageOf(id)}/review/submit`, { note });
}

async function decides(id: string, fields: Record<string, string>, who = ola): Promise<Response> {
  return who.submit(`${pageOf(id)}/review`, `${pageOf(id)}/review/decide`, fields);
}

/** Written by Kari, approved by Ola. */
async function approved(subject: string): Promise<string> {
  const id = await house.writes(list, subject);
  expect(doneOf(await submits(id))).toBe('submitted');
  expect(doneOf(await decides(id, approval))).toBe('approved');
  return id;
}

const mailsOf = (subject: string) => house.sink.mails.filter(({ parsed }) => parsed.subject === subject);

describe('a campaign to a list that takes two', () => {
  test('is put forward, read, approved by another, and sent as it was approved', async () => {
    const id = await house.writes(
      list,
      'Høsten',
      '# Hei\n\n[Billetter](https://fjellhallen.example/kjop?x=1&y=2)',
    );
    const draft = await house.staff.page(pageOf(id));
    expect(draft).toContain(t('review.submit'));
    expect(draft).not.toContain('/send"');
    await submits(id, house.staff, 'Se på datoen.');
    expect(await house.campaignState(id)).toBe('in-review');
    expect(textOf(await house.staff.page(pageOf(id)))).toContain('Ola Medarbeider kan godkjenne den.');

    const overview = await ola.page('/staff');
    expect(textOf(overview)).toContain(
      'Kari Nordmann ber om at noen leser «Høsten» til Programmet før den sendes.',
    );
    expect(overview).toContain(`${pageOf(id)}/review`);
    expect(await house.staff.page('/staff')).not.toContain(`${pageOf(id)}/review`);

    const page = await ola.page(`${pageOf(id)}/review`);
    const read = textOf(page);
    expect(read).toContain('Se på datoen.');
    expect(read).toContain('Nyheter om Programmet.');
    expect(read).toContain('Fjellhallen, program@fjellhallen.example');
    expect(read).toContain('Billetter https://fjellhallen.example/kjop?x=1&y=2');
    expect(read).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(read).not.toContain(t('review.changed'));
    const frame = await ola.get(`${pageOf(id)}/review/html`);
    expect(frame.headers.get('content-security-policy')).toContain('sandbox allow-popups');
    const html = await frame.text();

    expect(doneOf(await decides(id, approval))).toBe('approved');
    expect(await house.campaignState(id)).toBe('approved');
    const ready = textOf(await house.staff.page(pageOf(id)));
    expect(ready).toContain('Godkjent av Ola Medarbeider');
    await house.presses('send', list, id);
    await house.isSent(id);
    const [mail] = mailsOf('Høsten');
    expect(mail!.to).toEqual(['anna@example.org']);
    // What the second person was shown is what arrived, but for each recipient's own way out.
    const own = (text: string) =>
      text
        .replaceAll(/\/u\/[\w-]*/g, '/u/')
        .replace('<base target="_blank">', '')
        .trim();
    expect(own(html)).toBe(own(String(mail!.parsed.html)));
    expect(textOf(await house.staff.page(pageOf(id)))).toContain('Godkjent av Ola Medarbeider');
  });

  test('is not sent by whoever wrote it, nor approved: not by page, not with her own proof', async () => {
    const id = await house.writes(list, 'Alene');
    const csrf = formTo(await house.staff.page(pageOf(id)), '/staff/sign-out').hidden['csrf']!;
    const sent = await house.staff.post(`${pageOf(id)}/send`, { csrf });
    expect([sent.status, textOf(await sent.text())]).toEqual([
      422,
      expect.stringContaining(t('held.not-approved.what')),
    ]);
    await submits(id);
    const page = await house.staff.page(`${pageOf(id)}/review`);
    expect(page).not.toContain('value="approve"');
    const digest = await digestOf(id);
    const forced = await house.staff.post(`${pageOf(id)}/review/decide`, {
      csrf,
      digest,
      decision: 'approve',
      factorNonce: newNonce(),
      factorPassword: 'fire ord som ingen gjetter',
    });
    expect([forced.status, textOf(await forced.text())]).toEqual([
      422,
      expect.stringContaining(t('decide.error.own')),
    ]);
    expect((await siri.get(`${pageOf(id)}/review`)).status).toBe(200);
    expect(
      (await siri.post(`${pageOf(id)}/review/decide`, { csrf: await csrfOf(siri), decision: 'approve' }))
        .status,
    ).toBe(404);
    expect(await house.campaignState(id)).toBe('in-review');
    expect(doneOf(await house.staff.submit(pageOf(id), `${pageOf(id)}/review/withdraw`))).toBe('withdrawn');
    expect(await house.campaignState(id)).toBe('draft');
  });

  test('is not approved by somebody who has changed it since', async () => {
    const id = await house.writes(list, 'Rettet av en annen');
    await edits(ola, id, { body: 'Ola har skrevet dette.' });
    expect(doneOf(await submits(id))).toBeUndefined();
    expect(await house.campaignState(id)).toBe('draft');
    const third = await colleague(house, { name: 'Tora Lie', roles: ['approver'] });
    await submits(id);
    const page = await ola.page(`${pageOf(id)}/review`);
    expect(page).not.toContain('value="approve"');
    expect((await third.page('/staff')).includes(`${pageOf(id)}/review`)).toBe(true);
    expect((await ola.page('/staff')).includes(`${pageOf(id)}/review`)).toBe(false);
    expect(doneOf(await decides(id, approval, third))).toBe('approved');
    await query(`update jatakk.staff set state = 'disabled' where name = 'Tora Lie'`);
  });

  test('goes back with a reason, which its author sees; without one it stays', async () => {
    const id = await house.writes(list, 'Feil dato');
    await submits(id);
    const silent = await decides(id, { decision: 'refuse', reply: ' ' });
    expect(silent.status).toBe(422);
    expect(await silent.text()).toContain('id="reply-error"');
    expect(doneOf(await decides(id, { decision: 'refuse', reply: 'Datoen er feil.' }))).toBe('sent-back');
    expect(await house.campaignState(id)).toBe('draft');
    const page = textOf(await house.staff.page(pageOf(id)));
    expect(page).toContain('Ola Medarbeider sendte den tilbake');
    expect(page).toContain('Datoen er feil.');
  });

  test('is told what a proof lacks: none, a wrong one, and what was read has changed', async () => {
    const id = await house.writes(list, 'Uten bevis');
    await submits(id);
    const none = await decides(id, { decision: 'approve' });
    expect([none.status, textOf(await none.text())]).toEqual([
      422,
      expect.stringContaining(t('decide.error.no-proof')),
    ]);
    const wrong = await decides(id, { ...approval, factorPassword: 'ikke passordet' });
    expect([wrong.status, textOf(await wrong.text())]).toEqual([
      422,
      expect.stringContaining(t('factor.error.wrong')),
    ]);
    const other = await decides(id, { ...approval, digest: 'AAAA' });
    expect(textOf(await other.text())).toContain(t('decide.error.other-content'));
    expect(await house.campaignState(id)).toBe('in-review');
  });
});

describe('an approval', () => {
  test('is void once the text changes, says so, and shows the next reader what has changed', async () => {
    const id = await approved('Vinteren');
    await edits(house.staff, id, { body: 'Dette skjer ikke.' });
    expect(await house.campaignState(id)).toBe('draft');
    const page = textOf(await house.staff.page(pageOf(id)));
    expect(page).toContain(t('review.void'));
    expect(page).toContain(t('review.void.edited'));
    await submits(id);
    const again = await ola.page(`${pageOf(id)}/review`);
    expect(again).toContain('<del>');
    expect(textOf(again)).toContain('Dette skjer ikke.');
    expect(textOf(again)).not.toContain(t('review.part.subject') + ' Vinteren Vinteren');
  });

  test('stays while the same text is saved again', async () => {
    const id = await approved('Lagret uendret');
    await edits(house.staff, id, {});
    expect(await house.campaignState(id)).toBe('approved');
  });

  const surroundings: [string, string, string][] = [
    ['the list’s name', `update jatakk.list set name = name || '!' where id = $1`, 'list-changed'],
    [
      'its sender',
      `update jatakk.list set sender_address = 'ny@fjellhallen.example' where id = $1`,
      'list-changed',
    ],
    ['the sender’s name', `update jatakk.list set sender_name = 'Noen andre' where id = $1`, 'list-changed'],
    [
      'corrected words',
      `insert into jatakk.purpose_text (register_id, list_id, version, revision, locale, text, frequency, sha256)
       select register_id, list_id, version, revision + 1, locale, 'Rettet.', frequency, sha256('x')
         from jatakk.purpose_text where list_id = $1`,
      'purpose-changed',
    ],
    [
      'the organisation',
      `update jatakk.organisation set postal_address = postal_address || ' B' where $1::uuid is not null`,
      'organisation-changed',
    ],
    [
      'what the list asks',
      `insert into jatakk.list_field select gen_random_uuid(), register_id, id, 1, 'fornavn' from jatakk.list where id = $1`,
      'questions-changed',
    ],
  ];
  test.each(surroundings)('is void once %s is another, scheduled or not', async (what, sql, why) => {
    const waiting = await house.writes(list, `Venter på ${what}`);
    await submits(waiting);
    const ready = await approved(`Klar for ${what}`);
    await query('update jatakk.installation set undo_seconds = 300');
    const scheduled = await approved(`Satt opp for ${what}`);
    await house.presses('send', list, scheduled);
    await query('update jatakk.installation set undo_seconds = 0');
    expect(await house.campaignState(scheduled)).toBe('scheduled');
    await query(sql, [list.listId]);
    for (const id of [waiting, ready, scheduled]) {
      expect([id, await house.campaignState(id)]).toEqual([id, 'draft']);
      expect((await voidOf(id)).void_why).toBe(why);
    }
    expect(mailsOf(`Satt opp for ${what}`)).toEqual([]);
  });

  test('of what is sent and taken back within the undo time holds', async () => {
    const id = await approved('Angret');
    await query('update jatakk.installation set undo_seconds = 300');
    await house.presses('send', list, id);
    await house.presses('undo', list, id);
    await query('update jatakk.installation set undo_seconds = 0');
    expect(await house.campaignState(id)).toBe('approved');
  });

  test('is what goes out, though the sender is renamed while it is on its way', async () => {
    const id = await approved('Underveis');
    await query(
      `update jatakk.campaign set state = 'paused', started_at = now(), link_key_version = 1 where id = $1`,
      [id],
    );
    await query(
      `insert into jatakk.delivery (id, register_id, campaign_id, subscription_id)
       select gen_random_uuid(), s.register_id, $1, s.id from jatakk.subscription s where s.list_id = $2`,
      [id, list.listId],
    );
    const { rows } = await query('select sender_name from jatakk.list where id = $1', [list.listId]);
    await query(`update jatakk.list set sender_name = 'En helt annen' where id = $1`, [list.listId]);
    await house.presses('resume', list, id);
    await house.isSent(id);
    const [mail] = mailsOf('Underveis');
    expect(mail!.parsed.from!.value[0]!.name).toBe((rows[0] as { sender_name: string }).sender_name);
  });

  test('given on trial does not go live: it is a draft, and approved anew', async () => {
    const id = await approved('Fra prøvetiden');
    await query('begin');
    await query('select jatakk.forget_trial()');
    expect(await house.campaignState(id)).toBe('draft');
    expect((await query(`select 1 from jatakk.proposal where kind = 'campaign'`)).rowCount).toBe(0);
    await query('rollback');
  });
});

describe('one pair of eyes', () => {
  beforeEach(async () => {
    await query('update jatakk.list set eyes = 1 where id = $1', [alone.listId]);
  });

  const eyes = () => `/staff/registers/${alone.registerId}/lists/${alone.listId}/eyes`;

  test('sends alone, with six times as long to undo, and the public is told for which lists', async () => {
    await query('update jatakk.installation set undo_seconds = 60');
    const id = await house.writes(alone, 'Alene');
    expect(textOf(await house.staff.page(pageOf(id, alone)))).toContain('begynner 6 minutter etter');
    await house.presses('send', alone, id);
    const { rows } = await query(
      `select extract(epoch from starts_at - now())::integer as wait from jatakk.campaign where id = $1`,
      [id],
    );
    expect((rows[0] as { wait: number }).wait).toBeGreaterThan(350);
    await house.presses('undo', alone, id);
    await query('update jatakk.installation set undo_seconds = 0');
    expect(await house.campaignState(id)).toBe('draft');
    const told = textOf(await house.visitor.page('/personvern'));
    expect(told).toContain(`${t('privacy.eyes.alone')} Driften`);
    expect(told).not.toContain('alene: Driften Programmet');
  });

  test('becomes two at once, and what one person has set to go waits for another', async () => {
    await query('update jatakk.installation set undo_seconds = 60');
    const id = await house.writes(alone, 'Satt opp alene');
    await house.presses('send', alone, id);
    await query('update jatakk.installation set undo_seconds = 0');
    expect(doneOf(await house.staff.submit(eyes(), eyes()))).toBe('saved');
    expect(await house.campaignState(id)).toBe('draft');
    expect(await eyesOf()).toBe(2);
  });

  test('is reached from two only by another person’s yes, with a proof', async () => {
    await query('update jatakk.list set eyes = 2 where id = $1', [alone.listId]);
    expect((await house.staff.submit(eyes(), eyes(), { why: ' ' })).status).toBe(422);
    const answer = await house.staff.submit(eyes(), eyes(), { why: 'Bare korte driftsmeldinger.' });
    const proposal = answer.headers.get('location')!;
    expect(await eyesOf()).toBe(2);
    expect(await house.staff.page(proposal)).not.toContain('value="approve"');
    expect(textOf(await ola.page('/staff'))).toContain('én skal kunne sende alene til «Driften»');
    expect((await ola.submit(proposal, `${proposal}/decide`, { decision: 'approve' })).status).toBe(422);
    expect(await eyesOf()).toBe(2);
    expect((await ola.submit(proposal, `${proposal}/decide`, approval)).status).toBe(303);
    expect(await eyesOf()).toBe(1);
    expect(textOf(await house.staff.page(proposal))).toContain('Ola Medarbeider godtok det');
  });

  test('is reached by whoever is alone in the house, with their own proof', async () => {
    await query('update jatakk.list set eyes = 2 where id = $1', [alone.listId]);
    await query(`update jatakk.staff set state = 'disabled' where name like 'Ola%'`);
    const id = await house.writes(alone, 'Ingen å spørre');
    const stuck = await house.staff.submit(pageOf(id, alone), `${pageOf(id, alone)}/review/submit`);
    expect(textOf(await stuck.text())).toContain(t('review.nobody'));
    const answer = await house.staff.submit(eyes(), eyes(), { why: 'Jeg er alene.' });
    const proposal = answer.headers.get('location')!;
    const none = await house.staff.submit(proposal, `${proposal}/decide-alone`, { decision: 'approve' });
    expect([none.status, await eyesOf()]).toEqual([422, 2]);
    const own = { decision: 'approve', factorPassword: 'fire ord som ingen gjetter' };
    expect((await house.staff.submit(proposal, `${proposal}/decide-alone`, own)).status).toBe(303);
    expect(await eyesOf()).toBe(1);
    await query(`update jatakk.staff set state = 'active' where name like 'Ola%'`);
  });

  async function eyesOf(): Promise<number> {
    const { rows } = await query('select eyes from jatakk.list where id = $1', [alone.listId]);
    return (rows[0] as { eyes: number }).eyes;
  }
});

test('a campaign that was held before it began can be a draft again, and is approved anew', async () => {
  const id = await approved('Holdt');
  await query(`update jatakk.campaign set state = 'held', held_reason = 'late-start' where id = $1`, [id]);
  await house.presses('undo', list, id);
  expect(await house.campaignState(id)).toBe('draft');
  expect((await voidOf(id)).void_why).toBe('taken-back');
});

test('the last word takes two like any other, and its list opens again when it is taken back', async () => {
  const own = await house.makeList(list.registerId, 'sesong', 'Sesongen', 2);
  await house.joins(own, 'anna@example.org');
  const life = `/staff/registers/${own.registerId}/lists/${own.listId}/life`;
  const { rows } = await query(
    `select jatakk.draft_farewell(x.token_hash, $1, 'nb', 'Farvel', 'Takk for følget.') as id
       from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id and s.name = 'Kari Nordmann' limit 1`,
    [own.listId],
  );
  const id = (rows[0] as { id: string }).id;
  await submits(id);
  expect(doneOf(await decides(id, approval))).toBe('approved');
  await query('update jatakk.installation set undo_seconds = 300');
  await house.presses('send', own, id);
  expect(await stateOf(own)).toBe('closing');
  await house.presses('undo', own, id);
  await query('update jatakk.installation set undo_seconds = 0');
  expect([await stateOf(own), await house.campaignState(id)]).toEqual(['open', 'approved']);
  await house.presses('send', own, id);
  await house.isSent(id);
  await until('the list is closed', async () => (await stateOf(own)) === 'closed');
  expect((await house.staff.get(life)).status).toBe(200);
});

async function stateOf(of: ListIds): Promise<string> {
  const { rows } = await query('select state from jatakk.list where id = $1', [of.listId]);
  return (rows[0] as { state: string }).state;
}

async function voidOf(id: string): Promise<{ state: string; void_why: string }> {
  const { rows } = await query(
    `select p.state, p.void_why from jatakk.proposal p join jatakk.campaign c on c.proposal_id = p.id where c.id = $1`,
    [id],
  );
  return rows[0] as { state: string; void_why: string };
}

async function digestOf(id: string): Promise<string> {
  const { rows } = await query(
    'select p.digest from jatakk.proposal p join jatakk.campaign c on c.proposal_id = p.id where c.id = $1',
    [id],
  );
  return (rows[0] as { digest: Buffer }).digest.toString('base64url');
}

async function csrfOf(who: HttpClient): Promise<string> {
  return formTo(await who.page('/staff'), '/staff/sign-out').hidden['csrf']!;
}

async function edits(who: HttpClient, id: string, changed: Record<string, string>): Promise<void> {
  const { rows } = await query(
    'select locale as language, subject, preheader, body from jatakk.campaign where id = $1',
    [id],
  );
  const page = `${pageOf(id)}/edit`;
  const answer = await who.submit(page, pageOf(id), { ...(rows[0] as Record<string, string>), ...changed });
  if (answer.status !== 303) throw new Error(`edit: ${answer.status}`);
}
