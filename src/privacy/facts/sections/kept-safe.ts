import type { Facts } from '../facts.js';
import type { Section, Sentence } from '../sentence.js';

const STORED = ['address', 'lists', 'language', 'month', 'version', 'evidence'] as const;

/** Confidentiality: what is stored, and who may do what with it. */
export function keptSafe({ roles, registers }: Facts): Section {
  const alone = registers.flatMap(({ lists }) =>
    lists.filter(({ eyes, state }) => eyes === 1 && state !== 'closed'),
  );
  return {
    id: 'confidential',
    sentences: [
      { id: 'sealed', says: 'privacy.confidential.sealed' },
      { id: 'stored', says: 'privacy.confidential.stored' },
      ...STORED.map((item): Sentence => ({
        id: `stored.${item}`,
        says: `privacy.stored.${item}`,
        point: true,
      })),
      { id: 'roles', says: 'privacy.roles.lead' },
      ...roles.map(({ role, acts }): Sentence => {
        const id = `role.${role}`;
        const lead = `staff.role.${role}` as const;
        if (acts.length === 0) return { id, lead, says: 'privacy.roles.nothing', point: true };
        const keys = acts.map((act) => `privacy.act.${act}` as const);
        return { id, lead, says: 'privacy.roles.may', parts: { acts: { keys } }, point: true };
      }),
      { id: 'look-up', says: 'privacy.confidential.look-up' },
      { id: 'eyes', says: 'privacy.eyes.text' },
      ...(alone.length > 0 ? [{ id: 'alone', says: 'privacy.eyes.alone' } as const] : []),
      ...alone.map(({ slug, name }): Sentence => ({
        id: `alone.${slug}`,
        says: 'privacy.name',
        parts: { name },
        point: true,
      })),
    ],
  };
}

/** Respect for privacy: what is not done, and by what right the rest is. */
export function respect({ countsFollows }: Facts): Section {
  return {
    id: 'respect',
    sentences: [
      { id: 'opens', says: 'privacy.respect.opens' },
      { id: 'follows', says: countsFollows ? 'privacy.respect.follows-counted' : 'privacy.respect.follows' },
      { id: 'images', says: 'privacy.stored.images' },
      { id: 'basis', says: 'privacy.basis.text' },
      { id: 'automatic', says: 'privacy.respect.automatic' },
    ],
  };
}

/** What becomes of mail that people write: in this house, where a receiver takes it in, or elsewhere. */
export function email({ organisation, registers, mail }: Facts): Section {
  const { contact } = organisation;
  if (mail.comes === 'elsewhere')
    return { id: 'email', sentences: [{ id: 'replies', says: 'privacy.email.text', parts: { contact } }] };
  const comesHere = registers.some(({ lists }) =>
    lists.some(({ senderAddress }) => senderAddress.toLowerCase() === contact.toLowerCase()),
  );
  return {
    id: 'email',
    sentences: [
      { id: 'replies', says: 'privacy.email.here' },
      { id: 'replies.few', says: 'privacy.email.few' },
      { id: 'replies.kept', says: 'privacy.email.kept' },
      ...mail.kept.map(({ register, months }): Sentence => ({
        id: `replies.kept.${register}`,
        says: 'privacy.email.kept-in',
        parts: { register, months },
        point: true,
      })),
      ...mail.heard.map(({ register, slug }): Sentence => ({
        id: `heard.${slug}`,
        says: 'privacy.email.heard',
        parts: { register },
        link: { href: `/registers/${slug}/heard`, text: `/registers/${slug}/heard` },
      })),
      ...(comesHere
        ? []
        : [{ id: 'replies.contact', says: 'privacy.email.contact', parts: { contact } } as const]),
    ],
  };
}
