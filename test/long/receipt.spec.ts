import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Receipt } from '../../src/subscriptions/receipts/receipt.js';
import { unarmour } from '../../src/subscriptions/receipts/armour.js';
import { verifyReceipt } from '../../src/subscriptions/receipts/verify-receipt.js';
import { tagsOf, textOf } from '../support/html.js';
import { confirmPath, type ListIds, TestHouse } from '../support/house.js';
import type { SunkMail } from '../support/sink.js';
import { until } from '../support/until.js';

let house: TestHouse;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
});
afterAll(() => house.close());

const receiptPath = (mail: SunkMail) => `${confirmPath(mail)}/receipt`;

const received = (text: string): Receipt => {
  const found = unarmour(text);
  if (!found.ok) throw new Error(found.why);
  return found.receipt;
};

const decoded = (html: string) => html.replaceAll('&#x2F;', '/').replaceAll('&amp;', '&');

/** What the relay said of the confirmation may be written a moment after it has arrived. */
const isShown = (mail: SunkMail) =>
  until('the receipt is shown', async () =>
    (await house.visitor.page(receiptPath(mail))).includes('<textarea'),
  );

const notices = async (kind: string) =>
  (
    await house.database.owner.query<{ id: string; state: string }>(
      'select id, state from jatakk.notice where kind = $1',
      [kind],
    )
  ).rows;

test('after confirming, the page leads to a receipt with the words and the times, that holds without us', async () => {
  await house.signsUpTo(list, 'ann@example.org');
  const mail = await house.confirmationFor('ann@example.org', list);
  const page = await (await house.confirms(mail)).text();
  expect(decoded(page)).toContain(`href="${receiptPath(mail)}?lang=nb"`);
  // What the relay said of the confirmation may be written a moment after it has arrived.
  const html = await until('the receipt', async () => {
    const answer = await house.visitor.get(receiptPath(mail));
    expect(answer.status).toBe(200);
    const shown = await answer.text();
    return textOf(shown).includes('Ja til Høstprogrammet') && shown;
  });
  expect(textOf(html)).toContain('Nyheter om Høstprogrammet. Omtrent én gang i måneden.');
  expect(html).toContain('<meta name="robots" content="noindex"/>');
  expect(tagsOf(html, 'textarea')).toHaveLength(1);
  const receipt = received(decoded(html));
  expect(verifyReceipt(receipt, 'ann@example.org')).toEqual({
    words: true,
    promised: true,
    place: 'not-yet',
    address: 'same',
    holds: true,
  });
  expect(verifyReceipt(receipt, 'bo@example.org').address).toBe('other');
  expect(JSON.stringify(receipt)).not.toContain('ann@');
  expect(receipt).toMatchObject({
    organisation: 'Fjellhallen',
    words: { text: 'Nyheter om Høstprogrammet.' },
  });
  expect(receipt.record.confirmation?.messageId).toBe(mail.parsed.messageId);
});

test('looking at it changes nothing that is kept, and it is the same each time', async () => {
  const mail = await house.joins(list, 'bo@example.org');
  const kept = async () =>
    (
      await house.database.owner.query(
        `select (select jsonb_agg(to_jsonb(c) order by c.id) from jatakk.consent_record c) as records,
                (select jsonb_agg(to_jsonb(s) order by s.id) from jatakk.subscription s) as subscriptions,
                (select jsonb_agg(to_jsonb(n) order by n.id) from jatakk.notice n) as notices`,
      )
    ).rows[0];
  await isShown(mail);
  const first = received(decoded(await (await house.visitor.get(receiptPath(mail))).text()));
  const before = await until('the confirmation is settled', async () => {
    const now = (await kept()) as { notices: { state: string }[] };
    return now.notices.every(({ state }) => state === 'accepted') && now;
  });
  for (const method of ['GET', 'HEAD', 'GET'])
    await fetch(house.url + receiptPath(mail), { method, headers: { accept: 'text/html' } });
  expect(received(decoded(await (await house.visitor.get(receiptPath(mail))).text()))).toEqual(first);
  expect(await kept()).toEqual(before);
  const { rows } = await house.database.owner.query('select 1 from jatakk.window_ask');
  expect(rows).toEqual([]);
});

test('before the yes, after seven days, or with another token there is none', async () => {
  await house.signsUpTo(list, 'cis@example.org');
  const mail = await house.confirmationFor('cis@example.org', list);
  const early = await house.visitor.get(receiptPath(mail));
  expect([early.status, textOf(await early.text())]).toEqual([
    404,
    expect.stringContaining('Denne lenken gir ingen kvittering'),
  ]);
  expect((await house.visitor.post(receiptPath(mail), {})).status).toBe(404);
  await house.confirms(mail);
  expect((await house.visitor.get(receiptPath(mail))).status).toBe(200);
  await house.noticesAccepted();
  await house.database.owner.query(
    `update jatakk.notice set handed_at = handed_at - interval '8 days', accepted_at = accepted_at - interval '8 days'`,
  );
  expect((await house.visitor.get(receiptPath(mail))).status).toBe(404);
  expect((await house.visitor.post(receiptPath(mail), {})).status).toBe(404);
  expect((await house.visitor.get(`/confirm/${'A'.repeat(43)}/receipt`)).status).toBe(404);
  expect((await house.visitor.get('/confirm/x/receipt')).status).toBe(404);
});

