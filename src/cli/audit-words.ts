import type { AuditFault, AuditFindings } from '../staff/audit/check-audit.js';

/** What was found, for people. */
export function auditWords({ lines, head, gaps, fault }: AuditFindings, noted: boolean): string[] {
  return [
    `${lines} lines fit together.`,
    ...(head && !fault ? [`  The last: ${head.number}, hash ${head.hash}`] : []),
    ...gaps.map(
      ({ line, lost }) =>
        `  Line ${line} goes on after a restore: what was written behind the backup, up to line ${lost.number} of then, is lost.`,
    ),
    ...(noted
      ? []
      : [
          'What the keeper notes outside the database is not here, or cannot be read from here: it was not compared.',
        ]),
    ...(fault ? [`WRONG: ${faultWords(fault)}`] : []),
    fault ? 'THE LOG IS NOT AS IT WAS WRITTEN.' : 'The log is as it was written.',
  ];
}

function faultWords(fault: AuditFault): string {
  switch (fault.what) {
    case 'line-missing':
      return `line ${fault.line} is missing.`;
    case 'line-changed':
      return `line ${fault.line} is not what was written there.`;
    case 'line-unlinked':
      return `line ${fault.line} does not go on from the line before it: that one, or this one, is another.`;
    case 'noted-head-differs':
      return `what the keeper noted outside the database does not fit: a line from 1 to ${fault.line} is another, and all hashes were made anew.`;
    case 'end-missing':
      return `the end is cut off: line ${fault.line} is missing, and the keeper has noted line ${fault.noted}.`;
  }
}
