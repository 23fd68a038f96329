import type { DataSource } from 'typeorm';

/** A passkey as its owner sees it. */
export interface ShownPasskey {
  id: string;
  /** Which the browser is asked for, base64url. */
  credentialId: string;
  transports: string[];
  name: string;
  madeAt: Date;
  usedAt: Date | null;
  /** False where it was made for another address of this site: it cannot sign for this one. */
  usable: boolean;
}

/** The second factors of a member: that they are there, never what they are. */
export interface OwnFactors {
  totp: { madeAt: Date; usedAt: Date | null } | null;
  passkeys: ShownPasskey[];
  recoveryCodes: number;
  hasFactor: boolean;
  needsFactor: boolean;
}

export async function ownFactors(database: DataSource, staffId: string): Promise<OwnFactors> {
  const [row] = (await database.query(
    `select (select count(*)::integer from jatakk.staff_recovery_code c where c.staff_id = $1) as "recoveryCodes",
            jatakk.has_factor($1) as "hasFactor", jatakk.needs_factor($1) as "needsFactor"`,
    [staffId],
  )) as Pick<OwnFactors, 'recoveryCodes' | 'hasFactor' | 'needsFactor'>[];
  const totps = (await database.query(
    `select made_at as "madeAt", used_at as "usedAt" from jatakk.staff_totp where staff_id = $1`,
    [staffId],
  )) as NonNullable<OwnFactors['totp']>[];
  return { ...row!, totp: totps[0] ?? null, passkeys: await passkeysOf(database, staffId) };
}

/** The newest first. */
export async function passkeysOf(database: DataSource, staffId: string): Promise<ShownPasskey[]> {
  const rows = (await database.query(
    `select p.id, p.credential_id, p.transports, p.name, p.made_at as "madeAt", p.used_at as "usedAt",
            i.public_url is null or p.rp_id = substring(i.public_url from '^https?://([^/:]+)') as usable
       from jatakk.staff_passkey p cross join jatakk.installation i
      where p.staff_id = $1 order by p.made_at desc, p.id`,
    [staffId],
  )) as (Omit<ShownPasskey, 'credentialId'> & { credential_id: Buffer })[];
  return rows.map(({ credential_id: id, ...passkey }) => ({
    ...passkey,
    credentialId: id.toString('base64url'),
  }));
}
