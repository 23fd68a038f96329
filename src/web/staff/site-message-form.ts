import { z } from 'zod';
import {
  MOST_LABEL,
  MOST_LINK,
  MOST_PAGES,
  MOST_TEXT,
  SITE_LOCALES,
  type SiteLocale,
  type SiteMessage,
  type SiteMessageContent,
  type SiteWords,
} from '../../site-messages/site-message.js';
import type { FormErrors } from '../pages/field.js';
import { faults, lineFault, textFault, typed } from './fields.js';

type WordsField = `text-${SiteLocale}` | `label-${SiteLocale}`;
export type SiteMessageField = WordsField | 'link' | 'pages' | 'fromDay' | 'untilDay';
export type SiteMessageValues = Record<SiteMessageField, string>;

const line = typed.transform((text) => text.trim());
const lines = typed.transform((text) => text.replaceAll('\r\n', '\n').trim());

export const siteMessageForm = z.object({
  ...(Object.fromEntries(
    SITE_LOCALES.flatMap((locale) => [
      [`text-${locale}`, lines],
      [`label-${locale}`, line],
    ]),
  ) as Record<WordsField, typeof line>),
  link: line,
  pages: line,
  fromDay: line,
  untilDay: line,
  /** Of the message as it was shown to whoever saves it. */
  revision: z.coerce.number().int().min(0).catch(0),
});

/** Norwegian is asked for; another language only whole. */
export function siteMessageFaults(values: SiteMessageValues): FormErrors<SiteMessageField> {
  const words = SITE_LOCALES.flatMap((locale) => {
    const [text, label] = [values[`text-${locale}`], values[`label-${locale}`]];
    const optional = locale !== 'nb' && text === '' && label === '';
    return [
      [`text-${locale}`, textFault(text, { max: MOST_TEXT, optional })],
      [`label-${locale}`, lineFault(label, { max: MOST_LABEL, optional })],
    ] as const;
  });
  return faults<SiteMessageField>({
    ...Object.fromEntries(words),
    link: lineFault(values.link, { max: MOST_LINK }) ?? (isWebAddress(values.link) ? undefined : LINK_FAULT),
    pages:
      lineFault(values.pages, { max: MOST_PAGES, optional: true }) ??
      (values.pages === '' || /^\/[^?#\s]*$/.test(values.pages) ? undefined : PAGES_FAULT),
    fromDay: isDay(values.fromDay) ? undefined : DAY_FAULT,
    untilDay: !isDay(values.untilDay)
      ? DAY_FAULT
      : values.untilDay !== '' && values.untilDay < values.fromDay
        ? { key: 'site-message.error.order' }
        : undefined,
  });
}

const LINK_FAULT = { key: 'site-message.error.link' } as const;
const PAGES_FAULT = { key: 'site-message.error.pages' } as const;
const DAY_FAULT = { key: 'site-message.error.day' } as const;

/** What is kept of values without a fault. */
export function contentOf(values: SiteMessageValues): SiteMessageContent {
  const words = SITE_LOCALES.flatMap((locale): [SiteLocale, SiteWords][] => {
    const text = values[`text-${locale}`];
    return text === '' ? [] : [[locale, { text, label: values[`label-${locale}`] }]];
  });
  return {
    words: Object.fromEntries(words),
    link: new URL(values.link).href,
    pages: values.pages || '/',
    fromDay: values.fromDay || null,
    untilDay: values.untilDay || null,
  };
}

export function valuesOf({ words, link, pages, fromDay, untilDay }: SiteMessage): SiteMessageValues {
  const written = Object.fromEntries(
    SITE_LOCALES.flatMap((locale) => [
      [`text-${locale}`, words[locale]?.text ?? ''],
      [`label-${locale}`, words[locale]?.label ?? ''],
    ]),
  ) as Record<WordsField, string>;
  return { ...written, link, pages, fromDay: fromDay ?? '', untilDay: untilDay ?? '' };
}

function isWebAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

function isDay(text: string): boolean {
  if (text === '') return true;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.valueOf()) && at.toISOString().startsWith(text);
}
