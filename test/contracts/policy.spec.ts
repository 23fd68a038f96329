import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Act, POLICY } from '../../src/staff/policy.js';
import { makeTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await makeTestDatabase();
});
afterAll(() => database.drop());

test('the database allows each role what the policy allows it, and nothing else', async () => {
  const { rows } = await database.owner.query('select act, role from jatakk.role_act');
  const line = ({ act, role }: { act: string; role: string }) => `${role} may ${act}`;
  const wanted = (Object.keys(POLICY) as Act[]).flatMap((act) =>
    POLICY[act].roles.map((role) => line({ act, role })),
  );
  expect((rows as { act: string; role: string }[]).map(line).toSorted()).toEqual(wanted.toSorted());
});
