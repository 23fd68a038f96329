import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { colleague } from '../support/colleague.js';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';

const PAGES = '/staff/privacy-page';

let house: TestHouse;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev', 'Nyhetsbrev'), 'program', 'Programmet');
  await house.asks(list, 'fornavn');
  await house.makeList(await house.makeRegister('billetter', 'Billetter'), 'sal', 'Salen');
  await house.database.owner.query(`update jatakk.installation set public_url = 'https://jatakk.example'`);
});
afterAll(() => house.close());

const shown = async (path: string) => textOf(await house.staff.page(`${PAGES}/${path}`));

test('the record names each list with its purpose, its data, whom it goes to and how long it is kept', async () => {
  const page = await shown('record');
  for (const words of [
    'Fjellhallen',
    'E-post til Programmet',
    'Nyheter om Programmet.',
    'fornavn',
    'E-post til Salen',
  ])
    expect(page).toContain(words);
  expect(page).toContain('3 år etter måneden du sluttet');
});

test('the list of processors names the relay, since when and where it stands', async () => {
  await house.database.owner.query(
    `insert into jatakk.relay (position, host, port, security)
     values (1, 'smtp.en.example', 587, 'starttls')`,
  );
  const page = await shown('processors');
  expect(page).toContain('smtp.en.example');
  expect(page).toMatch(/Siden \d+\. \p{L}+ \d{4} Avtale/u);
  expect(page).toContain('Ikke sagt ennå');
  await house.database.owner.query('delete from jatakk.relay');
});

test('a breach: of what was chosen, rounded, with its deadline, and without the rest', async () => {
  await house.database.owner.query(
    `insert into jatakk.subscription_tally values ($1, 'confirmed', 1, 1234)`,
    [list.listId],
  );
  const page = await shown('breach?kind=seen&taken=database&list=program&day=2026-11-02&time=09.30');
  expect(page).toContain('omtrent 1 250');
  expect(page).toContain(
    'Oppdaget 2. november 2026 kl. 09.30. Meldingen må være sendt innen 5. november 2026 kl. 09.30',
  );
  expect(page).toContain('Uten nøklene er adresser, svar og bevis uleselige');
  expect(page).not.toContain('Nyheter om Salen');
  expect(page).not.toMatch(/123[0-9]/);
  expect(await shown('breach?kind=seen&taken=keys&list=program')).toContain('kan adresser leses');
  expect(await shown('breach?list=program&day=2026-11-02&show=yes')).toMatch(
    /Kryss av for minst én.*Skriv både dag og klokkeslett/s,
  );
});

test('each can be printed in nynorsk, which the pages around it have not', async () => {
  for (const path of ['record', 'processors', 'breach?kind=seen&taken=staff&list=program']) {
    const html = await house.staff.page(`${PAGES}/${path}${path.includes('?') ? '&' : '?'}lang=nn`);
    const printed = html.slice(html.indexOf('<div lang="nn">'));
    expect(printed).toContain('Behandlingsansvarleg');
    expect(printed).not.toMatch(/\b(ikke|noen|hva|hvem|hvor|de som|uten)\b/i);
    expect(html).toContain('lang=en"');
  }
});

test('whatever stands in the address is taken for nothing, and looking changes nothing', async () => {
  const everything = async () =>
    (
      await house.database.owner.query(
        `select (select count(*) from jatakk.audit) as audit, (select count(*) from jatakk.proposal) as proposals,
                (select count(*) from jatakk.rights_request) as requests`,
      )
    ).rows;
  const before = await everything();
  for (const query of [
    '',
    '?kind=x&list[]=y&taken=%00&day=2026-13-45&time=25:61&show=yes',
    '?kind=lost&day=%3Cb%3E&time[]=x&show=yes',
  ])
    expect((await house.staff.get(`${PAGES}/breach${query}`)).status).toBe(200);
  expect(await everything()).toEqual(before);
});

test('an editor sees none of them, a privacy officer all', async () => {
  const editor = await colleague(house, { roles: ['editor'] });
  const officer = await colleague(house, { name: 'Pia Ombud', roles: ['privacy-officer'] });
  for (const path of ['record', 'processors', 'breach']) {
    expect((await editor.get(`${PAGES}/${path}`)).status).toBe(404);
    expect((await officer.get(`${PAGES}/${path}`)).status).toBe(200);
  }
});
