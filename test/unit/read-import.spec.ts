import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readTime } from '../../src/subscriptions/moving-in/confirmation-time.js';
import type { ImportedRow } from '../../src/subscriptions/moving-in/judge-row.js';
import { readImport } from '../../src/subscriptions/moving-in/read-import.js';
import { TOOLS, type ToolName } from '../../src/subscriptions/moving-in/tools.js';
import { UnreadableImport } from '../../src/subscriptions/moving-in/unreadable-import.js';

const wordings = [
  { from: '2023-01-01', to: '2023-12-31', text: 'a', note: 'b' },
  { from: '2024-01-01', to: '2024-12-31', text: 'c', note: 'd' },
];

async function read(source: string | Buffer[], tool: ToolName = 'other') {
  const rows: ImportedRow[] = [];
  const pieces = typeof source === 'string' ? [Buffer.from(source)] : source;
  async function* chunks() {
    yield* pieces;
  }
  const judging = { tool: TOOLS[tool], wordings, now: new Date('2025-01-01T00:00:00Z'), mayTake: () => true };
  const found = await readImport(chunks(), judging, async (row) => void rows.push(row));
  return { ...found, rows };
}

const codeOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    (error: unknown) => (error instanceof UnreadableImport ? error.code : error),
  );

describe('what a tool exports', () => {
  test('Mailchimp: confirmed is who signed up before, and confirmed after', async () => {
    const { usable, refused, rows } = await read(
      [
        'Email Address,First Name,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME',
        'a@example.org,"A, ""a""",2023-05-01 10:00:00,2023-05-01 10:01:00,',
        'b@example.org,B,,2023-05-01 10:01:00,',
        'c@example.org,C,2023-05-01 10:01:00,2023-05-01 10:01:00,',
        'd@example.org,D,2023-05-01 10:00:00,2023-05-01 10:01:00,2023-06-01 10:00:00',
      ].join('\n'),
      'mailchimp',
    );
    expect({ usable, refused }).toEqual({ usable: 1, refused: { 'single-opt-in': 2, 'not-subscribed': 1 } });
    expect(rows).toEqual([{ address: 'a@example.org', confirmedAt: '2023-05-01T10:01:00.000Z', wording: 1 }]);
  });

  test.each([
    [
      'listmonk',
      'uuid,email,name,attributes,status,created_at,updated_at\nu,a@example.org,A,{},enabled,2024-01-01,2024-01-01',
    ],
    ['keila', 'Email,First name,Last name,Data,Status\na@example.org,A,B,{},active'],
  ] as const)('%s: as it comes, no row says when it was confirmed, so none is taken', async (tool, file) => {
    expect(await read(file, tool)).toMatchObject({ usable: 0, refused: { 'no-confirmation-time': 1 } });
  });

  test.each([
    [
      'listmonk',
      'email,status,confirmed_at\na@example.org,enabled,2024-01-01T10:00:00+01:00\nb@example.org,blocklisted,2024-01-01',
    ],
    [
      'keila',
      'Email;Status;double_opt_in_at\na@example.org;active;2024-01-01T09:00:00Z\nb@example.org;unsubscribed;2024-01-01',
    ],
  ] as const)('%s: with the time that a query adds', async (tool, file) => {
    const { usable, refused, rows } = await read(file, tool);
    expect({ usable, refused }).toEqual({ usable: 1, refused: { 'not-subscribed': 1 } });
    expect(rows[0]).toEqual({
      address: 'a@example.org',
      confirmedAt: '2024-01-01T09:00:00.000Z',
      wording: 2,
    });
  });
});

