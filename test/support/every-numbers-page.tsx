import { CampaignNumbersPage } from '../../src/web/staff/pages/numbers/campaign-numbers-page.js';
import { ListNumbersPage } from '../../src/web/staff/pages/numbers/list-numbers-page.js';
import { RegisterNumbersPage } from '../../src/web/staff/pages/numbers/register-numbers-page.js';
import type { StaffFrame } from '../../src/web/pages/frame.js';
import { dayAfter, type Period, startsOf } from '../../src/subscriptions/periods.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

const TODAY = '2026-11-29';

/** A year of a list that grows, with a large mailing in March and a month of bounces. */
function periods(grain: 'month' | 'week'): Period[] {
  let size = 9120;
  return startsOf(grain, TODAY, { most: 13, since: '2025-01-01' }).map((start, index, all) => {
    const confirmed = [212, 180, 264, 0, 655, 412, 301, 188, 96, 0, 342, 380, 121][index]!;
    const movedIn = index === 4 ? 1200 : 0;
    const ended = {
      unsubscribed: [31, 28, 40, 22, 96, 51, 33, 0, 12, 18, 44, 39, 17][index]!,
      bounced: index % 4 === 0 ? 23 : 0,
      objected: 0,
      complained: 0,
      erased: index === 6 ? 7 : 0,
      'list-closed': 0,
    };
    size += confirmed + movedIn - ended.unsubscribed - ended.bounced - ended.erased;
    return { start, confirmed, movedIn, ended, size, going: index === all.length - 1 };
  });
}

const NOTHING: Period = {
  start: '2026-11-01',
  confirmed: 0,
  movedIn: 0,
  ended: { unsubscribed: 0, bounced: 0, objected: 0, complained: 0, erased: 0, 'list-closed': 0 },
  size: 3,
  going: true,
};

const COUNTS = {
  queued: 0,
  claimed: 0,
  handed: 0,
  accepted: 12445,
  skipped: 3,
  bounced: 139,
  unknown: 49,
  dead: 4,
  total: 12640,
};

/** The numbers of a register, of a list and of a campaign, with much and with nothing to show. */
export function numbersPages(frame: StaffFrame, words: Words): NamedPage[] {
  const register = frame.registers[0]!;
  const list = { id: 'l1', name: words.list };
  const campaigns = Array.from({ length: 9 }, (_, index) => ({
    id: `c${index}`,
    subject: index % 2 ? words.subject : words.list,
    locale: 'nb',
    day: dayAfter('2026-02-03', index * 32),
    accepted: 9000 + index * 410,
    failed: [12, 140, 31, 0, 22, 18, 60, 9, 11][index]!,
    over: index < 8,
    unsubscribed: index === 8 ? null : [22, 96, 18, 0, 31, 12, 40, 8, 0][index]!,
    followed: index % 3 ? 310 + index * 7 : null,
  }));
  const after = (count: (index: number) => number | null) =>
    Array.from({ length: 11 }, (_, index) => ({ day: dayAfter('2026-11-18', index), count: count(index) }));
  const campaign = { id: 'c1', subject: words.subject, language: 'nb', list };
  const failures = [
    { state: 'bounced', replyClass: 'hard:5.1.1', count: 108 },
    { state: 'bounced', replyClass: 'soft:5.2.2', count: 31 },
    { state: 'dead', replyClass: 'soft:4.2.2', count: 4 },
  ] as const;
  const countedSince = '2026-03-01';
  const ofList = { frame, register, list, countedSince };
  const ofCampaign = { frame, register, campaign, countedSince };
  return [
    [
      'numbers',
      <RegisterNumbersPage
        frame={frame}
        register={register}
        month="2026-10-01"
        lists={[
          { ...list, confirmed: 12640, joined: 380, ended: 39 },
          { id: 'l2', name: words.otherList, confirmed: 3, joined: 0, ended: 0 },
        ]}
      />,
    ],
    [
      'numbers, no list',
      <RegisterNumbersPage frame={frame} register={register} month="2026-10-01" lists={[]} />,
    ],
    [
      'numbers of a list',
      <ListNumbersPage {...ofList} grain="month" periods={periods('month')} campaigns={campaigns} />,
    ],
    [
      'numbers of a list, by week',
      <ListNumbersPage {...ofList} grain="week" periods={periods('week')} campaigns={campaigns} />,
    ],
    [
      'numbers of a list, nothing yet',
      <ListNumbersPage {...ofList} grain="month" periods={[NOTHING]} campaigns={[]} />,
    ],
    [
      'numbers of a campaign',
      <CampaignNumbersPage
        {...ofCampaign}
        counts={COUNTS}
        failures={failures}
        since={{
          cameBack: [
            { class: 'hard', wording: 'no-such-mailbox', count: 41 },
            { class: 'soft', wording: 'mailbox-full', count: 22 },
            { class: 'complaint', wording: 'reported-as-spam', count: null },
          ],
          complaints: null,
        }}
        days={after((index) => [null, 22, 9, 0, 6, 0, 0, 8, 0, 0, 5][index]!)}
        follows={{
          links: [
            { target: 'https://fjellhallen.example/program/oktober?side=2', count: 1204 },
            {
              target: 'https://billetter.fjellhallen.example/danseforestillinger/hostens-premiere',
              count: 388,
            },
            { target: 'https://fjellhallen.example/apningstider', count: 0 },
          ],
          days: after((index) => [902, 410, 120, 55, 31, 22, 0, 18, 12, 9, 13][index]!),
        }}
      />,
    ],
    [
      'numbers of a campaign, small and not counted',
      <CampaignNumbersPage
        {...ofCampaign}
        counts={{ ...COUNTS, accepted: 12, skipped: 0, bounced: 0, unknown: 0, dead: 0, total: 12 }}
        failures={[]}
        since={{ cameBack: [], complaints: null }}
        days={[]}
        follows={null}
      />,
    ],
  ];
}
