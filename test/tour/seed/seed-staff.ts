import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { sealToRing } from '../../../src/platform/sealing/sealed-box.js';
import { STAFF_RING } from '../../../src/registers/staff-ring.js';
import { hashPassword } from '../../../src/staff/passwords.js';
import { StaffAccounts } from '../../../src/staff/staff-accounts.service.js';
import { listId, memberId, registerId, STAFF } from '../plan.js';
import { addressOf } from './keys.js';

/** As the first administrator is added: the password hashed, the address sealed to the ring of the staff. */
export async function seedStaff(owner: pg.Client, webSecret: Buffer): Promise<void> {
  const { rows } = await owner.query<{ version: number; public_key: Buffer }>(
    'select version, public_key from jatakk.sealing_key where ring_id = $1',
    [STAFF_RING],
  );
  const key = rows[0]!;
  const accounts = new StaffAccounts(undefined as unknown as DataSource, webSecret);
  for (const member of STAFF) {
    const id = memberId(member.key);
    const address = addressOf(member.address);
    const sealed = sealToRing(
      key.public_key,
      { ringId: STAFF_RING, rowId: id },
      { address: address.asTyped },
    );
    await owner.query(
      `insert into jatakk.staff (id, name, state, locale, login_hash, address_sealed, address_key_version, password_hash)
       values ($1, $2, 'active', 'nb', $3, $4, $5, $6)`,
      [
        id,
        member.name,
        accounts.loginHash(address),
        sealed,
        key.version,
        await hashPassword(member.password),
      ],
    );
    for (const { role, register, list } of member.grants)
      await owner.query(
        'insert into jatakk.staff_grant (staff_id, role, register_id, list_id) values ($1, $2, $3, $4)',
        [id, role, register ? registerId(register) : null, list ? listId(list) : null],
      );
  }
}
