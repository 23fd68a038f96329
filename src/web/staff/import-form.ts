import { z } from 'zod';
import { isLocale, type Message } from '../../platform/i18n/messages.js';
import type { Wording } from '../../subscriptions/moving-in/judge-row.js';
import { isTool } from '../../subscriptions/moving-in/tools.js';
import { faults, textFault, typed } from './fields.js';
import { type ImportField, PERIODS, type PeriodField } from './pages/imports-page.js';

const period = Object.fromEntries(
  PERIODS.flatMap((n) => ['from', 'to', 'text', 'note'].map((what) => [`${what}_${n}`, typed])),
) as Record<PeriodField, typeof typed>;

export const importForm = z.object({
  tool: typed,
  language: typed,
  rows: z.string().max(250_000).default(''),
  ...period,
});

export type ImportForm = z.infer<typeof importForm>;

/** The periods that were filled in, by their numbers; the first always is. */
function filledIn(form: ImportForm) {
  return PERIODS.filter(
    (n) =>
      n === 1 || (['from', 'to', 'text', 'note'] as const).some((what) => form[`${what}_${n}`].trim() !== ''),
  );
}

export function wordingsOf(form: ImportForm): Wording[] {
  return filledIn(form).map((n) => ({
    from: form[`from_${n}`].trim(),
    to: form[`to_${n}`].trim(),
    text: form[`text_${n}`].trim().replaceAll('\r\n', '\n'),
    note: form[`note_${n}`].trim().replaceAll('\r\n', '\n'),
  }));
}

export function importFaults(form: ImportForm) {
  const perPeriod = filledIn(form).flatMap((n) => [
    [`from_${n}`, dayFault(form[`from_${n}`])],
    [`to_${n}`, dayFault(form[`to_${n}`]) ?? orderFault(form[`from_${n}`], form[`to_${n}`])],
    [`text_${n}`, textFault(form[`text_${n}`], { max: 2000 })],
    [`note_${n}`, textFault(form[`note_${n}`], { max: 2000 })],
  ]);
  return faults<ImportField>({
    tool: isTool(form.tool) ? undefined : { key: 'form.unknown-choice' },
    language: isLocale(form.language) ? undefined : { key: 'form.unknown-choice' },
    rows: form.rows.trim() === '' ? { key: 'form.required' } : undefined,
    ...Object.fromEntries(perPeriod),
  });
}

function dayFault(day: string): Message | undefined {
  if (day.trim() === '') return { key: 'form.required' };
  return z.iso.date().safeParse(day.trim()).success ? undefined : { key: 'paper.error.not-a-day' };
}

function orderFault(from: string, to: string): Message | undefined {
  return from.trim() > to.trim() ? { key: 'import.error.order' } : undefined;
}
