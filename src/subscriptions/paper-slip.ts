import { z } from 'zod';

/** A slip of paper on which somebody wrote their address. */
export const paperSlip = z.object({
  /** Where it was filled in, such as "the stand in the foyer". */
  source: z.string().min(1).max(80),
  /** The day that stands on it. */
  on: z.iso.date(),
});

export type PaperSlip = z.infer<typeof paperSlip>;

const LONGEST_AGO_DAYS = 366;

/** What is wrong with the day of a slip; a year after, the person has forgotten it. */
export function slipDayFault(
  day: string,
  today: string,
): 'not-a-day' | 'in-the-future' | 'too-old' | undefined {
  if (!z.iso.date().safeParse(day).success) return 'not-a-day';
  if (day > today) return 'in-the-future';
  const days = (Date.parse(today) - Date.parse(day)) / 86_400_000;
  return days > LONGEST_AGO_DAYS ? 'too-old' : undefined;
}
