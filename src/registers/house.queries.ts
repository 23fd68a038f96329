import type { DataSource, EntityManager } from 'typeorm';

/** The organisation that this house belongs to, and how it reaches the world. */
export interface House {
  mode: 'trial' | 'live';
  /** Set at go-live; until then the operator's setting counts. */
  publicUrl: string | null;
  organisation: {
    name: string;
    number: string;
    postalAddress: string;
    email: string;
    privacyEmail: string;
  } | null;
  /** Why nothing is sent: the database was, or may have been, put back from a backup. Null while it sends. */
  restore: 'restored' | 'unsure' | null;
}

/** What the password of a relay, of the first and of the second, is sealed for. */
export const RELAY_PASSWORD_ROW = 'relay-password';

interface HouseRow {
  mode: 'trial' | 'live';
  public_url: string | null;
  name: string | null;
  org_number: string;
  postal_address: string;
  contact_email: string;
  privacy_email: string;
  restore: House['restore'];
}

export async function readHouse(database: DataSource | EntityManager): Promise<House> {
  const rows = (await database.query(
    `select i.mode, i.public_url, o.name, o.org_number, o.postal_address, o.contact_email, o.privacy_email,
            (select q.kind from jatakk.restore_question q where q.answer is null) as restore
       from jatakk.installation i left join jatakk.organisation o on true`,
  )) as HouseRow[];
  const row = rows[0]!;
  return {
    mode: row.mode,
    publicUrl: row.public_url,
    restore: row.restore,
    organisation:
      row.name === null
        ? null
        : {
            name: row.name,
            number: row.org_number,
            postalAddress: row.postal_address,
            email: row.contact_email,
            privacyEmail: row.privacy_email,
          },
  };
}
