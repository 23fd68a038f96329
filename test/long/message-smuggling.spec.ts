import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { HostileSink, unstuffed } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';

// Ends of a message that one server sees and another does not (RFC 5321 §2.3.8 and §4.1.1.4: only CRLF . CRLF is one).
const ENDS = {
  'a bare LF on both sides': '\n.\n',
  'a bare CR on both sides': '\r.\r',
  'CR . CRLF': '\r.\r\n',
  'LF . CRLF': '\n.\r\n',
  'CRLF . LF': '\r\n.\n',
  'CRLF . CR': '\r\n.\r',
  'CRLF . CRLF': '\r\n.\r\n',
  'CR CR LF': '\r\r\n.\r\r\n',
  'two dots': '\r\n..\r\n',
  'a dot and a blank': '\r\n. \r\n',
};
const SECOND = 'MAIL FROM:falsk@example.net\r\nRCPT TO:offer@example.net\r\nDATA\r\nFra: noen andre';
const RECIPIENTS = ['anna@example.org', 'bo@example.com'];

let house: TestHouse;
let list: ListIds;
let sink: HostileSink;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  for (const address of RECIPIENTS) await house.joins(list, address);
  sink = await new HostileSink(['PIPELINING', '8BITMIME', 'SMTPUTF8']).listen();
  await keeperTo(house, sink);
});
afterAll(async () => {
  await house.close();
  await sink.close();
});

test.each(Object.entries(ENDS))('%s in a text arrives as one message, and as text', async (_, end) => {
  const before = sink.attempts.length;
  await house.isSent(await house.sends(list, 'Slutt', `Før${end}Etter${end}${SECOND}\r\n.\r\nQUIT`));
  const arrived = sink.attempts.slice(before);
  expect(arrived.map(({ rcptTo }) => rcptTo).toSorted()).toEqual(RECIPIENTS.map((to) => `RCPT TO:<${to}>`));
  for (const { wire } of arrived) {
    const bytes = wire.toString('latin1');
    // Nowhere a line end of another kind, nowhere a line that is one dot: no server can see an end in here.
    expect(bytes.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/);
    expect(bytes).not.toMatch(/^\.\r$/m);
    const mail = await simpleParser(unstuffed(wire), { skipTextToHtml: true });
    // A text has one kind of line end, so what was written reads the same whichever it was typed with.
    expect(squeezed(mail.text!)).toContain(squeezed(`Før${end}Etter${end}${SECOND}\n.\nQUIT`));
    expect(squeezed((mail.html as string).replaceAll(/<[^>]*>/g, '\n'))).toContain('Før\n');
  }
});

test('dots at the start of every line are the text’s own, one by one', async () => {
  const lines = ['.', '..', '...', '.a', '..b', 'c.', '. d'];
  const before = sink.attempts.length;
  await house.isSent(await house.sends(list, 'Prikker', lines.join('\n')));
  for (const { wire } of sink.attempts.slice(before)) {
    const mail = await simpleParser(unstuffed(wire), { skipTextToHtml: true });
    expect(mail.text).toContain(lines.join('\n'));
  }
});

test('NUL is refused where it is typed, and nothing is saved', async () => {
  const campaigns = `/staff/registers/${list.registerId}/campaigns`;
  const draft = { list: list.listId, language: 'nb', subject: 'Null', preheader: '' };
  const answer = await house.staff.submit(`${campaigns}/new/markdown`, campaigns, {
    ...draft,
    body: 'før\0\r\n.\r\netter',
  });
  expect(answer.status).toBe(422);
  const { rowCount } = await house.database.owner.query(
    `select 1 from jatakk.campaign where subject = 'Null'`,
  );
  expect(rowCount).toBe(0);
});

/** Blank lines and blanks at the ends of lines are Markdown's to set. */
function squeezed(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(/[ \n]*\n[ \n]*/g, '\n');
}
