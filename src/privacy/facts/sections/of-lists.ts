import type { Facts, ListFacts } from '../facts.js';
import type { Section, Sentence } from '../sentence.js';

/** Voluntary registration: what is asked, and what is not. */
export function voluntary({ registers, web }: Facts): Section {
  const lists = registers.flatMap((register) => register.lists).filter(isThere);
  const asking = lists.filter(({ asks }) => asks.length > 0);
  const moved = lists.filter(({ movedIn }) => movedIn);
  return {
    id: 'voluntary',
    sentences: [
      { id: 'free', says: 'privacy.voluntary.free' },
      { id: 'confirm', says: 'privacy.voluntary.confirm' },
      { id: 'asks', says: asking.length > 0 ? 'privacy.voluntary.asks' : 'privacy.voluntary.asks-nothing' },
      ...asking.map(({ slug, name, asks }): Sentence => ({
        id: `asks.${slug}`,
        says: 'privacy.voluntary.asks-list',
        parts: { list: name, asks: { names: asks } },
        point: true,
      })),
      ...(web.minimumAge > 0
        ? [{ id: 'age', says: 'sign-up.age', parts: { age: web.minimumAge } } as const]
        : []),
      ...(moved.length > 0
        ? [
            {
              id: 'moved-in',
              says: 'privacy.voluntary.moved-in',
              parts: { lists: { names: moved.map(({ name }) => name) } },
            } as const,
          ]
        : []),
    ],
  };
}

/** Registers are not mixed. */
export function apart({ registers }: Facts): Section {
  return {
    id: 'registers',
    sentences: [
      { id: 'registers', says: 'privacy.registers.text', parts: { count: registers.length } },
      ...registers.map(({ slug, name, lists }): Sentence => {
        const names = lists.filter(isThere).map((list) => list.name);
        const id = `register.${slug}`;
        if (names.length === 0) return { id, says: 'privacy.registers.empty', parts: { name }, point: true };
        return { id, says: 'privacy.registers.lists', parts: { name, lists: { names } }, point: true };
      }),
    ],
  };
}

/** The use of e-mail addresses: each list with its purpose, as it is published now. */
export function addresses({ registers }: Facts): Section {
  const lists = registers.flatMap((register) => register.lists).filter(isThere);
  return {
    id: 'purpose',
    sentences: [
      { id: 'purpose', says: 'privacy.purpose.text' },
      ...lists.map(({ slug, name, state, purpose, frequency, version }): Sentence => ({
        id: `list.${slug}`,
        says: state === 'open' ? 'privacy.purpose.list' : `privacy.purpose.list-${state}`,
        parts: { list: name, purpose: { words: purpose }, frequency: { words: frequency }, version },
        point: true,
      })),
      { id: 'changed', says: 'privacy.purpose.changed' },
      { id: 'leaving', says: 'privacy.leaving.text' },
    ],
  };
}

type ThereFacts = ListFacts & { state: 'open' | 'resting' | 'closing' };

function isThere(list: ListFacts): list is ThereFacts {
  return list.state !== 'closed' && list.state !== 'deleting';
}
