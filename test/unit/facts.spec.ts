import { describe, expect, it, test } from '@jest/globals';
import { keysUnder, PAGE_LOCALES } from '../../src/platform/i18n/messages.js';
import { compareSaid } from '../../src/privacy/facts/compare-said.js';
import type { Facts } from '../../src/privacy/facts/facts.js';
import { notedTexts, saidOf } from '../../src/privacy/facts/noted-facts.js';
import { everySection, privacySections } from '../../src/privacy/facts/privacy-sections.js';
import { say } from '../../src/privacy/facts/sentence.js';
import { EXAMPLE_WORDS } from '../support/words.js';
import { exampleFacts, exampleList } from '../support/example-facts.js';

const changes = (other: Partial<Facts>) => compareSaid(saidOf(exampleFacts()), saidOf(exampleFacts(other)));
const [register] = exampleFacts().registers;
const list = (other: Parameters<typeof exampleList>[1]) => ({
  registers: [{ ...register!, lists: [exampleList(EXAMPLE_WORDS, other)] }],
});

/** Each thing that can be set otherwise, and the sentences that then say something else. */
const SET: [string, Partial<Facts>, string[]][] = [
  [
    'another relay',
    { relays: [{ host: 'x.example', place: 'inside' }] },
    ['changed recipients', 'gone place.smtp.fjellhallen.example', 'new place.x.example'],
  ],
  [
    'a second relay',
    { relays: [...exampleFacts().relays, { host: 'x.example', place: 'unsaid' }] },
    ['changed recipients', 'new place.x.example'],
  ],
  ['no relay', { relays: [] }, ['changed recipients', 'gone place.smtp.fjellhallen.example']],
  [
    'where the relay stands',
    { relays: [{ host: EXAMPLE_WORDS.relay, place: 'outside' }] },
    ['changed place.smtp.fjellhallen.example'],
  ],
  ['on trial', { mode: 'trial' }, ['changed recipients', 'gone place.smtp.fjellhallen.example']],
  ['one pair of eyes', list({ eyes: 1 }), ['new alone', 'new alone.program']],
  ['a list that rests', list({ state: 'resting' }), ['changed list.program']],
  ['a list that has ended', list({ state: 'closed' }), ['changed register.nyhetsbrev', 'gone list.program']],
  ['other words of a purpose', list({ version: 2, purpose: { nb: 'Noe annet.' } }), ['changed list.program']],
  ['a question', list({ asks: [{ nb: 'Fornavn' }] }), ['changed asks', 'new asks.program']],
  ['people who were moved in', list({ movedIn: true }), ['new moved-in']],
  [
    'a second register',
    { registers: [register!, { name: 'Billetter', slug: 'billetter', lists: [] }] },
    ['changed registers', 'new register.billetter'],
  ],
  [
    'other times of retention',
    {
      retention: exampleFacts().retention.map((rule) => ({
        ...rule,
        days: rule.days * 2,
        years: rule.years && 1,
      })),
    },
    ['changed kept.pending', 'changed kept.left', 'changed retention.ended', 'changed retention.pending'],
  ],
  [
    'a rule that is gone',
    { retention: exampleFacts().retention.filter(({ id }) => id !== 'undo') },
    ['gone retention.undo'],
  ],
  [
    'the network of an answer is kept',
    { web: { ...exampleFacts().web, keepsNetwork: true } },
    ['changed network'],
  ],
  [
    'a provider of sign-in',
    { web: { ...exampleFacts().web, provider: 'logg.example' } },
    ['new attempt-cookie', 'new provider'],
  ],
  ['no age', { web: { ...exampleFacts().web, minimumAge: 0 } }, ['gone age']],
  ['no look-up of domains', { web: { ...exampleFacts().web, asksNames: false } }, ['gone resolver']],
  [
    'no counting of visits',
    { traffic: { ...exampleFacts().traffic, counting: false } },
    ['changed traffic', 'gone traffic.visitors'],
  ],
  [
    'a daily number of visitors',
    { traffic: { ...exampleFacts().traffic, visitors: true } },
    ['changed traffic.visitors'],
  ],
  [
    'a site that is counted',
    { traffic: { ...exampleFacts().traffic, sites: ['www.x.example'] } },
    ['new traffic.sites'],
  ],
  [
    'a table of networks',
    { traffic: { ...exampleFacts().traffic, networkTable: true } },
    ['new traffic.network'],
  ],
  ['a resolver', { traffic: { ...exampleFacts().traffic, resolver: true } }, ['new traffic.network']],
  [
    'visitors who are asked',
    { traffic: { ...exampleFacts().traffic, sites: ['www.x.example'], asking: ['www.x.example'] } },
    ['new traffic.sites', 'new asking', 'new asking.kept', 'new asking.sent', 'new asking.www.x.example'],
  ],
  ['messages on the site', { siteMessages: { state: 'shown' } }, ['changed site-messages']],
  [
    'mail that comes here no more',
    { mail: { ...exampleFacts().mail, comes: 'elsewhere' } },
    [
      'changed replies',
      'gone replies.few',
      'gone replies.kept',
      'gone replies.kept.Nyhetsbrev',
      'gone replies.contact',
    ],
  ],
  [
    'mail that is kept for longer',
    { mail: { ...exampleFacts().mail, kept: [{ register: 'Nyhetsbrev', months: 24 }] } },
    ['changed replies.kept.Nyhetsbrev'],
  ],
  [
    'what was heard, told to everybody',
    { mail: { ...exampleFacts().mail, heard: [{ register: 'Nyhetsbrev', slug: 'nyhetsbrev' }] } },
    ['new heard.nyhetsbrev'],
  ],
  ['links that are counted', { countsFollows: true }, ['changed follows']],
  [
    'a role that may more',
    {
      roles: exampleFacts().roles.map((one) =>
        one.role === 'viewer' ? { ...one, acts: ['look-up' as const] } : one,
      ),
    },
    ['changed role.viewer'],
  ],
  [
    'another organisation',
    { organisation: { ...exampleFacts().organisation, name: 'Dansehuset' } },
    ['changed who'],
  ],
  ['words of one’s own', { fromUs: { nb: 'Ombudet heter Kari.' } }, ['new from-us']],
];

