import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { signInto } from '../promises/support/attempt.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { RETURN_DOMAIN, TestReceiver } from '../support/receiver.js';
import { feedback, mail, multipart, report } from '../support/returned-mail.js';
import { hands, SmtpTalk } from '../support/smtp-talk.js';
import { until } from '../support/until.js';

const LIST = 'program@fjellhallen.example';
const HARD = report({ status: '5.1.1', diagnostic: '550 5.1.1 no such user' });
const NOT_OURS = '550 5.1.1 There is no such mailbox here';

let house: TestHouse;
let receiver: TestReceiver;
let list: ListIds;
let other: ListIds;

const letter = (fields: Record<string, string>, text = 'Hei, når begynner det?') =>
  mail({ From: 'Kari Nordmann <kari@vigga-kanari.example>', Subject: 'Spørsmål', ...fields }, text);
const fromKari = (to: string | string[]) => ({ from: 'kari@vigga-kanari.example', to });

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
  other = await house.makeList(await house.makeRegister('vigga'), 'vigga');
  await house.database.owner.query(
    `update jatakk.list set sender_address = 'Vigga@Fjellhallen.example' where id = $1`,
    [other.listId],
  );
  receiver = await TestReceiver.start(house);
  // What is put down stays there, to be looked at.
  await house.stopKeeper();
});
afterEach(() => receiver.forget());
afterAll(async () => {
  await receiver.stop();
  await house.close();
});

test('a notice to a return path is put down for that delivery, sealed to its register', async () => {
  const deliveryId = randomUUID();
  const to = await receiver.address('r', list.registerId, deliveryId);
  expect(await hands(receiver.port, { to }, HARD)).toMatch(/^250 /);
  expect(await receiver.arrivals('returned')).toEqual([
    {
      registerId: list.registerId,
      content: { deliveryId, class: 'hard', wording: 'no-such-mailbox', status: '5.1.1', stillTrying: false },
      parts: [],
    },
  ]);
});

test('mail to the address that takes people off is put down as that, whatever it says', async () => {
  const subscriptionId = randomUUID();
  const to = await receiver.address('u', other.registerId, subscriptionId);
  expect(await hands(receiver.port, fromKari(to), 'x')).toMatch(/^250 /);
  const [leave, ...more] = await receiver.arrivals('leave');
  expect(leave).toMatchObject({ registerId: other.registerId, content: { subscriptionId } });
  expect(more).toEqual([]);
});

test('a token that is forged, changed, another register’s or too old is refused like any other address', async () => {
  const id = randomUUID();
  const good = await receiver.address('r', list.registerId, id);
  const days = (count: number) => new Date(Date.now() - count * 86_400_000);
  const at = good.indexOf('@');
  const swap = (text: string, place: number) =>
    text.slice(0, place) + (text[place] === 'a' ? 'b' : 'a') + text.slice(place + 1);
  const theirs = await receiver.address('r', other.registerId, id);
  const bad = [
    swap(good, at - 20),
    swap(good, 4),
    // The id of one with the MAC of another.
    good.slice(0, at - 26) + theirs.slice(at - 26),
    good.replace(/^r/, 'u'),
    good.replace(/^r/, 'R'),
    good.slice(0, at).toUpperCase() + good.slice(at),
    good.slice(0, at - 1) + good.slice(at),
    await receiver.address('r', list.registerId, id, days(16)),
    good.replace(RETURN_DOMAIN, 'fjellhallen.example'),
    `r-${'a'.repeat(55)}@${RETURN_DOMAIN}`,
    'ola@nordmann.example',
    `ola@${RETURN_DOMAIN}`,
    'ola@fjellhallen.example',
    LIST.replace('@', '+x@'),
    `postmaster@nordmann.example`,
  ];
  for (const to of bad) expect([to, await hands(receiver.port, { to }, HARD)]).toEqual([to, NOT_OURS]);
  expect(await receiver.arrivals('returned')).toEqual([]);

  for (const date of [days(0), days(13), days(14)]) {
    const to = await receiver.address('r', list.registerId, id, date);
    expect(await hands(receiver.port, { to }, HARD)).toMatch(/^250 /);
  }
  // A way out stays one.
  const old = await receiver.address('u', list.registerId, id, days(400));
  expect(await hands(receiver.port, { to: old }, 'x')).toMatch(/^250 /);
});

