import type { Translate } from '../../../platform/i18n/messages.js';
import { type FormErrors, PasswordField, SelectField, TextField } from '../../pages/field.js';

const SECURITIES = ['tls', 'starttls', 'plain-local'] as const;

/** The names the fields are posted under. What was typed is shown again, but never a password. */
export interface RelayValues {
  relayHost: string;
  relayPort: string;
  relaySecurity: string;
  relayUser: string;
}

export type RelayField = keyof RelayValues | 'relayPassword';

/** What each is called, in the list of errors too. */
export function relayLabels(t: Translate): Record<RelayField, string> {
  return {
    relayHost: t('go-live.relay-host'),
    relayPort: t('go-live.relay-port'),
    relaySecurity: t('go-live.relay-security'),
    relayUser: t('go-live.relay-user'),
    relayPassword: t('go-live.relay-password'),
  };
}

export interface RelayFieldsProps {
  t: Translate;
  values: Partial<RelayValues>;
  errors: FormErrors<RelayField>;
}

/** Where a mail server is, how we get there and how it lets us in. */
export function RelayFields({ t, values, errors }: RelayFieldsProps) {
  const labels = relayLabels(t);
  const common = (name: keyof RelayValues) => ({
    t,
    name,
    label: labels[name],
    value: values[name],
    error: errors[name],
  });
  return (
    <>
      <TextField {...common('relayHost')} kind="url" autocomplete="off" />
      <TextField
        {...common('relayPort')}
        kind="number"
        hint={t('go-live.relay-port-hint')}
        autocomplete="off"
      />
      <SelectField
        {...common('relaySecurity')}
        options={SECURITIES.map((value) => ({ value, label: t(`go-live.security.${value}`) }))}
      />
      <TextField {...common('relayUser')} kind="url" autocomplete="off" required={false} />
      <PasswordField
        t={t}
        name="relayPassword"
        label={labels.relayPassword}
        hint={t('go-live.relay-password-hint')}
        error={errors.relayPassword}
        autocomplete="off"
        required={false}
      />
    </>
  );
}
