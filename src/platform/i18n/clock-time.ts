/** What a clock and a calendar on a wall show: `2026-11-30` and `09:00`. */
export interface ClockTime {
  day: string;
  time: string;
}

/**
 * What the clocks of a time zone show at a moment.
 * @param timeZone an IANA name such as `Europe/Oslo`
 */
export function clockTimeOf(at: Date, timeZone: string): ClockTime {
  // Swedes write it as ISO 8601 does.
  const [day = '', time = ''] = at
    .toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    .split(' ');
  return { day, time };
}

const TIME = /^(?<hour>[01]?\d|2[0-3])[:.](?<minute>[0-5]\d)(:[0-5]\d)?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day and a time as a browser's fields send them, or as people type `9.30` where it has none; undefined for neither. */
export function readClockTime(typed: ClockTime): ClockTime | undefined {
  const day = typed.day.trim();
  const found = TIME.exec(typed.time.trim())?.groups;
  // A day that the calendar has not becomes another one.
  const real = DAY.test(day) && new Date(`${day}T00:00Z`).toJSON()?.startsWith(day);
  return real && found ? { day, time: `${found.hour!.padStart(2, '0')}:${found.minute!}` } : undefined;
}
