import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NoteFacts } from '../../src/keeper/note-facts.service.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { textOf } from '../support/html.js';
import { chooses, SITE } from '../support/beacons.js';
import { colleague } from '../support/colleague.js';
import type { HttpClient } from '../support/http-client.js';

const t = translator('nb');
const PAGE = '/personvern?lang=nb';
const CHANGES = '/personvern/endringer?lang=nb';
const OWN = '/staff/privacy-page';

let house: TestHouse;
let list: ListIds;
let officer: HttpClient;
let editor: HttpClient;

const owner = (statement: string, parameters: unknown[] = []) =>
  house.database.owner.query(statement, parameters);
const shown = async (path = PAGE) => textOf(await house.visitor.page(path));
const note = () => house.keeper!.get(NoteFacts).note();
const versions = async () =>
  (await owner('select count(*)::integer as n from jatakk.facts_version')).rows[0].n as number;

/** The newest version's words on the page of changes. */
async function newest(path = CHANGES): Promise<string> {
  const page = await house.visitor.page(path);
  return textOf(/<section class="version"[\s\S]*?<\/section>/.exec(page)![0]);
}

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(
    await house.makeRegister('nyhetsbrev', 'Nyhetsbrev'),
    'program',
    'Programmet',
    2,
  );
  officer = await colleague(house, { name: 'Pia Ombud', roles: ['privacy-officer'] });
  editor = await colleague(house, { roles: ['editor'] });
  await note();
});
afterAll(() => house.close());

describe('each thing that is set otherwise', () => {
  const set: [string, () => Promise<unknown>, string, string][] = [
    [
      'a second list',
      () => house.makeList(list.registerId, 'barn', 'Barnas', 2),
      'Barnas (utgave 1): Nyheter om Barnas.',
      'Nyhetsbrev, med Barnas og Programmet',
    ],
    [
      'one pair of eyes',
      () => owner('update jatakk.list set eyes = 1 where slug = $1', ['barn']),
      t('privacy.eyes.alone'),
      t('privacy.eyes.alone'),
    ],
    [
      'new words of a purpose',
      () =>
        owner(
          `select jatakk.publish_words($1, $2, 2, 1, '[{"locale":"nb","text":"Nytt formål.","frequency":"Sjelden."}]')`,
          [list.registerId, list.listId],
        ),
      'Programmet (utgave 2): Nytt formål. Sjelden.',
      'Nytt formål',
    ],
    ['a question', () => house.asks(list, 'fornavn'), 'Programmet: fornavn', 'Programmet: fornavn'],
    [
      'another register',
      () => house.makeRegister('billetter', 'Billetter'),
      'Billetter, uten lister',
      'Vi har 2 registre',
    ],
    [
      'visits to a site',
      () => chooses(house, { sites: SITE }),
      `På samme måte telles besøk på ${SITE}.`,
      `På samme måte telles besøk på ${SITE}.`,
    ],
    [
      'a daily number of visitors',
      () => chooses(house, { sites: SITE, visitors: 'yes' }),
      t('privacy.traffic.visitors'),
      t('privacy.traffic.visitors'),
    ],
    [
      'visitors who are asked',
      () => chooses(house, { sites: SITE, asking: SITE }),
      `På ${SITE} spør vi om du vil telles, og ja og nei er like lett.`,
      `På ${SITE} kan du når som helst svare på nytt`,
    ],
    [
      'no counting at all',
      () => chooses(house, { sites: SITE, asking: SITE, counting: 'no' }),
      t('privacy.traffic.off'),
      t('privacy.traffic.off'),
    ],
    [
      'another name',
      () => owner(`update jatakk.organisation set name = 'Dansehuset'`),
      'Dansehuset, organisasjonsnummer',
      'Dansehuset',
    ],
  ];

  test.each(set)('%s changes the sentence, and leaves a dated version', async (_, act, onPage, inHistory) => {
    expect(await shown()).not.toContain(onPage);
    await act();
    // The page says at once what is so; a look at it notes nothing.
    const before = await versions();
    expect(await shown()).toContain(onPage);
    expect(await shown()).toContain(t('privacy.changed-now'));
    expect(await versions()).toBe(before);
    await note();
    expect(await versions()).toBe(before + 1);
    expect(await shown()).toContain('Sist endret');
    const told = await newest();
    expect(told).toContain(inHistory);
    expect(told).toContain(String(new Date().getFullYear()));
    await note();
    expect(await versions()).toBe(before + 1);
  });
});

test('what was said before still stands in the history, in each language', async () => {
  const page = await shown(CHANGES);
  expect(page).toContain(t('privacy-changes.first'));
  for (const [lang, words] of [
    ['nb', 'Nytt'],
    ['nn', 'Endra'],
    ['en', 'Changed'],
  ])
    expect(await shown(`/personvern/endringer?lang=${lang}`)).toContain(words);
});

test('a history of many pages is read on from the oldest shown', async () => {
  await owner(
    `select jatakk.note_facts('{"mode":"trial","n":' || n || '}', '[]') from generate_series(1, 30) as n`,
  );
  const page = await house.visitor.page(CHANGES);
  let older = '';
  for (let looked = page; ;) {
    const next = /href="(\/personvern\/endringer\?before=\d+[^"]*)"/
      .exec(looked)?.[1]
      ?.replaceAll('&amp;', '&');
    if (next === undefined) break;
    older = next;
    looked = await house.visitor.page(older);
  }
  expect(page.match(/<section class="version"/g)).toHaveLength(20);
  expect(await shown(older)).toContain(t('privacy-changes.first'));
  expect((await house.visitor.get('/personvern/endringer?before=x')).status).toBe(200);
  await note();
});

