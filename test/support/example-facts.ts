import type { Facts, ListFacts } from '../../src/privacy/facts/facts.js';
import { POLICY, ROLES } from '../../src/staff/policy.js';
import { RETENTION, type RetentionRule } from '../../src/privacy/retention.js';
import { EXAMPLE_WORDS, type Words } from './words.js';

/** A list as the facts tell of it, with what one says of it in its place. */
export function exampleList(words: Words, other: Partial<ListFacts> = {}): ListFacts {
  return {
    slug: 'program',
    name: words.list,
    state: 'open',
    eyes: 2,
    version: 1,
    revision: 1,
    purpose: { nb: words.purpose, en: words.purpose },
    frequency: { nb: words.frequency, en: words.frequency },
    senderName: words.senderName,
    senderAddress: words.senderAddress,
    asks: [],
    archive: false,
    movedIn: false,
    ...other,
  };
}

/** A house that is live, with one register and one list. */
export function exampleFacts(other: Partial<Facts> = {}, words: Words = EXAMPLE_WORDS): Facts {
  return {
    format: 'jatakk facts v1',
    mode: 'live',
    organisation: {
      name: words.organisation,
      number: words.organisationNumber,
      postalAddress: words.postalAddress,
      contact: words.contactAddress,
      privacyContact: words.privacyAddress,
    },
    registers: [{ name: words.register, slug: 'nyhetsbrev', lists: [exampleList(words)] }],
    relays: [{ host: words.relay, place: 'inside' }],
    web: { keepsNetwork: false, provider: '', minimumAge: 13, asksNames: true },
    countsFollows: false,
    roles: ROLES.map((role) => ({
      role,
      acts: (Object.keys(POLICY) as (keyof typeof POLICY)[]).flatMap((act) =>
        act !== 'see' && (POLICY[act].roles as readonly string[]).includes(role) ? [act] : [],
      ),
    })),
    retention: RETENTION.map((rule: RetentionRule) => ({
      id: rule.id,
      group: rule.group,
      days: rule.days ?? 0,
      years: rule.years ?? 0,
    })),
    surveys: { state: 'apart' },
    traffic: {
      counting: true,
      visitors: false,
      networkTable: false,
      resolver: false,
      sites: [],
      asking: [],
    },
    siteMessages: { state: 'none' },
    mail: { comes: 'here', kept: [{ register: words.register, months: 12 }], heard: [] },
    fromUs: {},
    ...other,
  };
}
