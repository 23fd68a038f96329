import type { Openness } from './openness.js';

/** A number that is never told exactly. */
export type AboutSoMany = { about: number } | { fewerThan: number };

const about = (number: number, fewerThan: number): AboutSoMany =>
  number === 0 ? { fewerThan } : { about: number };

/**
 * The same as the page says, for programs. Addresses in it are whole; days are ISO 8601. `paths` says where the pages
 * lie, from a slug.
 */
export function publishedOpenness(
  { facts, register, list, purposes, sizes, months, changed, ledger }: Openness,
  publicUrl: string,
  paths: Record<'page' | 'form' | 'heads', string> & { privacy: string; verifyReceipt: string },
) {
  const at = (path: string) => publicUrl + path;
  return {
    format: 'jatakk transparency v1',
    page: at(paths.page),
    list: {
      slug: list.slug,
      name: list.name,
      state: list.state,
      register: register.name,
      sender: { name: list.senderName, address: list.senderAddress },
      pairsOfEyes: list.eyes,
      form: at(paths.form),
    },
    controller: { ...facts.organisation, privacyPage: at(paths.privacy) },
    changed: changed?.toISOString().slice(0, 10) ?? null,
    purposes: purposes.map(({ version, revision, since, words }) => ({ version, revision, since, words })),
    subscribers: {
      rounding:
        'to the nearest 10, from 200 to the nearest 50, from 2000 to the nearest 100; noted once a month',
      months: sizes.map(({ month, about: size }) => ({ month: month.slice(0, 7), ...about(size, 20) })),
    },
    months: months.map(({ month, sent, left }) => ({
      month: month.slice(0, 7),
      mailings: sent,
      left: about(left, 5),
    })),
    retention: facts.retention
      .filter(({ group }) => group === 'you')
      .map(({ id, days, years }) => ({ id, ...(days > 0 && { days }), ...(years > 0 && { years }) })),
    relays: facts.mode === 'live' ? facts.relays : [],
    ledger: ledger
      ? { publicKey: ledger.publicKey, heads: ledger.heads, allHeads: at(paths.heads) }
      : { heads: [], allHeads: at(paths.heads) },
    verifyReceipt: at(paths.verifyReceipt),
  } as const;
}
