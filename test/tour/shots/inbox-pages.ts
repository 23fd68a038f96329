import { until } from '../../support/until.js';
import { idOf } from '../chance.js';
import { monthsAgo } from '../days.js';
import { member, signIn } from '../live.js';
import { registerId } from '../plan.js';
import { SUBJECTS } from '../post.js';
import { TALKS } from '../talks.js';
import type { NamedPage } from './named-pages.js';

const at = (key: 'lesere' | 'kjopere') => `/staff/registers/${registerId(key)}`;
const talk = (key: string) => `${at('lesere')}/inbox/${idOf(`talk ${key}`)}`;

/** The inbox as a correspondent has it, and as others meet what comes of it. */
export async function inboxPages(url: string): Promise<NamedPage[]> {
  const inbox = `${at('lesere')}/inbox`;
  const today = await arrivedToday(url, inbox);
  const laidOut = today.get(SUBJECTS.laidOut)!;
  const [, messageId] = /id="m-([0-9a-f-]{36})"/.exec(laidOut.page)!;
  const last = monthsAgo(1).slice(0, 7);
  return [
    { name: 'staff-overview-correspondent', who: 'hanne', path: '/staff' },
    { name: 'staff-inbox', who: 'hanne', path: inbox },
    { name: 'staff-inbox-open', who: 'hanne', path: `${inbox}?show=open` },
    { name: 'staff-inbox-closed', who: 'hanne', path: `${inbox}?show=closed` },
    { name: 'staff-inbox-machines', who: 'hanne', path: `${inbox}?show=machines` },
    { name: 'staff-inbox-not-yours', who: 'kari', path: inbox, refused: true },
    { name: 'staff-conversation', who: 'hanne', path: talk('wheelchair') },
    { name: 'staff-conversation-closed', who: 'hanne', path: talk('lamp') },
    { name: 'staff-conversation-files', who: 'hanne', path: laidOut.path },
    { name: 'staff-conversation-laid-out', who: 'hanne', path: `${laidOut.path}?html=${messageId}` },
    { name: 'staff-conversation-hostile', who: 'hanne', path: today.get(SUBJECTS.hostile)!.path },
    { name: 'staff-conversation-erase', who: 'hanne', path: `${talk('lamp')}/erase` },
    {
      name: 'staff-inbox-found',
      who: 'hanne',
      path: inbox,
      act: { fill: { address: TALKS[0]!.from.address }, form: `${inbox}/by-address` },
    },
    {
      name: 'staff-answer-empty',
      who: 'hanne',
      path: talk('wheelchair'),
      act: { fill: { answer: ' ' }, form: `${talk('wheelchair')}/answer` },
    },
    { name: 'staff-inbox-settings', who: 'kari', path: `${at('lesere')}/inbox-settings` },
    { name: 'staff-heard', who: 'ola', path: `${at('lesere')}/heard` },
    { name: 'staff-heard-month', who: 'ola', path: `${at('lesere')}/heard/${last}` },
    { name: 'staff-heard-this-month', who: 'ola', path: `${at('lesere')}/heard/${monthsAgo(0).slice(0, 7)}` },
    { name: 'heard', who: undefined, path: '/registers/lesere/heard' },
  ];
}

/** What has come by the front door is known by what it is about, and that by opening it. */
async function arrivedToday(
  url: string,
  inbox: string,
): Promise<Map<string, { path: string; page: string }>> {
  const hanne = await signIn(url, member('hanne'));
  const planned = new Set(TALKS.map(({ key }) => talk(key)));
  const found = new Map<string, { path: string; page: string }>();
  await until('the mail of today is in the inbox', async () => {
    const list = await hanne.page(inbox);
    for (const [path] of list.matchAll(new RegExp(`${inbox}/[0-9a-f-]{36}`, 'g'))) {
      if (planned.has(path) || [...found.values()].some((one) => one.path === path)) continue;
      const page = await hanne.page(path);
      for (const subject of Object.values(SUBJECTS))
        if (page.includes(escaped(subject))) found.set(subject, { path, page });
    }
    return found.size === Object.keys(SUBJECTS).length;
  });
  return found;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
