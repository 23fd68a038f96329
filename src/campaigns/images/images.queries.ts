import type { DataSource } from 'typeorm';
import type { ImageWidth } from '../../platform/images/image-widths.js';

/** An image of a register, without its bytes. */
export interface Image {
  id: string;
  /** What it shows, for whoever does not see it. */
  alt: string;
  /** Pixels of the larger size, at most 1200 wide. */
  width: number;
  height: number;
  mediaType: 'image/jpeg' | 'image/png';
}

export interface KeptImage extends Image {
  madeAt: Date;
  /** Campaigns that are sent, on their way, or before somebody's eyes: while there is one, it stays. */
  held: number;
  /** Drafts, and what was called off before it began. */
  drafts: number;
  /** Whether it stands at the head of what the register sends, or has sent. */
  logo: boolean;
}

const COLUMNS = `i.id, i.alt, i.width, i.height, i.media_type as "mediaType"`;

/** All of a register, the newest first. */
export async function imagesOf(database: DataSource, registerId: string): Promise<Image[]> {
  return (await database.query(
    `select ${COLUMNS} from jatakk.image i where i.register_id = $1 order by i.made_at desc, i.id`,
    [registerId],
  )) as Image[];
}

/** Some of a register, the newest first, and how many there are. */
export async function pageOfImages(
  database: DataSource,
  registerId: string,
  { from, atMost }: { from: number; atMost: number },
): Promise<{ images: Image[]; total: number }> {
  const [images, counted] = (await Promise.all([
    database.query(
      `select ${COLUMNS} from jatakk.image i where i.register_id = $1
        order by i.made_at desc, i.id offset $2 limit $3`,
      [registerId, from, atMost],
    ),
    database.query('select count(*)::integer as total from jatakk.image i where i.register_id = $1', [
      registerId,
    ]),
  ])) as [Image[], { total: number }[]];
  return { images, total: counted[0]!.total };
}

/** One of this register; undefined for any other's. */
export async function imageOf(
  database: DataSource,
  registerId: string,
  id: string,
): Promise<Image | undefined> {
  return (await imagesNamed(database, registerId, [id])).get(id);
}

/** Those of these ids that are this register's, by id: what a renderer may show. */
export async function imagesNamed(
  database: DataSource,
  registerId: string,
  ids: readonly string[],
): Promise<Map<string, Image>> {
  if (ids.length === 0) return new Map();
  const rows = (await database.query(
    `select ${COLUMNS} from jatakk.image i where i.register_id = $1 and i.id = any ($2::uuid[])`,
    [registerId, ids],
  )) as Image[];
  return new Map(rows.map((row) => [row.id, row]));
}

/** One, with what uses it. Whether a campaign holds its images, `jatakk.holds_images` says in the same words. */
export async function keptImage(
  database: DataSource,
  registerId: string,
  id: string,
): Promise<KeptImage | undefined> {
  const rows = (await database.query(
    `select ${COLUMNS}, i.made_at as "madeAt", u.held, u.drafts,
            exists (select 1 from jatakk.theme t where t.register_id = i.register_id and t.logo_id = i.id) as logo
       from jatakk.image i cross join lateral (
         select count(*) filter (where c.started_at is not null or c.state not in ('draft', 'cancelled'))::integer as held,
                count(*) filter (where c.started_at is null and c.state in ('draft', 'cancelled'))::integer as drafts
           from jatakk.campaign_image x join jatakk.campaign c on c.register_id = x.register_id and c.id = x.campaign_id
          where x.register_id = i.register_id and x.image_id = i.id) u
      where i.register_id = $1 and i.id = $2`,
    [registerId, id],
  )) as KeptImage[];
  return rows[0];
}

/** What is shown at an address. A narrow image has one size only, whichever is asked for. */
export async function imageBytes(
  database: DataSource,
  id: string,
  width: ImageWidth,
): Promise<(Pick<Image, 'mediaType'> & { bytes: Buffer }) | undefined> {
  const rows = (await database.query(
    `select i.media_type as "mediaType", s.bytes
       from jatakk.image i join jatakk.image_size s on s.register_id = i.register_id and s.image_id = i.id
      where i.id = $1 and s.width <= $2 order by s.width desc limit 1`,
    [id, width],
  )) as (Pick<Image, 'mediaType'> & { bytes: Buffer })[];
  return rows[0];
}
