const DECIDE = 'jatakk.decide(jatakk.decision)';
const SECOND = 'test/promises/p06-second-person.spec.ts';
const SPEC = 'test/promises/p06-two-people.spec.ts';
const RELAY = 'test/promises/p02-relay-by-two.spec.ts';

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
    changes: [['d.seen_digest is distinct from p.digest', 'false']],
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
  {
    guard: 'decide: by the keeper alone',
    sql: `grant execute on function jatakk.decide_proposal(bytea, uuid, bytea, boolean, text, text, bytea, text) to jatakk_web`,
    caughtBy: [
      {
        spec: SECOND,
        test: 'approve as web’s own role, by every statement it has: permission denied, and nothing is sent',
        says: 'decide_proposal',
      },
    ],
  },
  {
    guard: 'decide: not by whoever wrote in it',
    inFunction: 'jatakk.decide_campaign(jatakk.decision)',
    changes: [['me.id = c.author_id or me.id = any (c.editors)', 'false']],
    caughtBy: [
      {
        spec: SECOND,
        test: 'approve what one has written in, though another put it forward: own',
        says: '"approved"',
      },
    ],
  },
  {
    guard: 'send: what was approved, compared anew',
    inFunction: 'jatakk.why_not_approved(uuid)',
    changes: [['p.content is distinct from jatakk.campaign_content(c)', 'false']],
    caughtBy: [
      {
        spec: SECOND,
        test: 'change the body after approval, behind every trigger: web cannot send it, and the keeper holds it',
        says: '"scheduled"',
      },
    ],
  },
  {
    guard: 'send: the format is part of what was approved',
    inFunction: 'jatakk.campaign_content(jatakk.campaign)',
    changes: [["case c.format when 'markdown' then", 'case when true then']],
    caughtBy: [
      {
        spec: SECOND,
        test: 'change the format after approval, behind every trigger: web cannot send it, and the keeper holds it',
        says: '"scheduled"',
      },
    ],
  },
  {
    guard: 'start: the keeper looks once more',
    inFile: 'src/deliveries/delivery.queries.ts',
    changes: [
      [
        'coalesce(jatakk.why_not_sendable(c.id), jatakk.why_not_approved(c.id),',
        'coalesce(jatakk.why_not_sendable(c.id),',
      ],
    ],
    caughtBy: [
      {
        spec: SECOND,
        test: 'change the body after approval, behind every trigger: web cannot send it, and the keeper holds it',
        says: 'it is held',
      },
    ],
  },
  {
    guard: 'decide: a signature for this decision alone',
    inFile: 'src/keeper/window/decide.act.ts',
    changes: [[', nonce, about }', ', nonce }']],
    caughtBy: [
      {
        spec: SECOND,
        test: 'by a passkey use a signature for another campaign, for no, for another content, in another session, or for a step-up: refused',
        says: '"nothing"',
      },
    ],
  },
  {
    guard: 'decide: by whoever approves there',
    inFunction: DECIDE,
    changes: [["not jatakk.may(me.id, 'approve', p.register_id, p.list_id)", 'false']],
    caughtBy: [
      {
        spec: RELAY,
        test: 'approve as approver of one list, or by administering alone: not-yours',
        says: '"approved"',
      },
    ],
  },
  {
    guard: 'relay: proposed by whoever administers the house',
    inFunction: 'jatakk.propose_relay(bytea,text,integer,text,integer,text,text,bytea,text)',
    changes: [["jatakk.session_may(session, 'manage-sending')", '(jatakk.signed_in(session)).id']],
    caughtBy: [
      {
        spec: RELAY,
        test: 'propose without administering the house, or with a guessed session: not-yours',
        says: '"waits"',
      },
    ],
  },
  {
    guard: 'relay: instead of what it was to replace',
    inFunction: 'jatakk.decide_relay(jatakk.decision)',
    changes: [['not jatakk.fits_relays(p.content)', 'false']],
    caughtBy: [
      {
        spec: RELAY,
        test: 'approve what was to replace another relay: void, and the relay stays',
        says: '"approved"',
      },
    ],
  },
  {
    guard: 'relay: what could be one',
    inFunction: 'jatakk.could_be_relay(text,integer,text,text)',
    changes: [["of_security = 'plain' and of_user is null and of_host", "of_security = 'plain' or of_host"]],
    caughtBy: [
      {
        spec: RELAY,
        test: 'propose what is no relay: an open line to elsewhere, a password over one, a third one: refused',
        says: 'resolved',
      },
    ],
  },
  {
    guard: 'relay: a password that waits is read by the keeper alone',
    sql: 'grant select on jatakk.relay_offer to jatakk_web',
    caughtBy: [
      {
        spec: RELAY,
        test: 'set, offer or approve a relay as web’s own role, or read a password that waits: permission denied',
        says: 'relay_offer',
      },
    ],
  },
  {
    guard: 'relay: a password goes with its proposal',
    sql: 'drop trigger proposal_drops_offer on jatakk.proposal',
    caughtBy: [
      {
        spec: RELAY,
        test: 'leave the password of a proposal behind it: gone, whatever became of it',
        says: 'Expected: 0',
      },
    ],
  },
];