describe('live', () => {
  beforeAll(async () => {
    await owner(`update jatakk.installation set mode = 'live', public_url = 'https://jatakk.example'`);
    await owner(
      `insert into jatakk.relay (position, host, port, security) values (1, 'smtp.en.example', 587, 'starttls')`,
    );
    await note();
  });

  test('the history begins there: what was tried before is not told', async () => {
    const page = await shown(CHANGES);
    expect(page).toContain(t('privacy-changes.live'));
    expect(page).not.toContain(t('privacy-changes.first'));
  });

  test('another relay changes whom the address is given to, and where that stands has not been said of it', async () => {
    expect(await shown()).toContain(t('privacy.recipients.text', { relay: 'smtp.en.example' }));
    await owner(`update jatakk.relay set host = 'smtp.to.example'`);
    expect(await shown()).toContain(t('privacy.recipients.text', { relay: 'smtp.to.example' }));
    expect(await shown()).toContain(t('privacy.place.unsaid', { host: 'smtp.to.example' }));
    await note();
    const told = await newest();
    expect(told).toContain('smtp.en.example');
    expect(told).toContain('smtp.to.example');
  });
});

describe('what the organisation adds', () => {
  const text = ['# Ombudet vårt', '', 'heter **Kari**.', '', '<script>alert(1)</script>'].join('\n');

  test('stands at the end, marked as theirs, by the renderer of all that staff write', async () => {
    const answer = await officer.submit(OWN, OWN, {
      text_nb: text,
      text_en: 'Our officer.',
      place_1: 'inside',
    });
    expect(answer.headers.get('location')).toBe(`${OWN}?done=saved`);
    const page = await house.visitor.page(PAGE);
    const own = page.slice(page.indexOf('<section class="from-us"'));
    expect(own).toContain('<strong>Kari</strong>');
    expect(own).not.toContain('<script>');
    expect(page.indexOf('datatilsynet.no')).toBeLessThan(page.indexOf('<section class="from-us"'));
    expect(page).toContain(t('privacy.place.inside', { host: 'smtp.to.example' }));
    // In a language they have not written, in the one they have, and said to be that.
    expect(await house.visitor.page('/personvern?lang=nn')).toMatch(/class="from-us"[\s\S]*?<div lang="nb">/);
    expect(await shown('/personvern?lang=en')).toContain('Our officer.');
  });

  test('takes nothing away: every sentence that stood there stands there', async () => {
    const before = (await owner('select said from jatakk.facts_version order by number desc limit 1')).rows[0]
      .said as { section: string; id: string; nb: string }[];
    const page = await shown();
    const gone = before.filter(
      ({ section, nb, id }) =>
        section !== 'retention' && id !== 'place.smtp.to.example' && !page.includes(textOf(nb)),
    );
    expect(gone).toEqual([]);
  });

  test('is noted, dated, and has its line in the log', async () => {
    await note();
    expect(await newest()).toContain('heter **Kari**');
    const { rows } = await owner(`select 1 from jatakk.audit where act = 'privacy-page.write'`);
    expect(rows).toHaveLength(1);
  });

  test('is taken away again with an empty text, and stays in the history', async () => {
    await officer.submit(OWN, OWN, { text_nb: ' ', text_en: '', place_1: '' });
    expect(await house.visitor.page(PAGE)).not.toContain('class="from-us"');
    await note();
    expect(await newest()).toContain('Borte');
  });

  test('is refused where it is too long, and to whoever may not', async () => {
    const long = await officer.submit(OWN, OWN, { text_nb: 'x'.repeat(20_001) });
    expect(long.status).toBe(422);
    expect((await editor.get(OWN)).status).toBe(404);
    const { rows } = await owner(
      `select jatakk.write_privacy_text(sha256('nobody'), 'nb', 'Alt er vårt.') as text,
              jatakk.place_relay(sha256('nobody'), 'smtp.to.example', 'inside') as place`,
    );
    expect(rows[0]).toEqual({ text: false, place: false });
  });
});

test('whoever asks for nynorsk gets these pages in it, and the others in bokmål', async () => {
  const page = await house.visitor.page('/personvern?lang=nn');
  expect(page).toContain('<html lang="nn">');
  expect(page).toContain('Brukarundersøkingar');
  expect(page).toContain('href="/?lang=nn"');
  expect(await house.visitor.page('/?lang=nn')).toContain('<html lang="nb">');
  const asked = await house.visitor.get('/personvern', { 'accept-language': 'nn-NO,en;q=0.5' });
  expect(await asked.text()).toContain('<html lang="nn">');
  const english = await house.visitor.get('/?lang=nn', { 'accept-language': 'en' });
  expect(await english.text()).toContain('<html lang="nb">');
});

test('no form is published before it says who is responsible and whom to write to', async () => {
  await expect(owner(`update jatakk.organisation set privacy_email = ' '`)).rejects.toThrow(
    /names who is responsible/,
  );
  const other = await TestHouse.open({ withoutKeeper: true });
  try {
    const { owner: theirs } = other.database;
    await theirs.query(`insert into jatakk.register (id, slug, name) values (gen_random_uuid(), 'r', 'R')`);
    const list = `insert into jatakk.list (id, register_id, slug, name, sender_name, sender_address)
                  select gen_random_uuid(), id, 's', 'S', 'S', 's@x.example' from jatakk.register`;
    await expect(theirs.query(list)).rejects.toThrow(/names who is responsible/);
    await theirs.query(
      `insert into jatakk.organisation (name, org_number, postal_address, contact_email, privacy_email)
       values ('Hus', '974760673', '', 'a@x.example', 'a@x.example')`,
    );
    await expect(theirs.query(list)).rejects.toThrow(/names who is responsible/);
    await theirs.query(`update jatakk.organisation set postal_address = 'Veien 1'`);
    await theirs.query(list);
  } finally {
    await other.close();
  }
});
