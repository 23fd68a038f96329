import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type reference from '../../locales/nb.json';

/** Every language the pages and mails exist in. A new one is its catalogue in `locales/` and its name here. */
export const LOCALES = ['nb', 'en'] as const;

export type Locale = (typeof LOCALES)[number];

/**
 * The languages that some public pages can be read in besides: those that tell the truth. Mails, lists and the pages of
 * staff are written in {@link LOCALES} alone.
 */
export const PAGE_LOCALES = ['nb', 'nn', 'en'] as const;

export type PageLocale = (typeof PAGE_LOCALES)[number];

/** A key of the Norwegian catalogue, which the others are held to by a test. */
export type MessageKey = keyof typeof reference;

export type MessageParams = Record<string, string | number>;

/** A sentence to be said later, in whichever language the reader has: what domains and forms hand to a page. */
export interface Message {
  key: MessageKey;
  params?: MessageParams;
}

export type Translate = (key: MessageKey, params?: MessageParams) => string;

type Catalogue = Record<MessageKey, string>;

function readCatalogue(locale: PageLocale): Catalogue {
  const read = JSON.parse(
    readFileSync(new URL(`../../locales/${locale}.json`, import.meta.url), 'utf8'),
  ) as Catalogue;
  // The one place where nynorsk falls back: its catalogue has the sentences of the pages that are shown in it.
  return locale === 'nn' ? { ...readCatalogue('nb'), ...read } : read;
}

function makeTranslator(locale: PageLocale): Translate {
  const catalogue = readCatalogue(locale);
  const compiled = new Map<MessageKey, IntlMessageFormat>();
  return (key, params) => {
    let message = compiled.get(key);
    if (!message) {
      // Tags are not markup here: what a message says is escaped like any other text.
      message = new IntlMessageFormat(catalogue[key], catalogue['locale.tag'], undefined, {
        ignoreTag: true,
      });
      compiled.set(key, message);
    }
    return String(message.format(params));
  };
}

const translators = Object.fromEntries(
  PAGE_LOCALES.map((locale) => [locale, makeTranslator(locale)]),
) as Record<PageLocale, Translate>;

/** The sentences of one language. Messages are ICU MessageFormat; a missing parameter throws. */
export function translator(locale: PageLocale): Translate {
  return translators[locale];
}

export function isLocale(value: unknown): value is Locale {
  return (LOCALES as readonly unknown[]).includes(value);
}

export function isPageLocale(value: unknown): value is PageLocale {
  return (PAGE_LOCALES as readonly unknown[]).includes(value);
}

/** Every key of the catalogue that begins so. */
export function keysUnder(prefix: string): MessageKey[] {
  return Object.keys(readCatalogue('nb')).filter((key): key is MessageKey => key.startsWith(prefix));
}
