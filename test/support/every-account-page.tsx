import { toString as asSvg } from 'qrcode';
import type { OwnFactors } from '../../src/staff/factors/own-factors.queries.js';
import type { PublicFrame, StaffFrame } from '../../src/web/pages/frame.js';
import { AccountPage } from '../../src/web/staff/pages/account-page.js';
import { AuthenticatorPage } from '../../src/web/staff/pages/authenticator-page.js';
import type { FactorPrompt } from '../../src/web/staff/pages/confirm-factor.js';
import { ConfirmPage } from '../../src/web/staff/pages/confirm-page.js';
import { ForgottenPage } from '../../src/web/staff/pages/forgotten-page.js';
import { NewPasskeyPage } from '../../src/web/staff/pages/new-passkey-page.js';
import { NewPasswordPage } from '../../src/web/staff/pages/new-password-page.js';
import { RecoveryCodesPage } from '../../src/web/staff/pages/recovery-codes-page.js';
import { SecondFactorPage } from '../../src/web/staff/pages/second-factor-page.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

const at = new Date('2026-10-02T12:52:00Z');
const SECRET = 'CSD4LPVJXUOOF33TD2COD53WARAS3KTV';
const CODES = Array.from({ length: 10 }, (_, n) => `k7wm-${n + 2}qhx-v5np-r3td`);
const picture = await asSvg(`otpauth://totp/Jatakk%20Fjellhallen:Kari?secret=${SECRET}&issuer=Jatakk`, {
  type: 'svg',
  margin: 2,
});

const ask: FactorPrompt = {
  nonce: 'n',
  code: true,
  password: false,
  recovery: false,
  passkey: {
    challenge: 'c',
    rpId: 'fjellhallen.example',
    allowCredentials: [],
    userVerification: 'required',
    timeout: 1000,
  },
};

export function accountPages(outside: PublicFrame, frame: StaffFrame, words: Words): NamedPage[] {
  const { person, subject, token } = words;
  const nothing: OwnFactors = {
    totp: null,
    passkeys: [],
    recoveryCodes: 0,
    hasFactor: false,
    needsFactor: true,
  };
  const key = { credentialId: 'k', transports: [], madeAt: at, usedAt: at, usable: true };
  const all: OwnFactors = {
    totp: { madeAt: at, usedAt: null },
    passkeys: [
      { ...key, id: 'p1', name: words.question },
      { ...key, id: 'p2', name: subject, usedAt: null, usable: false },
    ],
    recoveryCodes: 7,
    hasFactor: true,
    needsFactor: true,
  };
  const session = { begunAt: at, seenAt: at };
  const sessions = [
    { ...session, id: 's1', browser: 'Firefox', current: true },
    { ...session, id: 's2', browser: 'Safari', current: false },
    { ...session, id: 's3', browser: '', current: false },
  ];
  const page = { frame, name: person, sessions };
  const alone = { ...ask, passkey: false, code: false, password: true } as const;
  return [
    [
      'account',
      <AccountPage
        {...page}
        lacksFactor={false}
        factors={all}
        provider={{ name: 'Fjellporten', link: 'linked' }}
        notice={{ key: 'account.passkey.done' }}
      />,
    ],
    [
      'account, without a factor',
      <AccountPage
        {...page}
        sessions={sessions.slice(0, 1)}
        lacksFactor
        factors={nothing}
        provider={{ name: 'Fjellporten', link: 'closed' }}
      />,
    ],
    [
      'account, refused',
      <AccountPage
        {...page}
        lacksFactor={false}
        factors={nothing}
        errors={{ current: { key: 'account.password.wrong' }, password: { key: 'password.error.about-you' } }}
      />,
    ],
    [
      'second factor',
      <SecondFactorPage frame={outside} csrf={token} name={person} prompt={{ ...ask, recovery: true }} />,
    ],
    [
      'second factor, refused',
      <SecondFactorPage
        frame={outside}
        csrf={token}
        name={person}
        prompt={{ ...ask, code: false, recovery: true }}
        error={{ key: 'factor.error.wrong' }}
      />,
    ],
    ['confirm', <ConfirmPage frame={frame} prompt={ask} action="/staff/x" fields={[['name', subject]]} />],
    [
      'confirm with password, refused',
      <ConfirmPage
        frame={frame}
        prompt={alone}
        action="/staff/x"
        fields={[]}
        error={{ key: 'factor.error.wrong' }}
      />,
    ],
    ['new passkey', <NewPasskeyPage frame={frame} offer={{ nonce: 'n', options: {} }} />],
    [
      'new passkey, refused',
      <NewPasskeyPage
        frame={frame}
        offer={{ nonce: 'n', options: {} }}
        name={person}
        fault={{ key: 'form.required' }}
        error={{ key: 'factor.error.wrong' }}
      />,
    ],
    ['authenticator', <AuthenticatorPage frame={frame} shown={{ secret: SECRET, picture }} />],
    ['authenticator, refused', <AuthenticatorPage frame={frame} error={{ key: 'factor.error.wrong' }} />],
    ['recovery codes', <RecoveryCodesPage frame={frame} codes={CODES} />],
    ['forgotten', <ForgottenPage frame={outside} state="open" />],
    ['forgotten, asked', <ForgottenPage frame={outside} state="asked" />],
    ['new password', <NewPasswordPage frame={outside} state="open" name={person} action="/n" hasFactor />],
    [
      'new password, refused',
      <NewPasswordPage
        frame={outside}
        state="open"
        name={person}
        action="/n"
        hasFactor={false}
        error={{ key: 'password.error.common' }}
      />,
    ],
    ['new password, gone', <NewPasswordPage frame={outside} state="gone" />],
  ];
}
