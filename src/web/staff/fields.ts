import { z } from 'zod';
import type { Message } from '../../platform/i18n/messages.js';

/** One line of typed text: no line breaks, no other control characters, nothing that could start a header. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const CONTROL_BUT_LINES = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/;

/** A field of a form as it came: a string that is not absurdly long. Whether it will do is said per field. */
export const typed = z.string().max(100_000).default('');

export interface LineRules {
  max: number;
  optional?: boolean;
}

/** What is wrong with one line of text; undefined when nothing is. */
export function lineFault(text: string, { max, optional = false }: LineRules): Message | undefined {
  if (text.trim() === '') return optional ? undefined : { key: 'form.required' };
  if (CONTROL.test(text)) return { key: 'form.bad-characters' };
  return text.length > max ? { key: 'form.too-long', params: { max } } : undefined;
}

/** What is wrong with text that may have lines; undefined when nothing is. */
export function textFault(text: string, { max, optional = false }: LineRules): Message | undefined {
  if (text.trim() === '') return optional ? undefined : { key: 'form.required' };
  if (CONTROL_BUT_LINES.test(text.replaceAll('\t', ' '))) return { key: 'form.bad-characters' };
  return text.length > max ? { key: 'form.too-long', params: { max } } : undefined;
}

/** Keeps only the fields that have a fault. */
export function faults<F extends string>(
  found: Partial<Record<F, Message | undefined>>,
): Partial<Record<F, Message>> {
  return Object.fromEntries(Object.entries(found).filter(([, message]) => message !== undefined)) as Partial<
    Record<F, Message>
  >;
}

export function anyFault(errors: object): boolean {
  return Object.keys(errors).length > 0;
}

const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function slugFault(slug: string): Message | undefined {
  if (slug === '') return { key: 'form.required' };
  return SLUG.test(slug) && slug.length <= 40 ? undefined : { key: 'slug.error.form' };
}

/** A Norwegian organisation number: nine digits, the last one a modulus-11 control (Brønnøysundregistrene). */
export function organisationNumberFault(number: string): Message | undefined {
  const digits = number.replaceAll(/[ \u00a0]/g, '');
  if (digits === '') return { key: 'form.required' };
  if (!/^\d{9}$/.test(digits)) return { key: 'organisation.number-error' };
  const weights = [3, 2, 7, 6, 5, 4, 3, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  const control = (11 - (sum % 11)) % 11;
  return control === Number(digits[8]) ? undefined : { key: 'organisation.number-error' };
}
