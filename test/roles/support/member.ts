import { randomBytes, randomUUID } from 'node:crypto';
import { hashToken, randomToken } from '../../../src/platform/sealing/link-token.js';
import type { Grant } from '../../../src/staff/policy.js';
import type { TestHouse } from '../../support/house.js';

/** Somebody with these grants and a session; nobody's session is null. */
export interface TestMember {
  name: string;
  id: string | null;
  grants: readonly Grant[];
  cookie: string;
  csrf: string;
}

export const STRANGER: TestMember = { name: 'a stranger', id: null, grants: [], cookie: '', csrf: '' };

export async function makeMember(
  house: TestHouse,
  name: string,
  grants: readonly Grant[],
): Promise<TestMember> {
  const { owner } = house.database;
  const id = randomUUID();
  await owner.query(
    `insert into jatakk.staff (id, name, state, locale, login_hash, address_sealed, address_key_version, password_hash)
     values ($1, $2, 'active', 'nb', $3, '\\x00', 1, 'none')`,
    [id, name, randomBytes(32)],
  );
  for (const { role, registerId, listId } of grants)
    await owner.query(
      'insert into jatakk.staff_grant (staff_id, role, register_id, list_id) values ($1, $2, $3, $4)',
      [id, role, registerId, listId],
    );
  const token = randomToken();
  await owner.query(
    // They have just shown that it is they: what is asked here is only what they may.
    `insert into jatakk.staff_session (token_hash, staff_id, seen_at, ends_at, confirmed_at, confirmed_by)
     values ($1, $2, now(), now() + interval '10 hours', now() + interval '1 hour', 'password')`,
    [hashToken(token), id],
  );
  const cookie = `jatakk=${token}`;
  const page = await (
    await fetch(`${house.url}/staff/organisation`, { headers: { cookie, accept: 'text/html' } })
  ).text();
  return { name, id, grants, cookie, csrf: /name="csrf" value="([^"]+)"/.exec(page)![1]! };
}
