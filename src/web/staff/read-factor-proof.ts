import { factorNonce, passkeyAssertion } from '../../staff/factors/factor-proof.js';
import type { GivenProof } from '../../staff/factors/second-factors.service.js';

/** The fields that `ConfirmFactor` posts. They belong to no form but for it, and are never shown again. */
export const FACTOR_FIELDS = {
  nonce: 'factorNonce',
  passkey: 'factorPasskey',
  code: 'factorCode',
  recovery: 'factorRecovery',
  password: 'factorPassword',
} as const;

/** What a form brings to show who sent it; undefined when it brings nothing that could. The keeper checks it. */
export function readFactorProof(body: unknown): GivenProof | undefined {
  const field = (name: string) => {
    const value = (body as Record<string, unknown> | null)?.[name];
    return typeof value === 'string' ? value : '';
  };
  const nonce = factorNonce.safeParse(field(FACTOR_FIELDS.nonce));
  if (!nonce.success) return undefined;
  const given = (proof: GivenProof['proof']): GivenProof => ({ nonce: nonce.data, proof });
  const code = field(FACTOR_FIELDS.code).replaceAll(/[\s-]/g, '');
  if (/^\d{6}$/.test(code)) return given({ code });
  const recovery = field(FACTOR_FIELDS.recovery).trim();
  if (recovery !== '' && recovery.length <= 40) return given({ recovery });
  const assertion = passkeyAssertion.safeParse(fromJson(field(FACTOR_FIELDS.passkey)));
  if (assertion.success) return given({ passkey: assertion.data });
  const password = field(FACTOR_FIELDS.password);
  return password !== '' && password.length <= 1000 ? given({ password }) : undefined;
}

/** A form's field that holds JSON; undefined for anything else. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
