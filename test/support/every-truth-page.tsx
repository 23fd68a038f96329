import { renderMarkdown } from '../../src/campaigns/render-markdown.js';
import { compareSaid } from '../../src/privacy/facts/compare-said.js';
import { saidOf } from '../../src/privacy/facts/noted-facts.js';
import type { PublicFrame, StaffFrame } from '../../src/web/pages/frame.js';
import { PrivacyChangesPage } from '../../src/web/public/pages/privacy-changes-page.js';
import { PrivacyPage } from '../../src/web/public/pages/privacy-page.js';
import { RetentionPage } from '../../src/web/public/pages/retention-page.js';
import { FromUsPage } from '../../src/web/staff/pages/from-us-page.js';
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

/** What staff do about them. */
export function accountPagesForPrivacy(frame: StaffFrame, words: Words): NamedPage[] {
  const relays = exampleFacts({}, words).relays;
  return [
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
