import { z } from 'zod';
import { type InboxSettings, REPLY_LENGTH, REPLY_LOCALES } from '../../../inbound/inbox/inbox-settings.js';
import type { InboxTheme } from '../../../inbound/inbox/inbox-settings.queries.js';
import type { Message } from '../../../platform/i18n/messages.js';
import type { FormErrors } from '../../pages/field.js';
import { faults, lineFault, textFault, typed } from '../fields.js';

export const settingsForm = z.object({
  autoReply: z.literal('yes').optional(),
  answerDays: typed,
  keptMonths: typed,
  'text-nb': typed,
  'text-nn': typed,
  'text-en': typed,
});

export type SettingsValues = z.infer<typeof settingsForm>;
export type SettingsField = Exclude<keyof SettingsValues, 'autoReply'> | 'themes';

/** One theme a line. */
export const themesForm = z.object({ themes: typed });

const MOST_THEMES = 20;
const NAME_LENGTH = 40;

export function readSettings(values: SettingsValues): {
  settings: InboxSettings;
  errors: FormErrors<SettingsField>;
} {
  const answerDays = wholeIn(values.answerDays, 1, 30);
  const keptMonths = wholeIn(values.keptMonths, 1, 36);
  const errors = faults<SettingsField>({
    answerDays: answerDays === undefined ? { key: 'inbox.settings.error.days' } : undefined,
    keptMonths: keptMonths === undefined ? { key: 'inbox.settings.error.months' } : undefined,
    ...Object.fromEntries(
      REPLY_LOCALES.map((locale) => [
        `text-${locale}`,
        textFault(plain(values[`text-${locale}`]), { max: REPLY_LENGTH, optional: true }),
      ]),
    ),
  });
  const texts = Object.fromEntries(
    REPLY_LOCALES.map((locale) => [locale, plain(values[`text-${locale}`])]).filter(
      ([, text]) => text !== '',
    ),
  ) as InboxSettings['texts'];
  return {
    settings: {
      autoReply: values.autoReply === 'yes',
      answerDays: answerDays ?? 3,
      keptMonths: keptMonths ?? 12,
      texts,
    },
    errors,
  };
}

/** A line that names a theme that is there, by its old name, is that theme: its conversations stay with it. */
export function readThemes(
  text: string,
  known: readonly InboxTheme[],
): { themes: { id: string | null; name: string }[]; error?: Message } {
  const names = plain(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (names.length === 0 || names.length > MOST_THEMES)
    return { themes: [], error: { key: 'inbox.themes.error.count', params: { most: MOST_THEMES } } };
  const fault = names.map((name) => lineFault(name, { max: NAME_LENGTH })).find((one) => one !== undefined);
  if (fault) return { themes: [], error: fault };
  if (new Set(names.map((name) => name.toLocaleLowerCase('nb'))).size < names.length)
    return { themes: [], error: { key: 'inbox.themes.error.twice' } };
  const same = (a: string, b: string) => a.toLocaleLowerCase('nb') === b.toLocaleLowerCase('nb');
  const themes = names.map((name) => {
    const found = known.filter((theme) => same(theme.name, name)).toSorted((a, b) => +b.inUse - +a.inUse)[0];
    return { id: found?.id ?? null, name };
  });
  return { themes };
}

const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();

function wholeIn(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,3}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
