import { type Finding, stop, warning } from './finding.js';

/** A subject that pretends to answer or to pass on a mail is a lie to the reader, and providers count it as one. */
export function isFalseReply(subject: string): boolean {
  return /^\s*(re|sv|vs|fwd?|aw)\s*:/i.test(subject);
}

/** Spam filters look at capitals and exclamation marks, and readers mind them too. */
export function subjectFindings(subject: string): Finding[] {
  return [
    ...(isFalseReply(subject) ? [stop('subject.false-reply')] : []),
    ...(isShouted(subject) ? [warning('subject.shouted')] : []),
    ...((subject.match(/!/g) ?? []).length > 1 ? [warning('subject.exclamation')] : []),
  ];
}

/** Not for a word or two, which may be a name. */
function isShouted(subject: string): boolean {
  const letters = subject.replace(/\P{L}/gu, '');
  return letters.length >= 12 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}
