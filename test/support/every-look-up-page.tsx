import type { LookedUp } from '../../src/subscriptions/looked-up.js';
import type { StaffFrame } from '../../src/web/pages/frame.js';
import { ErasePersonPage } from '../../src/web/staff/pages/erase-person-page.js';
import { JournalPage } from '../../src/web/staff/pages/journal-page.js';
import { LookOverPage } from '../../src/web/staff/pages/look-over-page.js';
import { LookUpPage } from '../../src/web/staff/pages/look-up-page.js';
import { LookedUpPage } from '../../src/web/staff/pages/looked-up-page.js';
import { NobodyPage } from '../../src/web/staff/pages/nobody-page.js';
import { exampleReceipt } from './example-receipt.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

/** Where somebody is looked up, and what is shown of them. */
export function lookUpPages(shown: StaffFrame, words: Words): NamedPage[] {
  const frame = { ...shown, path: null };
  const register = { id: 'r1', name: words.register };
  const { address, person, list, otherList } = words;
  const of = { frame, register, press: { address, handle: words.token } };
  const one = {
    endedReason: null,
    pausedBy: null,
    pausedUntil: null,
    since: '2026-03-01',
    ended: null,
  } as const;
  const found: LookedUp = {
    objected: false,
    until: '2026-11-24T09:27:00Z',
    handle: words.token,
    subscriptions: [
      { ...one, id: 's1', list, state: 'confirmed' },
      { ...one, id: 's2', list: otherList, state: 'paused', pausedBy: 'self', pausedUntil: '2027-02-01' },
      {
        ...one,
        id: 's3',
        list: words.thirdList,
        state: 'ended',
        endedReason: 'unsubscribed',
        ended: '2026-09-01',
      },
    ],
  };
  const gone = found.subscriptions.map((each) => ({
    ...each,
    state: 'ended' as const,
    endedReason: 'objected',
    ended: '2026-10-01',
  }));
  const look = {
    at: new Date('2026-11-24T09:12:00Z'),
    by: person,
    register: words.register,
    reason: words.subject,
  };
  return [
    [
      'look up',
      <LookUpPage
        frame={shown}
        registers={[register, { id: 'r2', name: words.otherRegister }]}
        today={3}
        looks={[
          { ...look, id: 'l1', act: 'send-link' },
          { ...look, id: 'l2', act: 'look' },
        ]}
      />,
    ],
    [
      'look up, refused',
      <LookUpPage
        frame={frame}
        registers={[register]}
        today={20}
        looks={[]}
        values={{ register: 'r1', address, reason: words.subject }}
        errors={{ address: { key: 'address.error.no-at' }, reason: { key: 'rights.error.address' } }}
      />,
    ],
    ['look up, nowhere', <LookUpPage frame={shown} registers={[]} today={0} looks={[]} />],
    ['looked up', <LookedUpPage {...of} person={found} />],
    [
      'looked up, one ended',
      <LookedUpPage
        {...of}
        person={{ ...found, subscriptions: found.subscriptions.slice(1) }}
        notice={{ key: 'looked-up.end.ended' }}
      />,
    ],
    [
      'looked up, objected',
      <LookedUpPage {...of} person={{ ...found, objected: true, subscriptions: gone }} />,
    ],
    ['looked up, on no list', <LookedUpPage {...of} person={{ ...found, subscriptions: [] }} />],
    [
      'looked up, nobody',
      <NobodyPage frame={frame} register={register} address={address} objected={false} />,
    ],
    [
      'looked up, nobody, objected',
      <NobodyPage frame={frame} register={register} address={address} objected />,
    ],
    ['look over', <LookOverPage frame={frame} />],
    ['erase a person', <ErasePersonPage {...of} state="ask" />],
    ['person erased', <ErasePersonPage {...of} state="done" />],
    [
      'consent journal',
      <JournalPage
        {...of}
        at={look.at}
        journal={[
          {
            list,
            state: 'confirmed',
            endedReason: null,
            since: '2026-10-01',
            ended: null,
            records: [exampleReceipt(words)],
            waiting: 1,
          },
          {
            list: otherList,
            state: 'pending',
            endedReason: null,
            since: '2026-10-01',
            ended: null,
            records: [],
            waiting: 0,
          },
        ]}
      />,
    ],
    ['consent journal, empty', <JournalPage {...of} at={look.at} journal={[]} />],
  ];
}