test('mail to an address that a list is sent from is put down for its register, harmless', async () => {
  const message = multipart(
    'mixed',
    [
      ['text/plain; charset=utf-8', 'Hei, når begynner det?\r\n'],
      [
        'text/html; charset=utf-8',
        '<p onclick="x()">Hei <img src="https://vigga-kanari.example/p.gif"></p><script>x</script>',
      ],
      ['application/pdf; name="../../../skjema.exe"', '%PDF-1.4 hei'],
    ],
    {
      From: 'Kari Nordmann <kari@vigga-kanari.example>',
      Subject: '=?utf-8?q?Sp=C3=B8rsm=C3=A5l?=',
      'Message-ID': '<1@vigga-kanari.example>',
      References: '<a@x.example> <b@x.example>',
      'In-Reply-To': '<b@x.example>',
    },
  );
  expect(await hands(receiver.port, fromKari(LIST), message)).toMatch(/^250 /);
  const [arrival] = await receiver.arrivals('mail');
  expect(arrival!.registerId).toBe(list.registerId);
  expect(arrival!.content).toEqual({
    to: LIST,
    from: { address: 'kari@vigga-kanari.example', name: 'Kari Nordmann' },
    subject: 'Spørsmål',
    messageId: '1@vigga-kanari.example',
    references: ['b@x.example', 'a@x.example'],
    text: expect.stringContaining('Hei, når begynner det?') as unknown,
    html: expect.not.stringMatching(/script|onclick|img|p\.gif/) as unknown,
    cut: false,
    attachments: [{ name: 'skjema.exe', type: 'application/pdf', bytes: 12 }],
    automatic: false,
    bulk: false,
    class: 'none',
  });
  expect(arrival!.parts.map(String)).toEqual(['%PDF-1.4 hei']);
});

test('an address is found however its case, and of two registers each gets its own', async () => {
  expect(await hands(receiver.port, fromKari(['VIGGA@FJELLHALLEN.EXAMPLE', LIST]), letter({}))).toMatch(
    /^250 /,
  );
  const found = (await receiver.arrivals('mail')).map(
    ({ registerId, content }) => `${registerId} ${content.to}`,
  );
  expect(new Set(found)).toEqual(
    new Set([`${list.registerId} ${LIST}`, `${other.registerId} vigga@fjellhallen.example`]),
  );
});

test.each(['postmaster', 'Abuse'])('%s takes mail at every domain of ours', async (name) => {
  for (const domain of [RETURN_DOMAIN, 'fjellhallen.example'])
    expect(await hands(receiver.port, fromKari(`${name}@${domain}`), letter({}))).toMatch(/^250 /);
  expect(await receiver.arrivals('mail')).toHaveLength(2);
});

test('what a person writes to a return path is mail to its register, and what a program writes is not', async () => {
  const deliveryId = randomUUID();
  const to = await receiver.address('r', other.registerId, deliveryId);
  await hands(receiver.port, fromKari(to), letter({}));
  await hands(receiver.port, fromKari(to), letter({ 'Auto-Submitted': 'auto-replied' }, 'Jeg er på ferie.'));
  await hands(receiver.port, { to }, letter({ Subject: 'Hva er dette?' }));
  const [written, ...more] = await receiver.arrivals('mail');
  expect(more).toEqual([]);
  expect(written).toMatchObject({
    registerId: other.registerId,
    content: { to: 'vigga@fjellhallen.example' },
  });
  const classes = (await receiver.arrivals('returned')).map(({ content }) => content.class);
  expect(classes.sort()).toEqual(['auto-reply', 'none']);
});

