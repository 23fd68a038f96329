import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CampaignFormat } from './written-text.js';

export type CampaignState =
  'draft' | 'in-review' | 'approved' | 'scheduled' | 'sending' | 'paused' | 'held' | 'sent' | 'cancelled';

/**
 * A question about new words, the last word of a list, a correction, a welcome to whoever confirms: what they may do, the
 * database decides. A welcome that is put on is `sent`, and has no deliveries.
 */
export type CampaignKind = 'regular' | 'reconsent' | 'farewell' | 'correction' | 'welcome';

/** One mailing to one list. Its content changes only while it is a draft: the database refuses otherwise. */
@Entity({ name: 'campaign', schema: 'jatakk' })
export class Campaign {
  @PrimaryColumn('uuid')
  id!: string;

  @PrimaryColumn('uuid', { name: 'register_id' })
  registerId!: string;

  @Column('uuid', { name: 'list_id' })
  listId!: string;

  @Column('integer', { name: 'purpose_version' })
  purposeVersion!: number;

  @Column({ type: 'text', insert: false, update: false })
  state!: CampaignState;

  @Column({ type: 'text', insert: false, update: false })
  kind!: CampaignKind;

  /** The campaign whose mistake this corrects. */
  @Column({ type: 'uuid', insert: false, update: false, nullable: true })
  corrects!: string | null;

  /** Why it is held, or what it waits for while it is sent: a code that the pages put into words. */
  @Column({ type: 'text', name: 'held_reason', insert: false, update: false, nullable: true })
  heldReason!: string | null;

  @Column({ type: 'text', update: false })
  locale!: string;

  @Column({ type: 'text', update: false })
  subject!: string;

  @Column({ type: 'text', update: false })
  preheader!: string;

  @Column({ type: 'text', update: false })
  format!: CampaignFormat;

  /** Markdown, or the JSON of a `BlockDocument`. */
  @Column({ type: 'text', update: false })
  body!: string;

  /** Whether it is counted how many follow its links; nobody is told who. */
  @Column({ type: 'boolean', name: 'counts_follows', insert: false, update: false })
  countsFollows!: boolean;

  /** What the addresses of its links are made of. */
  @Column({ type: 'uuid', name: 'follow_seed', insert: false, update: false })
  followSeed!: string;

  @Column({ type: 'uuid', name: 'author_id', update: false })
  authorId!: string;

  /** Whoever else has changed the text. */
  @Column({ type: 'uuid', array: true, insert: false, update: false })
  editors!: string[];

  /** Its latest review, whatever became of it. */
  @Column({ type: 'uuid', name: 'proposal_id', insert: false, update: false, nullable: true })
  proposalId!: string | null;

  /** Counts the changes of its text. */
  @Column({ type: 'integer', insert: false, update: false })
  revision!: number;

  /** The page that wrote last, by a uuid it made for itself. */
  @Column({ type: 'uuid', insert: false, update: false, nullable: true })
  hand!: string | null;

  @Column({ type: 'timestamptz', name: 'edited_at', insert: false, update: false })
  editedAt!: Date;

  @Column({ type: 'timestamptz', name: 'starts_at', insert: false, update: false, nullable: true })
  startsAt!: Date | null;

  /** Whether somebody chose when it starts. */
  @Column({ type: 'boolean', name: 'start_chosen', insert: false, update: false })
  startChosen!: boolean;

  /** Not in its list's archive, whatever the list says. */
  @Column({ type: 'boolean', name: 'left_out', insert: false, update: false })
  leftOut!: boolean;

  @Column({ type: 'timestamptz', name: 'started_at', insert: false, update: false, nullable: true })
  startedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'finished_at', insert: false, update: false, nullable: true })
  finishedAt!: Date | null;

  /** How it looks, once it has begun; null where its register had no look of its own then. */
  @Column({ type: 'uuid', name: 'theme_id', insert: false, update: false, nullable: true })
  themeId!: string | null;

  /** Its messages are made of this version of the register's link key, on every attempt. */
  @Column({ type: 'integer', name: 'link_key_version', insert: false, update: false, nullable: true })
  linkKeyVersion!: number | null;

  /** So many messages had come back as our own fault when it was last held for that. A bigint comes as text. */
  @Column({ type: 'bigint', name: 'ours_seen', insert: false, update: false })
  oursSeen!: string;
}