test('pressed for, it comes by mail to whoever confirmed, once an hour, and holds as it arrived', async () => {
  const mail = await house.joins(list, 'dag@example.org');
  await isShown(mail);
  const asked = await house.visitor.submit(receiptPath(mail), receiptPath(mail));
  expect(textOf(await asked.text())).toContain('Kvitteringen er på vei');
  const sent = await until('the receipt', () =>
    house.sink.to('dag@example.org').find(({ parsed }) => parsed.subject?.startsWith('Kvittering')),
  );
  expect(sent.parsed.subject).toBe('Kvittering: Høstprogrammet');
  const receipt = received(sent.parsed.text!);
  expect(verifyReceipt(receipt, 'dag@example.org')).toMatchObject({ holds: true, address: 'same' });
  expect(received(decoded(sent.parsed.html as string))).toEqual(receipt);
  // It may be shown around: nothing in it lets anybody act for this person.
  expect(sent.parsed.text).not.toMatch(/\/(u|confirm|manage)\//);

  const again = await Promise.all(Array.from({ length: 5 }, () => house.visitor.post(receiptPath(mail), {})));
  for (const answer of again) expect(textOf(await answer.text())).toContain('Kvitteringen er allerede sendt');
  expect(await notices('receipt')).toHaveLength(1);
});

test('pressed ten times at once, one mail goes', async () => {
  const mail = await house.joins(list, 'eli@example.org');
  const before = (await notices('receipt')).length;
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => house.visitor.post(receiptPath(mail), {})),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect((await notices('receipt')).length).toBe(before + 1);
});

test('one that has left keeps the receipt of the yes; one that is suppressed gets no mail', async () => {
  const mail = await house.joins(list, 'finn@example.org');
  const out = /\/u\/[\w-]{43}/.exec(mail.parsed.text!)![0];
  await house.visitor.submit(out, out);
  expect((await house.visitor.get(receiptPath(mail))).status).toBe(200);
  await house.database.owner.query(
    `insert into jatakk.suppression (register_id, hash, kind)
       select register_id, suppression_hash, 'objection' from jatakk.subscriber`,
  );
  await house.visitor.post(receiptPath(mail), {});
  await until('it is skipped', async () =>
    (await notices('receipt')).some(({ state }) => state === 'skipped'),
  );
  expect(house.sink.to('finn@example.org')).toHaveLength(1);
  await house.database.owner.query(`delete from jatakk.suppression where kind = 'objection'`);
});

test('while no keeper is there the page says to come back; the answer is not lost', async () => {
  await house.signsUpTo(list, 'gro@example.org');
  const mail = await house.confirmationFor('gro@example.org', list);
  await until('it is settled', async () =>
    (await notices('confirmation')).every(({ state }) => state !== 'handed'),
  );
  await house.stopKeeper();
  await house.confirms(mail);
  const away = await house.visitor.get(receiptPath(mail));
  expect([away.status, textOf(await away.text())]).toEqual([
    503,
    expect.stringContaining('Vi får ikke hentet kvitteringen nå'),
  ]);
  await house.startKeeper();
  expect((await house.visitor.get(receiptPath(mail))).status).toBe(200);
});

test('the page that checks receipts tells a real one, a changed one and one of another address, and stores nothing', async () => {
  const mail = await house.joins(list, 'hans@example.org');
  await isShown(mail);
  const html = decoded(await (await house.visitor.get(receiptPath(mail))).text());
  const block = /-----BEGIN[^]*END JATAKK RECEIPT-----/.exec(html)![0];
  const rows = async () =>
    (
      await house.database.owner.query(
        `select sum((xpath('/row/n/text()', query_to_xml('select count(*) as n from ' || c.oid::regclass, false, true, '')))[1]::text::bigint)
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname in ('jatakk', 'vault') and c.relkind = 'r'`,
      )
    ).rows[0] as object;
  const before = await rows();
  const check = async (receipt: string, address = '') => {
    const answer = await house.visitor.submit('/receipts/verify', '/receipts/verify', { receipt, address });
    return [answer.status, textOf(await answer.text())] as const;
  };
  expect(await check(block.replaceAll('\n', '\n> '))).toEqual([
    200,
    expect.stringContaining('Kvitteringen stemmer'),
  ]);
  const [, ours] = await check(block, 'hans@example.org');
  expect(ours).toContain('Den gjelder adressen du skrev.');
  expect(ours).toContain('Nøkkelen er en av dem vi har publisert.');
  expect(ours).not.toContain('hans@example.org');
  expect(await check(block, 'ola@example.org')).toEqual([
    200,
    expect.stringContaining('Den gjelder en annen adresse enn den du skrev.'),
  ]);
  expect(await check(block.slice(0, 400))).toEqual([
    422,
    expect.stringContaining('Noe av kvitteringen mangler'),
  ]);
  expect(await check('Hei')).toEqual([422, expect.stringContaining('Vi finner ingen kvittering her')]);
  expect(await rows()).toEqual(before);
});
