import type pg from 'pg';
import { idOf } from '../chance.js';
import { DAYS, dayBefore, monthsAgo } from '../days.js';
import { LISTS, listId } from '../plan.js';
import { sizeAt, yearOf } from './year.js';

const MONTHS = 12;

/** What the public is told besides: messages on the organisation's own site, and about how many were on each list. */
export async function seedTold(owner: pg.Client, scale: number): Promise<void> {
  await siteMessages(owner);
  for (const list of LISTS) {
    const year = yearOf(list);
    for (let ago = 1; ago <= MONTHS; ago += 1) {
      const month = monthsAgo(ago);
      await owner.query(
        `insert into jatakk.list_size (list_id, month, about) values ($1, $2, jatakk.about_so_many($3))`,
        [listId(list.key), month, Math.round(sizeAt(year, daysSince(month)) * scale)],
      );
    }
  }
}

function daysSince(month: string): number {
  return Math.min(DAYS, Math.round((Date.parse(dayBefore(0)) - Date.parse(month)) / 86_400_000));
}

async function siteMessages(owner: pg.Client): Promise<void> {
  const told = [
    {
      key: 'program',
      nb: ['Vil du ha vårens program på e-post? Vi skriver hver annen torsdag.', 'Meld deg på'],
      en: ['Would you like the spring programme by e-mail? We write every other Thursday.', 'Sign up'],
      pages: '/',
      from: dayBefore(6),
      until: dayBefore(-24),
    },
    {
      key: 'jul',
      nb: ['Skranken er stengt fra lille julaften til andre nyttårsdag.', 'Se åpningstidene'],
      pages: '/billetter',
      from: dayBefore(-20),
      until: dayBefore(-34),
    },
    {
      key: 'sommer',
      nb: ['Sommerkonsertene er i gang. Få ukens program på e-post.', 'Meld deg på'],
      pages: '/program',
      from: dayBefore(160),
      until: dayBefore(110),
    },
  ];
  for (const { key, nb, en, pages, from, until } of told)
    await owner.query(
      `insert into jatakk.site_message (id, words, link, pages, from_day, until_day, shown)
       values ($1, $2, 'https://www.fjellhallen.example/nyhetsbrev', $3, $4, $5, true)`,
      [
        idOf(`site message ${key}`),
        {
          nb: { text: nb[0], label: nb[1] },
          ...(en && { en: { text: en[0], label: en[1] } }),
        },
        pages,
        from,
        until,
      ],
    );
}
