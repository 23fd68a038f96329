import type { DataSource } from 'typeorm';
import type { Theme } from './theme.js';

const CONTENT = `jsonb_build_object('accent', t.accent, 'night', t.night, 'font', t.font, 'logo',
    case when i.id is not null then jsonb_build_object(
      'image', i.id, 'alt', t.logo_alt, 'width', i.width, 'height', i.height) end)`;

const WITH_LOGO =
  'jatakk.theme t left join jatakk.image i on i.register_id = t.register_id and i.id = t.logo_id';

/**
 * The look of a campaign `c`, as `jatakk.theme_content` says it: what is on until it begins, and from then on what was on
 * then.
 */
export const THEME_OF_CAMPAIGN = `(select ${CONTENT} from ${WITH_LOGO}
    where t.register_id = c.register_id and case when c.started_at is null then t.current else t.id = c.theme_id end)`;

/** A register's look; undefined where it has none of its own. */
export async function currentTheme(database: DataSource, registerId: string): Promise<Theme | undefined> {
  const rows = (await database.query(
    `select ${CONTENT} as theme from ${WITH_LOGO} where t.register_id = $1 and t.current`,
    [registerId],
  )) as { theme: Theme }[];
  return rows[0]?.theme;
}

/** How many campaigns of a register lie before a second person, or are approved and have not begun. */
export async function approvalsIn(database: DataSource, registerId: string): Promise<number> {
  const rows = (await database.query(
    `select count(*)::integer as waiting from jatakk.campaign c
      where c.register_id = $1 and c.proposal_id is not null and c.state in ('in-review', 'approved', 'scheduled')`,
    [registerId],
  )) as { waiting: number }[];
  return rows[0]!.waiting;
}