test.each(SET)('%s changes what the page says', (_, other, expected) => {
  const found = changes(other).map((one) => `${one.how} ${'now' in one ? one.now.id : one.before.id}`);
  expect(found).toEqual(expect.arrayContaining(expected));
  for (const one of found)
    expect([one, expected.includes(one) || one.includes('retention.')]).toEqual([one, true]);
});

test('nothing that is set is left out of what is compared', () => {
  const tried = new Set(SET.flatMap(([, other]) => Object.keys(other)));
  // What later wings deliver has one value for now.
  const untried = ['format', 'surveys'];
  expect(Object.keys(exampleFacts()).filter((key) => !tried.has(key))).toEqual(untried);
});

test('the same facts have one text, in whichever order they were read', () => {
  const facts = exampleFacts();
  const turned = Object.fromEntries(Object.entries(facts).toReversed()) as unknown as Facts;
  expect(notedTexts(turned)).toEqual(notedTexts(facts));
});

describe.each(PAGE_LOCALES)('in %s', (locale) => {
  it('every section has its heading and every sentence its words', () => {
    for (const { id, sentences } of everySection(exampleFacts(SET.at(-1)![1]))) {
      expect(keysUnder(`privacy.${id}.title`)).toEqual([`privacy.${id}.title`]);
      for (const sentence of sentences) expect(say(sentence, locale)).not.toMatch(/undefined|\[object|^\s*$/);
    }
  });
});

test('the sections stand in the order of a policy', () => {
  expect(privacySections(exampleFacts()).map(({ id }) => id)).toEqual([
    'confidential',
    'respect',
    'email',
    'recipients',
    'voluntary',
    'registers',
    'purpose',
    'surveys',
    'traffic',
    'cookies',
    'kept',
    'rights',
    'responsible',
  ]);
});

test('the set of GDPR article 13 is there whatever is set', () => {
  const set: [string, string][] = [
    ['controller', 'who'],
    ['contact', 'contact'],
    ['data protection', 'privacy-contact'],
    ['purpose', 'list.program'],
    ['basis', 'basis'],
    ['recipients', 'recipients'],
    ['transfers', 'place.smtp.fjellhallen.example'],
    ['retention', 'kept.left'],
    ['rights', 'right.access'],
    ['withdrawal', 'right.withdraw'],
    ['complaint', 'complain'],
    ['whether one must', 'free'],
    ['automated decisions', 'automatic'],
  ];
  const said = saidOf(exampleFacts()).map(({ id }) => id);
  expect(set.filter(([, id]) => !said.includes(id))).toEqual([]);
});
