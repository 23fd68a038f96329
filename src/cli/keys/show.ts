import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { asDatabaseOwner } from '../as-owner.js';
import { findOwner } from '../find-owner.js';

interface ShownKey {
  ring: string;
  purpose: string;
  version: number;
  kept: number;
  rotatedOn: string | null;
  underWay: boolean;
}

/** `jatakk keys show [--json]`: every key by ring and purpose. None of it is secret. */
export async function showKeysCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
  return asDatabaseOwner(findOwner(process.env).url, async (database) => {
    const [keys, secrets] = [await shownKeys(database), await shownSecrets(database)];
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ keys, secrets })}\n`
        : `${[...lines(keys), ...secretLines(secrets)].join('\n')}\n`,
    );
    return 0;
  });
}

async function shownKeys(database: DataSource): Promise<ShownKey[]> {
  return (await database.query(
    `select coalesce(r.slug, 'staff') as ring, k.purpose, max(k.version) filter (where k.used) as version,
            count(*)::integer - 1 as kept, bool_or(o.id is not null) as "underWay",
            (select max(d.done_at)::date::text from jatakk.rotation d
              where d.ring_id = k.ring_id and d.purpose = k.purpose) as "rotatedOn"
       from vault.ring_key k
       left join jatakk.register r on r.id = k.ring_id
       left join jatakk.rotation o on o.ring_id = k.ring_id and o.purpose = k.purpose and o.done_at is null
      group by r.slug, k.ring_id, k.purpose order by r.slug nulls last, k.purpose`,
  )) as ShownKey[];
}

/** Under which secret how many keys are wrapped. Null: wrapped before that was written down. */
async function shownSecrets(database: DataSource): Promise<{ secret: string | null; keys: number }[]> {
  return (await database.query(
    `select secret_id as secret, count(*)::integer as keys from vault.ring_key group by secret_id order by secret_id`,
  )) as { secret: string | null; keys: number }[];
}

function lines(keys: readonly ShownKey[]): string[] {
  const rings = [...new Set(keys.map(({ ring }) => ring))];
  return rings.flatMap((ring) => [
    ring,
    ...keys.filter((key) => key.ring === ring).map((key) => `  ${lineOf(key)}`),
    '',
  ]);
}

function lineOf({ purpose, version, kept, rotatedOn, underWay }: ShownKey): string {
  const rest = [
    rotatedOn && `rotated on ${rotatedOn}`,
    kept > 0 && `${kept} more in the vault`,
    underWay && 'a rotation is under way',
  ].filter(Boolean);
  return [`${purpose.padEnd(12)} version ${version}`, ...rest].join(', ');
}

function secretLines(secrets: readonly { secret: string | null; keys: number }[]): string[] {
  return secrets.map(
    ({ secret, keys }) =>
      `${keys} keys are wrapped under ${secret === null ? 'the first keeper secret' : `the keeper secret ${secret}`}`,
  );
}
