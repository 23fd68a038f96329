import type { OpenList } from '../../src/consent/catalogue.service.js';
import type { KeptOfPerson } from '../../src/subscriptions/preferences/kept-of-person.js';
import type { Words } from './words.js';

const ID = '00000000-0000-4000-8000-00000000000';

/** What is kept of somebody who is on one list, has a pause on another and has left a third. */
export function keptExample(words: Words): KeptOfPerson {
  const purpose = {
    version: 1,
    revision: 2,
    locale: 'nb',
    text: words.purpose,
    frequency: words.frequency,
  };
  const one = { listId: `${ID}1`, list: words.list, purpose, sinceMonth: '2026-03-01' };
  return {
    register: { id: `${ID}0`, name: words.register },
    address: words.address,
    locale: 'nb',
    objected: false,
    notices: 2,
    subscriptions: [
      {
        ...one,
        id: `${ID}4`,
        state: 'confirmed',
        asked: { requested: { at: '2026-03-02T12:52:00Z', page: '/lists/x' } },
        answers: [{ asked: words.otherList, answer: words.thirdList }],
      },
      {
        ...one,
        id: `${ID}5`,
        listId: `${ID}2`,
        list: words.otherList,
        state: 'paused',
        pausedBy: 'self',
        pausedUntil: '2026-12-01',
        answers: [],
      },
      {
        ...one,
        id: `${ID}6`,
        listId: `${ID}3`,
        list: words.thirdList,
        state: 'ended',
        endedReason: 'unsubscribed',
        endedMonth: '2026-05-01',
        answers: [],
      },
    ],
    records: (['yes', 'no'] as const).map((answer, index) => ({
      id: `${ID}${7 + index}`,
      list: words.thirdList,
      answer,
      method: answer === 'yes' ? 'double-opt-in' : 'one-click',
      purpose,
      textSha256: 'a'.repeat(64),
      month: '2026-03-01',
    })),
  };
}

/** The register's lists: new words for the first, and a third to join. */
export function listsExample(words: Words): OpenList[] {
  const names = [words.list, words.otherList, words.thirdList];
  return names.map((name, index) => ({
    id: `${ID}${index + 1}`,
    registerId: `${ID}0`,
    registerSlug: 'x',
    registerName: words.register,
    slug: `list-${index}`,
    state: 'open' as const,
    eyes: 2 as const,
    archiveSince: null,
    welcomes: false,
    name,
    senderName: words.senderName,
    senderAddress: words.senderAddress,
    purposeVersion: index === 0 ? 2 : 1,
    purposeRevision: 1,
    words: {
      nb: { text: words.otherPurpose, frequency: words.otherFrequency },
      en: { text: words.otherPurpose, frequency: words.otherFrequency },
    },
    asks: [],
  }));
}
