import { describe, expect, test } from '@jest/globals';
import { LOCALES, translator } from '../../src/platform/i18n/messages.js';
import type { LogLine } from '../../src/staff/audit/search-log.queries.js';
import { isLogAct, LOG_ACTS } from '../../src/web/staff/log-acts.js';
import { logQuery, readLogSearch } from '../../src/web/staff/log-search.js';
import { actLabel, nothingWords, sentenceOf } from '../../src/web/staff/pages/log-words.js';

const ID = '1a2b3c4d-0000-4000-8000-000000000000';
const line: LogLine = {
  number: 7,
  at: new Date('2026-10-02T12:52:00Z'),
  actorKind: 'staff',
  actorId: ID,
  actor: 'Kari Nordmann',
  act: 'send-campaign.send',
  registerId: ID,
  register: 'Nyhetsbrevlesere',
  listId: ID,
  list: 'Nyhetsbrev',
  target: ID,
  campaign: 'Høstprogrammet',
  member: null,
  detail: {},
  nothing: null,
};
const nothingLeft: LogLine = { ...line, actor: null, register: null, list: null, campaign: null };
const acts = Object.values(LOG_ACTS).flat();

test('a line is told in a sentence, in both languages', () => {
  expect(sentenceOf(line, translator('nb'))).toBe(
    'Kari Nordmann startet utsendingen «Høstprogrammet» på listen Nyhetsbrev',
  );
  expect(sentenceOf(line, translator('en'))).toBe(
    'Kari Nordmann started the campaign “Høstprogrammet” on the list Nyhetsbrev',
  );
});

test('what is gone is told apart by the beginning of its number', () => {
  expect(sentenceOf(nothingLeft, translator('nb'))).toBe(
    'En som ikke er her lenger (1a2b3c4d) startet utsendingen «uten emne (1a2b3c4d)» på listen 1a2b3c4d (borte)',
  );
});

test('roles are told by their names, and so is an act that this version does not know', () => {
  const given = { ...line, act: 'roles-given', member: 'Ola', detail: { approver: 1, editor: 2 } };
  expect(sentenceOf(given, translator('nb'))).toBe(
    'Kari Nordmann bestemte rollene til Ola: redaktør, godkjenner',
  );
  expect(sentenceOf({ ...given, detail: {} }, translator('en'))).toBe(
    'Kari Nordmann decided the roles of Ola: none',
  );
  expect(isLogAct('surveys.close')).toBe(false);
  expect(sentenceOf({ ...line, act: 'surveys.close' }, translator('en'))).toContain('“surveys.close”');
});

describe.each(LOCALES)('in %s', (locale) => {
  const t = translator(locale);

  test.each(acts)('%s has its sentence, with everything there and with nothing left', (act) => {
    for (const one of [line, nothingLeft, { ...line, actorKind: 'keeper', actorId: null } as LogLine])
      expect(sentenceOf({ ...one, act }, t)).not.toMatch(/[{}]|undefined/);
    expect(actLabel(act, t)).not.toMatch(/[{}]|undefined|^…?$/);
  });

  test('no two acts are called the same', () => {
    const labels = acts.map((act) => actLabel(act, t));
    expect(labels.filter((label, at) => labels.indexOf(label) !== at)).toEqual([]);
  });

  test('why nothing came of it has its words for every status', () => {
    for (const status of [400, 403, 404, 409, 413, 422, 429, 500, 503])
      expect(nothingWords(status, t)).toMatch(/\.$/);
  });
});

test('a search is read from an address and written to it; what is no answer narrows nothing', () => {
  const search = {
    person: ID,
    act: 'signed-in',
    registerId: ID,
    from: '2026-10-01',
    to: '2026-10-31',
    before: 50,
  };
  const asked = Object.fromEntries(new URLSearchParams(logQuery(search)));
  expect(readLogSearch(asked)).toEqual(search);
  const nonsense = {
    person: 'x',
    act: `'; drop`,
    register: '',
    from: '2026-02-30',
    to: ['2026-10-01'],
    before: '-1',
  };
  expect(Object.values(readLogSearch(nonsense)).filter((value) => value !== undefined)).toEqual([]);
  expect(logQuery({})).toBe('');
});
