const REFUSED = 'refused:';

/** Why a function of the database would not, from an answer such as `refused:no-subject`; undefined where it did. */
export function refusalIn(answer: string): string | undefined {
  return answer.startsWith(REFUSED) ? answer.slice(REFUSED.length) : undefined;
}
