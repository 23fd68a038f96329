import type { Message } from '../../platform/i18n/messages.js';
import {
  PASSWORD_MAXIMUM,
  PASSWORD_MINIMUM,
  PASSWORD_MINIMUM_BESIDE_FACTOR,
  passwordFault,
  type PasswordRules,
} from '../../staff/passwords.js';

/** What somebody is told of a password that cannot be used; undefined when it can. */
export function passwordMessage(password: string, rules: PasswordRules): Message | undefined {
  switch (passwordFault(password, rules)) {
    case 'too-short':
      return { key: 'password.error.short', params: { min: shortest(rules) } };
    case 'too-long':
      return { key: 'password.error.long', params: { max: PASSWORD_MAXIMUM } };
    case 'common':
      return { key: 'password.error.common' };
    case 'about-you':
      return { key: 'password.error.about-you' };
    case undefined:
      return undefined;
  }
}

/** What is said beside the field before anything is typed. */
export function passwordHint(rules: Pick<PasswordRules, 'besideFactor'>): Message {
  return { key: 'password.hint', params: { min: shortest(rules) } };
}

function shortest({ besideFactor }: PasswordRules): number {
  return besideFactor ? PASSWORD_MINIMUM_BESIDE_FACTOR : PASSWORD_MINIMUM;
}
