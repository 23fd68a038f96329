import { dictionary } from '@zxcvbn-ts/language-common';

/** Words that passwords are made of everywhere, beside those that are common as they are. */
const WORDS = [
  'password',
  'passord',
  'passordet',
  'qwerty',
  'qwertyuiop',
  'letmein',
  'welcome',
  'velkommen',
  'sommer',
];

/** Rows of the keyboard, one after the other, as fingers walk them. */
const KEYS = ['qwertyuiopasdfghjklzxcvbnm', 'qwertyuiopåasdfghjkløæzxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm'];

let common: Set<string> | undefined;

/** Whether a password is among the 49,000 that are tried first (the list of zxcvbn-ts), or is made of one of them. */
export function isCommonPassword(password: string): boolean {
  common ??= new Set([...dictionary['passwords-common'], ...WORDS]);
  const plain = password.toLowerCase();
  if (
    common.has(plain) ||
    new Set(plain).size < 5 ||
    isRun(plain) ||
    KEYS.some((keys) => keys.includes(plain))
  )
    return true;
  const core = plain.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  // "password2026!", "passwordpassword", and "passwordpassword1".
  if (WORDS.includes(core) || repeats(plain, common)) return true;
  return core.length * 2 <= plain.length ? common.has(core) : repeats(core, common);
}

/** "abcdefghijklmno", "123456789012345", or backwards. */
function isRun(text: string): boolean {
  const codes = Array.from(text, (sign) => sign.codePointAt(0)!);
  const steps = codes.slice(1).map((code, at) => code - codes[at]!);
  return [1, -1].some(
    (step) => steps.filter((each) => each === step || Math.abs(each) === 9).length === steps.length,
  );
}

/** Something short over and over: "sommersommersommer". */
function repeats(text: string, common: ReadonlySet<string>): boolean {
  for (let length = 1; length <= text.length / 2; length += 1) {
    if (text.length % length !== 0) continue;
    const part = text.slice(0, length);
    if (part.repeat(text.length / length) === text && (length < 6 || common.has(part))) return true;
  }
  return false;
}
