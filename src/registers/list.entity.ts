import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Resting: nobody joins, nothing is sent, everybody stays. Closing: its last word is on its way. Closed is for good.
 * Deleting: gone from every page, its rows follow.
 */
export type ListState = 'open' | 'resting' | 'closing' | 'closed' | 'deleting';

export type Eyes = 1 | 2;

/** A mailing list with one published purpose. */
@Entity({ name: 'list', schema: 'jatakk' })
export class List {
  @PrimaryColumn('uuid')
  id!: string;

  @PrimaryColumn('uuid', { name: 'register_id' })
  registerId!: string;

  @Column('text')
  slug!: string;

  @Column('text')
  name!: string;

  @Column('text', { name: 'sender_name' })
  senderName!: string;

  @Column('text', { name: 'sender_address' })
  senderAddress!: string;

  @Column('text')
  state!: ListState;

  /** How many must stand behind what is sent to it. */
  @Column({ type: 'smallint', insert: false, update: false })
  eyes!: Eyes;

  /** Since when everybody may read what it is sent; null where nobody may. */
  @Column({ type: 'timestamptz', name: 'archive_since', insert: false, update: false, nullable: true })
  archiveSince!: Date | null;

  /** The welcome that is on: a campaign; null where whoever confirms is sent none. */
  @Column({ type: 'uuid', name: 'welcome_id', insert: false, update: false, nullable: true })
  welcomeId!: string | null;
}
