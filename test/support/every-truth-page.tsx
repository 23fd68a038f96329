import { renderMarkdown } from '../../src/campaigns/render-markdown.js';
import { compareSaid } from '../../src/privacy/facts/compare-said.js';
import type { Facts } from '../../src/privacy/facts/facts.js';
import { saidOf } from '../../src/privacy/facts/noted-facts.js';
import type { PublicFrame, StaffFrame } from '../../src/web/pages/frame.js';
import { PrivacyChangesPage } from '../../src/web/public/pages/privacy-changes-page.js';
import { PrivacyPage } from '../../src/web/public/pages/privacy-page.js';
import { RetentionPage } from '../../src/web/public/pages/retention-page.js';
import { TransparencyPage } from '../../src/web/public/pages/transparency-page.js';
import { BreachPage } from '../../src/web/staff/pages/breach-page.js';
import { FromUsPage } from '../../src/web/staff/pages/from-us-page.js';
import { ProcessorsPage } from '../../src/web/staff/pages/processors-page.js';
import { RecordPage } from '../../src/web/staff/pages/record-page.js';
import type { NamedPage } from './every-page.js';
import { exampleFacts, exampleList } from './example-facts.js';
import type { Words } from './words.js';

const DIGEST = '4f'.repeat(32);
const at = new Date('2026-10-02T12:52:00Z');

/** The pages that the system writes of itself, as they can be. */
export function truthPages(frame: PublicFrame, words: Words): NamedPage[] {
  const little = exampleFacts({ mode: 'trial', registers: [], relays: [] }, words);
  const much = exampleFacts(
    {
      relays: [
        { host: words.relay, place: 'outside' },
        { host: words.secondRelay, place: 'unsaid' },
      ],
      registers: [
        {
          name: words.register,
          slug: 'nyhetsbrev',
          lists: [
            exampleList(words, {
              eyes: 1,
              asks: [{ nb: words.question, en: words.question }],
              movedIn: true,
            }),
            exampleList(words, { slug: 'barn', name: words.otherList, state: 'resting' }),
          ],
        },
        { name: words.otherRegister, slug: 'billetter', lists: [] },
      ],
      web: { keepsNetwork: true, provider: words.domain, minimumAge: 13, asksNames: true },
      countsFollows: true,
      fromUs: { nb: words.body, en: words.body },
    },
    words,
  );
  return [
    ['privacy', <PrivacyPage frame={frame} facts={little} />],
    [
      'privacy, live',
      <PrivacyPage
        frame={{ ...frame, trial: false }}
        facts={much}
        noted={{ notedAt: at, isNow: true }}
        fromUs={{ lang: 'nb', html: renderMarkdown(words.body, { topHeading: 2 }) }}
      />,
    ],
    [
      'privacy, changed this moment',
      <PrivacyPage frame={frame} facts={exampleFacts({}, words)} noted={{ notedAt: at, isNow: false }} />,
    ],
    ...opennessPages(frame, words, much, little),
    ['retention', <RetentionPage frame={frame} />],
    ['privacy changes, none', <PrivacyChangesPage frame={frame} versions={[]} />],
    [
      'privacy changes',
      <PrivacyChangesPage
        frame={frame}
        older={2}
        versions={[
          {
            number: 4,
            notedAt: at,
            digest: DIGEST,
            changes: compareSaid(saidOf(exampleFacts({}, words)), saidOf(much)),
          },
          { number: 3, notedAt: at, digest: DIGEST, changes: [] },
          { number: 2, notedAt: at, digest: DIGEST, begins: 'live', changes: [] },
        ]}
      />,
    ],
  ];
}

function opennessPages(frame: PublicFrame, words: Words, much: Facts, little: Facts): NamedPage[] {
  const register = much.registers[0]!;
  const published = { nb: { text: words.purpose, frequency: words.frequency } };
  const months = ['2026-10-01', '2026-09-01', '2026-08-01'];
  const head = { logId: 'l', size: 12, date: '2026-10-02', signature: DIGEST };
  return [
    [
      'openness',
      <TransparencyPage
        frame={frame}
        facts={much}
        register={register}
        list={register.lists[0]!}
        changed={at}
        purposes={[2, 1].map((version) => ({ version, revision: 1, since: '2026-08-02', words: published }))}
        sizes={months.map((month, n) => ({ month, about: 1250 - 50 * n }))}
        months={months.map((month, n) => ({ month, sent: n, left: 5 * n }))}
        ledger={{
          publicKey: 'k'.repeat(43),
          heads: ['a1', 'b2', 'c3'].map((byte) => ({ ...head, root: byte.repeat(32) })),
          earlier: 0,
        }}
      />,
    ],
    [
      'openness, new',
      <TransparencyPage
        frame={frame}
        facts={little}
        register={register}
        list={register.lists[1]!}
        changed={undefined}
        purposes={[{ version: 1, revision: 1, since: '2026-08-02', words: published }]}
        sizes={[]}
        months={[]}
        ledger={undefined}
      />,
    ],
  ];
}

/** What staff do about them. */
export function accountPagesForPrivacy(frame: StaffFrame, words: Words): NamedPage[] {
  const facts = exampleFacts({}, words);
  const { relays } = facts;
  const list = exampleList(words, { asks: [{ nb: words.question, en: words.question }] });
  const asking = { ...facts, registers: [{ ...facts.registers[0]!, lists: [list] }] };
  const nothing = {
    asked: false,
    kinds: [],
    taken: [],
    lists: [],
    typed: { day: '', time: '' },
    known: undefined,
    query: 'show=yes',
  };
  const own = { frame, locale: frame.locale };
  const scope = { ...list, register: words.register, onIt: 1250, left: 0, since: '2024-03-01' };
  return [
    ['article 30 record in nynorsk', <RecordPage frame={frame} locale="nn" facts={asking} now={at} />],
    ['article 30 record', <RecordPage {...own} facts={asking} now={at} />],
    [
      'processors',
      <ProcessorsPage
        {...own}
        facts={{ ...facts, web: { ...facts.web, provider: words.domain } }}
        relays={[{ position: 1, host: words.relay, port: 587, security: 'starttls', since: at }]}
        now={at}
      />,
    ],
    ['breach, to be chosen', <BreachPage {...own} facts={facts} lists={[scope]} chosen={nothing} now={at} />],
    [
      'breach, not said what',
      <BreachPage
        {...own}
        facts={facts}
        lists={[scope]}
        chosen={{ ...nothing, asked: true, typed: { day: '2026-10-02', time: '' } }}
        now={at}
      />,
    ],
    [
      'breach',
      <BreachPage
        {...own}
        facts={facts}
        lists={[scope]}
        chosen={{
          ...nothing,
          asked: true,
          kinds: ['seen'],
          taken: ['database', 'staff'],
          lists: [list.slug],
          typed: { day: '2026-10-02', time: '14:52' },
          known: at,
        }}
        now={at}
      />,
    ],
    ['from us', <FromUsPage frame={frame} relays={relays} values={{ text_nb: words.body }} />],
    [
      'from us, refused',
      <FromUsPage
        frame={frame}
        relays={[]}
        values={{ text_nb: words.body }}
        errors={{ text_nb: { key: 'form.too-long', params: { max: 20_000 } } }}
      />,
    ],
  ];
}
