import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A store of people with its own keys, never joined with another. */
@Entity({ name: 'register', schema: 'jatakk' })
export class Register {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  slug!: string;

  @Column('text')
  name!: string;
}
