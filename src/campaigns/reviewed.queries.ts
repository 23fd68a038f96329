import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Campaign } from './campaign.entity.js';
import { themeShape } from './theme/theme.js';
import { campaignFormat } from './written-text.js';

/** What of a campaign was put before a second person, as far as pages show it (`jatakk.campaign_content`). */
const reviewed = z.object({
  locale: z.string(),
  subject: z.string(),
  preheader: z.string(),
  format: campaignFormat.default('markdown'),
  body: z.string(),
  /** Written into the content only where there is one. */
  theme: themeShape.nullable().default(null),
  countsFollows: z.boolean().default(false),
  list: z.object({ name: z.string() }),
  sender: z.object({ name: z.string(), address: z.string() }),
  purpose: z.object({ version: z.int(), revision: z.int() }),
});

export type Reviewed = z.infer<typeof reviewed>;

export function readReviewed(content: unknown): Reviewed {
  return reviewed.parse(content);
}

/** What was approved of it the last time, before this proposal; undefined when it never was. */
export async function lastApproved(
  database: DataSource,
  campaignId: string,
  before: string,
): Promise<Reviewed | undefined> {
  const rows = (await database.query(
    `select p.content from jatakk.proposal p
      where p.kind = 'campaign' and p.content ->> 'campaign' = $1 and p.id <> $2
        and p.method is not null and p.state in ('approved', 'void')
      order by p.decided_at desc limit 1`,
    [campaignId, before],
  )) as { content: unknown }[];
  return rows[0] && reviewed.parse(rows[0].content);
}

/** The names of those who could be the second person: they may approve here, and have not written in it. */
export async function whoCouldApprove(
  database: DataSource,
  { registerId, listId, authorId, editors }: Campaign,
  submitterId: string,
): Promise<string[]> {
  const rows = (await database.query(
    `select s.name from jatakk.staff s
      where s.state = 'active' and s.id <> all ($3::uuid[]) and exists (
        select 1 from jatakk.grant_now g join jatakk.role_act a on a.role = g.role and a.act = 'approve'
         where g.staff_id = s.id and (g.register_id is null or g.register_id = $1)
           and (g.list_id is null or g.list_id = $2))
      order by s.name`,
    [registerId, listId, [authorId, submitterId, ...editors]],
  )) as { name: string }[];
  return rows.map(({ name }) => name);
}