describe('a hostile file', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['headings alone', 'email,confirmed_at\n', 'read'],
    ['a byte order mark', '\uFEFFemail,confirmed_at\na@example.org,2024-01-01', 'read'],
    ['a NUL', 'email,confirmed_at\na\0@example.org,2024-01-01', 'binary'],
    ['a column twice', 'email,Email ,confirmed_at\na,b,c', 'column-twice'],
    ['another column twice', 'email,x,x,confirmed_at\na@example.org,1,2,2024-01-01', 'read'],
    ['no column of addresses', 'name,confirmed_at\na,2024-01-01', 'no-address-column'],
    ['a quote that nobody closes', 'email,confirmed_at\n"a@example.org,2024-01-01\n', 'broken'],
    ['a quote in the middle', 'email,confirmed_at\na"b@example.org,2024-01-01\n', 'broken'],
    ['a line of 10 MB', `email,confirmed_at\n${'x'.repeat(10_000_000)},2024-01-01\n`, 'broken'],
    ['a heading of 10 MB', 'x'.repeat(10_000_000), 'broken'],
    ['a ZIP', 'PK\u0003\u0004\u0000', 'binary'],
  ])('%s: %#', async (_, file, code) => expect(await codeOf(read(file))).toBe(code));

  test('that is no UTF-8, or ends in the middle of a letter', async () => {
    expect(await codeOf(read([Buffer.from('email,confirmed_at\n\xe6@example.org', 'latin1')]))).toBe(
      'not-utf8',
    );
    expect(await codeOf(read([Buffer.from('email\n'), Buffer.of(0xc3)]))).toBe('not-utf8');
  });

  test('whose times are forged, or could mean another day', async () => {
    const times = [
      '2999-01-01',
      '01/02/2024',
      '2024-02-30',
      '2024-13-01',
      '1700000000',
      'yesterday',
      '1970-01-01',
      '-2024-01-01',
    ];
    const lines = times.map((time, n) => `p${n}@example.org,${time}`);
    const { usable, refused } = await read(['email,confirmed_at', ...lines].join('\n'));
    expect({ usable, refused }).toEqual({ usable: 0, refused: { 'future-time': 1, 'unreadable-time': 7 } });
  });

  test('whose addresses are formulas, headers or several', async () => {
    const addresses = [
      '=1+1',
      '@SUM(A1)',
      '"a@example.org, b@example.org"',
      '"a@example.org\r\nBcc: b@example.org"',
      '+cmd|x',
    ];
    const { usable, refused } = await read(
      ['email,confirmed_at', ...addresses.map((one) => `${one},2024-01-01`)].join('\n'),
    );
    expect({ usable, refused }).toEqual({ usable: 0, refused: { 'bad-address': 5 } });
  });

  test('reads the same wherever it is cut into pieces', async () => {
    const file = Buffer.from(
      'email;navn;confirmed_at\r\nå@example.org;Åse;2024-01-01\r\n"b@example.org";"x;\ny";2023-02-02',
    );
    const whole = await read([file]);
    expect(whole.usable).toBe(2);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(file.length), { maxLength: 8 }), async (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), file.length];
        expect(await read(at.slice(1).map((end, n) => file.subarray(at[n], end)))).toEqual(whole);
      }),
    );
  });

  test('of whatever bytes is read or refused, and nothing of it is in what is said', async () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', ' ', '@') })
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (bytes) => {
        const code = await codeOf(read([Buffer.from('email,confirmed_at\n'), Buffer.from(bytes)]));
        expect(typeof code).toBe('string');
      }),
    );
  });
});

test.each([
  ['2024-03-01 10:05:00', '2024-03-01T10:05:00.000Z'],
  ['2024-03-01T10:05:00Z', '2024-03-01T10:05:00.000Z'],
  ['2024-03-01T10:05:00.123456+02:00', '2024-03-01T08:05:00.000Z'],
  ['2024-03-01 10:05:00+00', '2024-03-01T10:05:00.000Z'],
  ['2024-03-01', '2024-03-01T00:00:00.000Z'],
  ['2024-03-01 10:05 UTC', '2024-03-01T10:05:00.000Z'],
  ['1.3.2024', undefined],
  ['', undefined],
])('the time %j is %s', (text, iso) => expect(readTime(text)?.toISOString()).toBe(iso));
