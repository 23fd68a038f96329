const TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** Before this nobody confirmed a sign-up by e-mail. */
const FIRST_YEAR = 1995;

/**
 * A time as exports write it: ISO 8601, or with a space in the middle; UTC where no zone stands. A day whose order of
 * day and month must be guessed is not read. Undefined for anything else.
 */
export function readTime(text: string): Date | undefined {
  const found = TIME.exec(text.trim());
  if (!found) return undefined;
  const [, year, month, day, hours = '00', minutes = '00', seconds = '00', zone = 'Z'] = found;
  const iso = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}`;
  const asWritten = new Date(`${iso}Z`);
  // The 30th of February would become a day in March.
  if (Number.isNaN(asWritten.getTime()) || !asWritten.toISOString().startsWith(iso)) return undefined;
  if (Number(year) < FIRST_YEAR) return undefined;
  return new Date(asWritten.getTime() - offsetMs(zone));
}

function offsetMs(zone: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!found) return 0;
  const [, sign, hours, minutes = '0'] = found;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
