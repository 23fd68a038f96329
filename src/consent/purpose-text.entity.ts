import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a person says yes to, in one language, under a version number. Published once, never changed. */
@Entity({ name: 'purpose_text', schema: 'jatakk' })
export class PurposeText {
  @Column('uuid', { name: 'register_id' })
  registerId!: string;

  @PrimaryColumn('uuid', { name: 'list_id' })
  listId!: string;

  @PrimaryColumn('integer')
  version!: number;

  /** Corrects the words of a version without changing what they mean. */
  @PrimaryColumn('integer')
  revision!: number;

  @PrimaryColumn('text')
  locale!: string;

  @Column('text')
  text!: string;

  @Column('text')
  frequency!: string;

  @Column('bytea')
  sha256!: Buffer;

  @Column({ type: 'date', name: 'published_on', insert: false, update: false })
  publishedOn!: string;
}

export interface PurposeWords {
  locale: string;
  text: string;
  frequency: string;
}