test('a complaint that a provider sends to abuse@ is that of the delivery whose return path it names', async () => {
  const deliveryId = randomUUID();
  const path = await receiver.address('r', list.registerId, deliveryId);
  const about = (returnPath: string) =>
    feedback('abuse').toString().replace('User-Agent', `Original-Mail-From: <${returnPath}>\r\nUser-Agent`);
  expect(await hands(receiver.port, { to: 'abuse@fjellhallen.example' }, about(path))).toMatch(/^250 /);
  expect((await receiver.arrivals('returned')).map(({ content }) => content)).toEqual([
    { deliveryId, class: 'complaint', wording: 'reported-as-spam', stillTrying: false },
  ]);
  await receiver.forget();
  // Without one that is ours it is a mail that somebody may look at.
  const forged = `r-${'a'.repeat(55)}@${RETURN_DOMAIN}`;
  expect(await hands(receiver.port, { to: 'abuse@fjellhallen.example' }, about(forged))).toMatch(/^250 /);
  expect(await receiver.arrivals('returned')).toEqual([]);
  expect((await receiver.arrivals('mail')).map(({ content }) => content.class)).toEqual(['complaint']);
});

test('a message that is handed over again is stored once, and for another recipient once more', async () => {
  const [one, two] = [
    await receiver.address('r', list.registerId, randomUUID()),
    await receiver.address('r', list.registerId, randomUUID()),
  ];
  for (const to of [one, one, two, [one, two]])
    expect(await hands(receiver.port, { to }, HARD)).toMatch(/^250 /);
  const ids = (await receiver.arrivals('returned')).map(({ content }) => content.deliveryId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(2);
  const again = multipart('mixed', [
    ['text/plain', 'hei'],
    ['application/octet-stream', 'x'],
  ]);
  for (const _ of [1, 2]) expect(await hands(receiver.port, fromKari(LIST), again)).toMatch(/^250 /);
  expect(await receiver.arrivals('mail')).toHaveLength(1);
});

test('while the database is away nothing is taken, and nothing lost: 451, and later 250', async () => {
  const { owner } = house.database;
  const { rows } = await owner.query<{ name: string }>('select current_database() as name');
  const { name } = rows[0]!;
  const beside = await signInto(house.database.ownerUrl.replace(name, 'postgres'));
  const to = await receiver.address('r', list.registerId, randomUUID());
  const allow = (yes: boolean) => beside.query(`alter database ${name} with allow_connections ${yes}`);
  await allow(false);
  await owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'jatakk_receiver'`,
  );
  try {
    expect(await hands(receiver.port, { to }, HARD)).toMatch(/^451 4\.3\.0 /);
    // Nobody is refused by what may be long past.
    for (const unknown of [`r-${'a'.repeat(55)}@${RETURN_DOMAIN}`, 'ola@fjellhallen.example'])
      expect(await hands(receiver.port, { to: unknown }, HARD)).toMatch(/^451 4\.3\.0 /);
  } finally {
    await allow(true);
    await beside.end();
  }
  await until('it is taken', async () => (await hands(receiver.port, { to }, HARD)).startsWith('250'));
  expect(await receiver.arrivals('returned')).toHaveLength(1);
});

test('what is too large is refused, told before or found out', async () => {
  const talk = await SmtpTalk.greeted(receiver.port);
  expect(await talk.says('MAIL FROM:<> SIZE=10485761')).toMatch(/^552 /);
  expect(await talk.begins('kari@vigga-kanari.example', LIST)).toMatch(/^354/);
  expect(await talk.sends(`Subject: x\r\n\r\n${'0123456789'.repeat(1_100_000)}`)).toMatch(/^552 /);
  // The connection goes on.
  expect(await talk.begins('kari@vigga-kanari.example', LIST)).toMatch(/^354/);
  expect(await talk.sends(letter({}))).toMatch(/^250 /);
  await talk.quits();
  expect(await receiver.arrivals('mail')).toHaveLength(1);
});

test('nobody signs in, is told whom it knows, or has mail relayed', async () => {
  const talk = await SmtpTalk.to(receiver.port);
  await talk.hears();
  const offered = await talk.says('EHLO mx.reader.example');
  expect(offered).toContain('PIPELINING');
  expect(offered).not.toMatch(/AUTH|STARTTLS|XCLIENT|XFORWARD|ETRN/);
  expect(await talk.says('AUTH PLAIN AGthcmkAa2FyaQ==')).toMatch(/^5\d\d /);
  expect(await talk.says(`VRFY ${LIST}`)).toMatch(/^5\d\d /);
  expect(await talk.says(`EXPN ${LIST}`)).toMatch(/^5\d\d /);
  for (const to of [
    'ola@nordmann.example',
    `ola%nordmann.example@fjellhallen.example`,
    `"ola@nordmann.example"@fjellhallen.example`,
    `@fjellhallen.example:ola@nordmann.example`,
    `ola@nordmann.example@fjellhallen.example`,
  ]) {
    await talk.says('RSET');
    expect(await talk.begins('', to)).toMatch(/^5\d\d /);
  }
  talk.drops();
});

test('commands sent all at once are answered one by one', async () => {
  const talk = await SmtpTalk.greeted(receiver.port);
  const to = await receiver.address('r', list.registerId, randomUUID());
  talk.writes(
    `MAIL FROM:<>\r\nRCPT TO:<${to}>\r\nRCPT TO:<ola@nordmann.example>\r\nDATA\r\n${HARD.toString()}\r\n.\r\nQUIT\r\n`,
  );
  const codes: string[] = [];
  for (let reply = await talk.hears(); reply; reply = await talk.hears()) codes.push(reply.slice(0, 3));
  expect(codes).toEqual(['250', '250', '550', '354', '250', '221']);
  expect(await receiver.arrivals('returned')).toHaveLength(1);
});

test('lone CR, LF and NUL end no message and smuggle no second one in', async () => {
  const second = `\r\nMAIL FROM:<>\r\nRCPT TO:<${LIST}>\r\nDATA\r\nSubject: smuglet\r\n\r\nx\r\n`;
  for (const end of [
    '\n.\n',
    '\n.\r\n',
    '\r.\r',
    '\r\n.\n',
    '\r.\r\n',
    '\r\n.\r',
    '\0\r\n.\0\r\n',
    '\r\n\0.\r\n',
  ]) {
    const talk = await SmtpTalk.greeted(receiver.port);
    await talk.begins('kari@vigga-kanari.example', LIST);
    talk.writes(`From: kari@vigga-kanari.example\r\nSubject: først\r\n\r\nx${end}${second}\r\n.\r\n`);
    expect([end, await talk.hears()]).toEqual([end, expect.stringMatching(/^250 /)]);
    await talk.quits();
    const subjects = (await receiver.arrivals('mail')).map(({ content }) => content.subject);
    expect([end, subjects]).toEqual([end, ['først']]);
    await receiver.forget();
  }
});

test('whoever goes away in the middle leaves nothing behind', async () => {
  const talk = await SmtpTalk.greeted(receiver.port);
  await talk.begins('kari@vigga-kanari.example', LIST);
  talk.writes('Subject: halvt\r\n\r\nx');
  talk.drops();
  expect(await hands(receiver.port, fromKari(LIST), letter({}))).toMatch(/^250 /);
  expect((await receiver.arrivals('mail')).map(({ content }) => content.subject)).toEqual(['Spørsmål']);
});

test('whoever asks for one mailbox after the other is not listened to for long', async () => {
  const talk = await SmtpTalk.greeted(receiver.port);
  await talk.says('MAIL FROM:<>');
  const codes: string[] = [];
  for (let count = 0; count < 30; count += 1) {
    const reply = await talk.says(`RCPT TO:<ola${count}@fjellhallen.example>`);
    codes.push(reply.slice(0, 3));
    if (reply.startsWith('421') || reply === '') break;
  }
  expect(codes.at(-1)).toBe('421');
  expect(codes.length).toBeLessThanOrEqual(20);
});

test('nothing of what came is in what it has printed', () => {
  const said = receiver.process.said();
  expect(said).not.toMatch(/kanari|nordmann|fjellhallen\.example|Spørsmål|ferie|[ru]-[a-z2-7]{55}/i);
  // It has said that it could not store something.
  expect(said).toContain('could not be stored');
});
