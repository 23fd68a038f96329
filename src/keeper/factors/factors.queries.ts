import type { EntityManager } from 'typeorm';

/** Somebody with a session (or half of one), as far as a proof of theirs is checked. */
export interface OpenedFactors {
  staff_id: string;
  name: string;
  /** The password was right, and the second factor is awaited. */
  half: boolean;
  has_factor: boolean;
  needs_factor: boolean;
  /** Only of somebody who has no second factor. */
  password_hash: string | null;
  totp_sealed: Buffer | null;
  /** Too many wrong codes within the hour. */
  totp_locked: boolean;
  /** The keeper has seen a proof in this session, within ten minutes. */
  confirmed: boolean;
}

/** Holds the member until the transaction ends: two proofs at once are one after the other. */
export async function openFactors(
  tx: EntityManager,
  sessionHash: Buffer,
): Promise<OpenedFactors | undefined> {
  const rows = (await tx.query('select * from jatakk.open_factors($1)', [sessionHash])) as OpenedFactors[];
  return rows[0];
}

export interface KeptPasskey {
  id: string;
  public_key: Buffer;
  counter: string;
}

export async function findPasskey(
  tx: EntityManager,
  sessionHash: Buffer,
  credentialId: Buffer,
): Promise<KeptPasskey | undefined> {
  const rows = (await tx.query('select * from jatakk.find_passkey($1, $2)', [
    sessionHash,
    credentialId,
  ])) as KeptPasskey[];
  return rows[0];
}

/** False when this challenge was signed before, or the passkey counts backwards. */
export async function usePasskey(
  tx: EntityManager,
  used: { sessionHash: Buffer; passkeyId: string; challenge: Buffer; counter: number },
): Promise<boolean> {
  return ask(tx, 'jatakk.use_passkey($1, $2, $3, $4)', [
    used.sessionHash,
    used.passkeyId,
    used.challenge,
    used.counter,
  ]);
}

/** False when the code of this step, or of a later one, was used before. */
export async function useTotp(tx: EntityManager, sessionHash: Buffer, step: number): Promise<boolean> {
  return ask(tx, 'jatakk.use_totp($1, $2)', [sessionHash, step]);
}

/** False when there is no such code, or it was used. */
export async function useRecoveryCode(
  tx: EntityManager,
  sessionHash: Buffer,
  hash: Buffer,
): Promise<boolean> {
  return ask(tx, 'jatakk.use_recovery_code($1, $2)', [sessionHash, hash]);
}

export async function countWrongProof(
  tx: EntityManager,
  sessionHash: Buffer,
  wasCode: boolean,
): Promise<void> {
  await tx.query('select jatakk.count_wrong_proof($1, $2)', [sessionHash, wasCode]);
}

/** How the keeper has seen who somebody is. */
export type ProofMethod = 'passkey' | 'totp' | 'recovery' | 'password';

export async function liftSession(
  tx: EntityManager,
  half: Buffer,
  whole: Buffer,
  by: ProofMethod,
): Promise<boolean> {
  return ask(tx, 'jatakk.lift_session($1, $2, $3)', [half, whole, by]);
}

export async function confirmSession(tx: EntityManager, sessionHash: Buffer, by: ProofMethod): Promise<void> {
  await tx.query('select jatakk.confirm_session($1, $2)', [sessionHash, by]);
}

/** Asks one function that answers with yes or no. */
export async function ask(
  tx: EntityManager,
  call: `jatakk.${string}`,
  parameters: unknown[],
): Promise<boolean> {
  const rows = (await tx.query(`select ${call} as yes`, parameters)) as { yes: boolean | null }[];
  return rows[0]!.yes === true;
}
