import { DataSource } from 'typeorm';
import { openRingRotations } from '../../src/registers/rotations.queries.js';
import type { TestHouse } from './house.js';
import { until } from './until.js';

export const STAFF = '00000000-0000-0000-0000-000000000000';

/** As `jatakk keys rotate` does it; the clock is turned past the time that others may still write the old version. */
export async function rotated(
  house: Pick<TestHouse, 'database'>,
  ringId: string,
  purposes: readonly string[],
): Promise<void> {
  await opens(house, ringId, purposes);
  await rotationsDone(house);
}

export async function opens(
  house: Pick<TestHouse, 'database'>,
  ringId: string,
  purposes: readonly string[],
): Promise<void> {
  const database = await new DataSource({ type: 'postgres', url: house.database.ownerUrl }).initialize();
  await openRingRotations(database, ringId, purposes);
  await database.destroy();
}

export async function rotationsDone({ database: { owner } }: Pick<TestHouse, 'database'>): Promise<void> {
  await until(
    'the rotation is done',
    async () => {
      await owner.query(
        `update jatakk.rotation set begun_at = begun_at - interval '1 minute' where done_at is null`,
      );
      await owner.query(`select pg_notify('jatakk_bell', '')`);
      const { rowCount } = await owner.query('select 1 from jatakk.rotation where done_at is null');
      return rowCount === 0;
    },
    30_000,
  );
}
