/** Prints a line for people. @param {string} line */
export function tell(line) {
  process.stdout.write(`${line}\n`);
}

/** Ends a run's output, where asked, with one line for programs. @param {boolean} wanted @param {object} figures */
export function tellJson(wanted, figures) {
  if (wanted)
    tell(JSON.stringify(figures, (_, value) => (typeof value === 'number' ? rounded(value) : value)));
}

/** Four digits that mean something. @param {number} value */
export function rounded(value) {
  return Number.isFinite(value)
    ? Number(value.toPrecision(value >= 1000 ? Math.ceil(Math.log10(value)) : 4))
    : null;
}

/** @param {number} value such as 3412.7 @returns {string} such as `3 413` */
export function whole(value) {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en').replaceAll(',', ' ') : '–';
}

/** The value that a share of all are at or below (nearest rank). @param {number[]} values @param {number} share */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
