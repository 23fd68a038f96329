import type { DataSource } from 'typeorm';
import type { Facts } from './facts.js';
import { notedTexts, type SaidSentence } from './noted-facts.js';

export interface FactsVersion {
  number: number;
  notedAt: Date;
  mode: Facts['mode'];
  said: SaidSentence[];
  /** Hexadecimal: of this version's content and of the digest before it. */
  digest: string;
}

/** Notes the facts as they are, if they are not what was noted last. The number of the version, if there is a new one. */
export async function noteFacts(database: DataSource, facts: Facts): Promise<number | undefined> {
  const texts = notedTexts(facts);
  const rows = (await database.query('select jatakk.note_facts($1, $2) as number', [
    texts.facts,
    texts.said,
  ])) as { number: number | null }[];
  return rows[0]!.number ?? undefined;
}

/** When what the page says last changed, and whether it says that already. Undefined before anything was noted. */
export async function newestVersion(
  database: DataSource,
  facts: Facts,
): Promise<{ notedAt: Date; isNow: boolean } | undefined> {
  const texts = notedTexts(facts);
  const rows = (await database.query(
    `select v.noted_at as "notedAt", v.content = sha256(convert_to($1, 'UTF8')) as "isNow"
       from jatakk.facts_version v order by v.number desc limit 1`,
    [`${texts.facts}\n${texts.said}`],
  )) as { notedAt: Date; isNow: boolean }[];
  return rows[0];
}

/** Versions from the newest on, or from before one of them. */
export async function factsVersions(
  database: DataSource,
  most: number,
  before?: number,
): Promise<FactsVersion[]> {
  return (await database.query(
    `select v.number, v.noted_at as "notedAt", v.facts ->> 'mode' as mode, v.said, encode(v.digest, 'hex') as digest
       from jatakk.facts_version v where $2::integer is null or v.number < $2 order by v.number desc limit $1`,
    [most, before ?? null],
  )) as FactsVersion[];
}
