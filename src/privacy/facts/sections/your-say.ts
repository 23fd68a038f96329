import type { MessageKey } from '../../../platform/i18n/messages.js';
import type { Facts } from '../facts.js';
import type { Section, Sentence } from '../sentence.js';

const RIGHTS = ['access', 'correct', 'erase', 'portability', 'withdraw', 'object'] as const;

/** For how long, in the three cases that matter to most; all of it stands on a page of its own. */
export function kept({ retention }: Facts): Section {
  const of = (id: string) => retention.find((rule) => rule.id === id);
  return {
    id: 'kept',
    sentences: [
      { id: 'kept.pending', says: 'privacy.kept.pending', parts: { days: of('pending')?.days ?? 0 } },
      { id: 'kept.subscribed', says: 'privacy.kept.subscribed' },
      { id: 'kept.left', says: 'privacy.kept.left', parts: { years: of('ended')?.years ?? 0 } },
    ],
  };
}

export function rights({ organisation }: Facts): Section {
  return {
    id: 'rights',
    sentences: [
      ...RIGHTS.map((right): Sentence => ({
        id: `right.${right}`,
        says: `privacy.rights.${right}`,
        point: true,
      })),
      { id: 'how', says: 'privacy.rights.how', link: mailTo(organisation.privacyContact) },
    ],
  };
}

/** Who answers for all of it, and where to complain of them. */
export function contact({ organisation }: Facts): Section {
  const { name, number, postalAddress } = organisation;
  return {
    id: 'responsible',
    sentences: [
      { id: 'who', says: 'privacy.responsible.who', parts: { name, number, address: postalAddress } },
      { id: 'contact', says: 'privacy.responsible.write', link: mailTo(organisation.contact) },
      {
        id: 'privacy-contact',
        says: 'privacy.responsible.contact',
        link: mailTo(organisation.privacyContact),
      },
      {
        id: 'complain',
        says: 'privacy.rights.complain',
        link: { href: 'https://www.datatilsynet.no/', text: 'datatilsynet.no' },
      },
    ],
  };
}

/** Every rule of retention, as the page of its own shows it. */
export function everyRule({ retention }: Facts): Section {
  return {
    id: 'retention',
    sentences: retention.map(({ id, days, years }): Sentence => ({
      id: `retention.${id}`,
      lead: `retention.${id}.what` as MessageKey,
      says: `retention.${id}.kept` as MessageKey,
      parts: { days, years },
      point: true,
    })),
  };
}

/** What the organisation adds, in its own words. */
export function fromUs({ fromUs }: Facts): Section {
  const there = Object.keys(fromUs).length > 0;
  return {
    id: 'from-us',
    sentences: there ? [{ id: 'from-us', says: 'privacy.name', parts: { name: { words: fromUs } } }] : [],
  };
}

const mailTo = (address: string) => ({ href: `mailto:${address}`, text: address });
