import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whose house this is, as every message and the privacy page name it. One row. */
@Entity({ name: 'organisation', schema: 'jatakk' })
export class Organisation {
  @PrimaryColumn('boolean', { name: 'only_row' })
  onlyRow!: true;

  @Column('text')
  name!: string;

  @Column('text', { name: 'org_number' })
  orgNumber!: string;

  @Column('text', { name: 'postal_address' })
  postalAddress!: string;

  @Column('text', { name: 'contact_email' })
  contactEmail!: string;

  @Column('text', { name: 'privacy_email' })
  privacyEmail!: string;

  @Column('text', { name: 'default_locale' })
  defaultLocale!: string;
}
