import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { OwnFactors, ShownPasskey } from '../../../staff/factors/own-factors.queries.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

export interface AccountFactorsProps {
  frame: StaffFrame;
  factors: OwnFactors;
}

/** What somebody signs in with beside the password: that it is there, and what can be done with it. */
export function AccountFactors({ frame, factors }: AccountFactorsProps) {
  const { locale, csrf, timeZone } = frame;
  const t = translator(locale);
  const { date, dateTime } = formats(locale, timeZone);
  const used = (at: Date | null) => (at ? t('account.used', { at: dateTime(at) }) : t('account.never-used'));
  const { passkeys, totp, recoveryCodes, hasFactor } = factors;
  return (
    <section class="ways">
      <h2>{t('account.factors.title')}</h2>
      <p>{t('account.factors.lead')}</p>
      <h3>{t('account.passkeys')}</h3>
      {passkeys.length === 0 && <p class="hint">{t('account.passkeys.none')}</p>}
      <ul class="keys">
        {passkeys.map((passkey) => (
          <li key={passkey.id} class="card">
            <p>
              <strong>{passkey.name}</strong>
              <br />
              {t('account.added', { on: date(passkey.madeAt) })} {used(passkey.usedAt)}
            </p>
            {!passkey.usable && <p class="note warn">{t('account.passkey.elsewhere')}</p>}
            <PasskeyActs frame={frame} passkey={passkey} />
          </li>
        ))}
      </ul>
      <p>
        <a class="button" href={staffPaths.newPasskey}>
          {t('account.passkey.add')}
        </a>
      </p>
      <h3>{t('account.authenticator')}</h3>
      <p>
        {totp
          ? `${t('account.added', { on: date(totp.madeAt) })} ${used(totp.usedAt)}`
          : t('account.authenticator.none')}
      </p>
      <div class="abreast">
        <ActButton
          action={staffPaths.authenticator}
          csrf={csrf}
          label={t(totp ? 'account.authenticator.replace' : 'account.authenticator.add')}
          kind="quiet"
        />
        {totp && (
          <ActButton
            action={staffPaths.removeAuthenticator}
            csrf={csrf}
            label={t('account.authenticator.remove')}
            kind="stop"
          />
        )}
      </div>
      {hasFactor && (
        <>
          <h3>{t('account.codes')}</h3>
          <p>{t('account.codes.left', { count: recoveryCodes })}</p>
          <ActButton
            action={staffPaths.recoveryCodes}
            csrf={csrf}
            label={t('account.codes.new')}
            kind="quiet"
          />
        </>
      )}
    </section>
  );
}

function PasskeyActs({ frame, passkey }: { frame: StaffFrame; passkey: ShownPasskey }) {
  const t = translator(frame.locale);
  const field = `name-${passkey.id}`;
  return (
    <details>
      <summary>{t('account.passkey.change')}</summary>
      <Form action={staffPaths.passkeyAct(passkey.id, 'rename')} csrf={frame.csrf}>
        <div class="field">
          <label for={field}>{t('account.passkey.name')}</label>
          <input type="text" id={field} name="name" value={passkey.name} autocomplete="off" required />
        </div>
        <button type="submit" class="button quiet">
          {t('staff.save')}
        </button>
      </Form>
      <ActButton
        action={staffPaths.passkeyAct(passkey.id, 'remove')}
        csrf={frame.csrf}
        label={t('account.passkey.remove')}
        kind="stop"
      />
    </details>
  );
}
