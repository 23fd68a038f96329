import { type Message, translator } from '../../../platform/i18n/messages.js';
import { PasswordField } from '../../pages/field.js';
import type { Frame } from '../../pages/frame.js';
import { FACTOR_FIELDS } from '../read-factor-proof.js';
import { FactorField } from './factor-field.js';

/** The ways in which one member can show who they are, on one page. */
export interface FactorPrompt {
  nonce: string;
  /** What the browser asks a passkey (WebAuthn § 5.5, as JSON); false where there is none. */
  passkey: false | PasskeyQuestion;
  code: boolean;
  /** Only for whoever has no second factor. */
  password: boolean;
  /** Only at sign-in, in place of a factor that is lost. */
  recovery: boolean;
}

export interface PasskeyQuestion {
  challenge: string;
  rpId: string;
  allowCredentials: { id: string; type: 'public-key'; transports: string[] }[];
  userVerification: 'required';
  timeout: number;
}

export interface ConfirmFactorProps {
  frame: Frame;
  prompt: FactorPrompt;
  error?: Message | undefined;
}

/**
 * Fields in which somebody shows that it is they who sit here: put into any form, above its button. A passkey is asked
 * for when the button is pressed and no code was typed; without a script the other fields work alone. The server reads
 * them with `readFactorProof`.
 */
export function ConfirmFactor({ frame, prompt, error }: ConfirmFactorProps) {
  const t = translator(frame.locale);
  const { passkey, code, password, recovery } = prompt;
  return (
    <>
      <input type="hidden" name={FACTOR_FIELDS.nonce} value={prompt.nonce} />
      {error && (
        <p class="note stop" role="alert">
          {t(error.key, error.params)}
        </p>
      )}
      {passkey && <PasskeyPlace frame={frame} act="get" name={FACTOR_FIELDS.passkey} options={passkey} />}
      {passkey && <p>{t(code ? 'factor.passkey-or-code' : 'factor.passkey')}</p>}
      {passkey && !code && (
        <noscript>
          <p class="note">{t('factor.passkey-needs-script')}</p>
        </noscript>
      )}
      {code && (
        <FactorField t={t} name={FACTOR_FIELDS.code} label={t('factor.code')} hint={t('factor.code-hint')} />
      )}
      {password && (
        <PasswordField
          t={t}
          name={FACTOR_FIELDS.password}
          label={t('factor.password')}
          autocomplete="current-password"
        />
      )}
      {recovery && (
        <details>
          <summary>{t('factor.lost')}</summary>
          <FactorField
            t={t}
            name={FACTOR_FIELDS.recovery}
            label={t('factor.recovery')}
            hint={t('factor.recovery-hint')}
            kind="paper"
          />
        </details>
      )}
    </>
  );
}

export interface PasskeyPlaceProps {
  frame: Frame;
  act: 'get' | 'create';
  name: string;
  options: unknown;
}

/** Where the script puts what a passkey has answered, and says so when it has not. */
export function PasskeyPlace({ frame, act, name, options }: PasskeyPlaceProps) {
  const t = translator(frame.locale);
  const version = encodeURIComponent(frame.version);
  return (
    <>
      <input type="hidden" name={name} data-passkey={act} data-options={JSON.stringify(options)} />
      <p class="note stop" role="alert" data-passkey-failed hidden>
        {t(act === 'get' ? 'factor.passkey-failed' : 'factor.passkey-not-made')}
      </p>
      <script src={`/assets/webauthn.js?v=${version}`} defer />
      <script src={`/assets/passkey.js?v=${version}`} defer />
    </>
  );
}
