import { BeginTotpAct } from './begin-totp.act.js';
import { ConfirmAct } from './confirm.act.js';
import { EnrolPasskeyAct } from './enrol-passkey.act.js';
import { EnrolTotpAct } from './enrol-totp.act.js';
import { RecoveryCodesAct } from './recovery-codes.act.js';
import { RemoveFactorAct } from './remove-factor.act.js';
import { SignInAct } from './sign-in.act.js';

/** What the window answers about second factors. */
export const FACTOR_ACTS = [
  SignInAct,
  ConfirmAct,
  BeginTotpAct,
  EnrolTotpAct,
  EnrolPasskeyAct,
  RecoveryCodesAct,
  RemoveFactorAct,
] as const;
