import { createHmac, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { sealToRing } from '../platform/sealing/sealed-box.js';
import { type EmailAddress, normaliseForIndex } from '../registers/email-address.js';
import { currentSealingKey } from '../registers/sealing-key.queries.js';
import { STAFF_RING } from '../registers/staff-ring.js';
import type { Grant } from './policy.js';
import { hashPassword, isPasswordOf, refuseWhenMany } from './passwords.js';
import { STAFF_SECRET } from './staff-secret.js';

export interface NewMember {
  name: string;
  address: EmailAddress;
  locale: string;
}

export interface MemberSummary {
  id: string;
  name: string;
  grants: Grant[];
  state: 'invited' | 'active' | 'disabled';
}

export type ResetOutcome = 'reset' | 'not-yours' | 'not-confirmed' | 'unknown';
export type GrantOutcome = 'granted' | 'not-yours' | 'unknown' | 'bad-grants' | 'last-administrator';
export type DisableOutcome = 'disabled' | 'not-yours' | 'unknown' | 'last-administrator';

async function grantTo(
  tx: EntityManager,
  { sessionHash }: { sessionHash: Buffer },
  staffId: string,
  grants: readonly Grant[],
): Promise<GrantOutcome> {
  const given = grants.map(({ role, registerId, listId }) => ({ role, register: registerId, list: listId }));
  const rows = (await tx.query('select jatakk.set_grants($1, $2, $3) as outcome', [
    sessionHash,
    staffId,
    JSON.stringify(given),
  ])) as { outcome: GrantOutcome }[];
  return rows[0]!.outcome;
}

/** The accounts of staff. Their addresses are sealed: they are found by a keyed hash and shown to nobody. */
@Injectable()
export class StaffAccounts {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(STAFF_SECRET) private readonly secret: Buffer,
  ) {}

  /** Who signs in with this address and password; undefined without saying which of the two was wrong. */
  async signIn(address: EmailAddress, password: string): Promise<string | undefined> {
    refuseWhenMany();
    const rows = (await this.database.query(
      `select id, password_hash from jatakk.staff where login_hash = $1 and state = 'active'`,
      [this.#loginHash(address)],
    )) as { id: string; password_hash: string }[];
    const found = rows[0];
    return (await isPasswordOf(found?.password_hash, password)) ? found?.id : undefined;
  }

  /** The first administrator, who chooses a password at once. */
  async addFirst(tx: EntityManager, member: NewMember, password: string): Promise<string> {
    const id = await this.#insert(tx, member, 'active', await hashPassword(password));
    await tx.query('select jatakk.grant_first($1)', [id]);
    return id;
  }

  /**
   * Adds a member who chooses a password by mail; whoever was invited before and has not answered, or has left, gets a
   * new mail.
   * False when the address is already that of somebody who can sign in.
   */
  async invite(by: { sessionHash: Buffer }, member: NewMember, grants: readonly Grant[]): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const rows = (await tx.query('select id, state from jatakk.staff where login_hash = $1', [
        this.#loginHash(member.address),
      ])) as { id: string; state: MemberSummary['state'] }[];
      const known = rows[0];
      if (known?.state === 'active') return false;
      if (known) await tx.query('select jatakk.ask_back($1, $2)', [by.sessionHash, known.id]);
      const id = known?.id ?? (await this.#insert(tx, member, 'invited', null));
      if ((await grantTo(tx, by, id, grants)) !== 'granted')
        throw new Error('an invitation without its roles');
      await tx.query('select jatakk.request_invitation($1)', [id]);
      return true;
    });
  }

  async peekInvitation(tokenHash: Buffer): Promise<{ name: string; locale: string } | undefined> {
    const rows = (await this.database.query('select * from jatakk.peek_invitation($1)', [tokenHash])) as {
      name: string;
      locale: string;
    }[];
    return rows[0];
  }

  /** Whether somebody who is signed in knows their password. @throws TooManyWaitingError */
  async knowsPassword(staffId: string, password: string): Promise<boolean> {
    const rows = (await this.database.query('select password_hash from jatakk.staff where id = $1', [
      staffId,
    ])) as { password_hash: string | null }[];
    return isPasswordOf(rows[0]?.password_hash ?? undefined, password);
  }

  /** What somebody signs in by, as the database knows it: web alone can work it out of an address. */
  loginHash(address: EmailAddress): Buffer {
    return this.#loginHash(address);
  }

  /** Takes away all that a colleague signs in with beside the password. 'reset', or why nothing has happened. */
  async resetFactors(session: Buffer, staffId: string): Promise<ResetOutcome> {
    const rows = (await this.database.query('select jatakk.reset_factors($1, $2) as outcome', [
      session,
      staffId,
    ])) as { outcome: ResetOutcome }[];
    return rows[0]!.outcome;
  }

  async rename(session: Buffer, name: string): Promise<void> {
    await this.database.query('select jatakk.rename_me($1, $2)', [session, name]);
  }

  /** Uses an invitation up. Returns the member's id, or undefined when it was used or is too old. */
  async acceptInvitation(tokenHash: Buffer, password: string): Promise<string | undefined> {
    const rows = (await this.database.query('select jatakk.accept_invitation($1, $2) as id', [
      tokenHash,
      await hashPassword(password),
    ])) as { id: string | null }[];
    return rows[0]?.id ?? undefined;
  }

  async chooseLocale(staffId: string, locale: string): Promise<void> {
    await this.database.query('update jatakk.staff set locale = $2 where id = $1', [staffId, locale]);
  }

  /** All roles of a member, at once; every session of theirs ends. */
  async grant(by: { sessionHash: Buffer }, staffId: string, grants: readonly Grant[]): Promise<GrantOutcome> {
    return this.database.transaction((tx) => grantTo(tx, by, staffId, grants));
  }

  async disable(by: { sessionHash: Buffer }, staffId: string): Promise<DisableOutcome> {
    const rows = (await this.database.query('select jatakk.disable_member($1, $2) as outcome', [
      by.sessionHash,
      staffId,
    ])) as { outcome: DisableOutcome }[];
    return rows[0]!.outcome;
  }

  async members(): Promise<MemberSummary[]> {
    return (await this.database.query(
      `select s.id, s.name, s.state,
              (select coalesce(jsonb_agg(jsonb_build_object(
                        'role', g.role, 'registerId', g.register_id, 'listId', g.list_id)
                        order by g.role, g.register_id, g.list_id), '[]')
                 from jatakk.grant_now g where g.staff_id = s.id and g.deputy_for is null) as grants
         from jatakk.staff s order by s.name, s.id`,
    )) as MemberSummary[];
  }

  async #insert(
    tx: EntityManager,
    member: NewMember,
    state: 'active' | 'invited',
    passwordHash: string | null,
  ) {
    const id = randomUUID();
    const key = await currentSealingKey(tx, STAFF_RING);
    const sealed = sealToRing(
      key.publicKey,
      { ringId: STAFF_RING, rowId: id },
      { address: member.address.asTyped },
    );
    await tx.query(
      `insert into jatakk.staff
         (id, name, state, locale, login_hash, address_sealed, address_key_version, password_hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        member.name,
        state,
        member.locale,
        this.#loginHash(member.address),
        sealed,
        key.version,
        passwordHash,
      ],
    );
    return id;
  }

  #loginHash(address: EmailAddress): Buffer {
    return createHmac('sha256', this.secret)
      .update(`login|${normaliseForIndex(address)}`)
      .digest();
  }
}
