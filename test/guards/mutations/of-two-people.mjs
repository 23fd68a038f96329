const DECIDE = 'jatakk.decide(bytea,uuid,bytea,boolean,text)';
const SPEC = 'test/promises/p06-two-people.spec.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofTwoPeople = [
  {
    guard: 'decide: another than the author',
    inFunction: DECIDE,
    changes: [['p.author_id = me.id', 'false']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'approve one’s own proposal: refused, whatever it is called, and nothing is published',
        says: 'proposal_check',
      },
    ],
  },
  {
    guard: 'decide: on what was seen',
    inFunction: DECIDE,
    changes: [['seen_digest is distinct from p.digest', 'false']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'have approved what nobody saw, by another digest or another proposal’s: refused',
        says: '"other-content"',
      },
    ],
  },
  {
    guard: 'decide: on what was proposed',
    inFunction: DECIDE,
    changes: [['p.digest <> jatakk.digest_of(p)', 'false']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'have approved what nobody saw, by another digest or another proposal’s: refused',
        says: '"other-content"',
      },
    ],
  },
  {
    guard: 'session: not after its end',
    inFunction: 'jatakk.session_owner(bytea)',
    changes: [[' and x.ends_at > now()']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'decide with a guessed session, one that is over, or one of a member who was shut out: nothing is decided',
        says: '"not-signed-in"',
      },
    ],
  },
  {
    guard: 'publish: material if either says so',
    inFunction: 'jatakk.publish_proposed(uuid)',
    changes: [
      ["if 'material' in (p.says, coalesce(p.second_says, 'material')) then", "if p.says = 'material' then"],
    ],
    caughtBy: [
      {
        spec: SPEC,
        test: 'call a change editorial when the other calls it material, either way round: it is material',
        says: '"material"',
      },
    ],
  },
];
