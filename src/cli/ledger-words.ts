import type { RecordFault, RecordFindings } from '../consent/records/check-records.js';
import type { Fault, LedgerFindings, LogFindings } from '../consent/ledger/ledger-findings.js';

/** What was found, for people: one line for each log, and one for each thing that is wrong. */
export function ledgerLines({ register, logs, faults }: LedgerFindings): string[] {
  return [
    register,
    ...(logs.length === 0 ? ['  No log has begun yet.'] : logs.flatMap(logLines)),
    ...faults.map((fault) => `  WRONG: ${faultWords(fault)}`),
  ];
}

function logLines({ id, started, ended, leaves, lost, heads, newest, faults }: LogFindings): string[] {
  const until = ended ? ', ended by a restore' : '';
  const good = faults.length === 0 ? ', all as signed' : '';
  return [
    `  Log ${id}, begun ${started}${until}: ${leaves} leaves under ${heads} heads${good}.`,
    ...(newest ? [`    Newest head: ${newest.size} leaves, ${newest.date}, root ${newest.root}`] : []),
    ...(lost > 0
      ? [
          `    ${lost} more leaves were under a head that is known. A restore has lost them; the next log says so.`,
        ]
      : []),
    ...faults.map((fault) => `    WRONG: ${faultWords(fault)}`),
  ];
}

function faultWords({ what, leaf, before, head }: Fault): string {
  const last = before === undefined ? leaf : before - 1;
  const among = last === leaf ? `leaf ${leaf}` : `a leaf from ${leaf} to ${last}`;
  const words: Record<Fault['what'], string> = {
    'leaf-missing': `leaf ${leaf} is missing${head === undefined ? '' : `: a head of ${head} leaves is known`}.`,
    'leaf-wrong': `leaf ${leaf} is not the one that was sealed there.`,
    'leaves-rewritten': `the signed root of ${before} leaves does not fit: ${among} was changed and the links made anew.`,
    'leaf-unsigned': `leaf ${leaf} and what follows it stand under no signed head.`,
    'head-unsigned': `the head of ${head} leaves is not signed by this log.`,
    'head-disorder': `the head of ${head} leaves does not follow the one before it.`,
    'previous-unsigned': 'the head of the log before, with which this one begins, is not signed.',
    'previous-missing': 'a log does not say which log it goes on from.',
    'noted-head-differs': `what the keeper noted outside the database does not fit: ${among} is another.`,
    'noted-head-missing': `the keeper noted a head of ${head} leaves of a log that is not here.`,
    'known-head-differs': `what was published before does not fit: ${among} is another.`,
    'known-head-missing': `a head of ${head} leaves was published of a log that is not here.`,
    'next-log-differs': `the log that goes on from this one has seen another: ${among} differs.`,
    'key-differs': `the head of ${head} leaves is known under another key.`,
  };
  return words[what];
}

/** What was found of a register's records: how many are whole, and each that is not, by its row. */
export function recordLines({ register, whole, waiting, overdue, faults }: RecordFindings): string[] {
  return [
    `${register}: ${whole} records, each what it was when it was entered. Not entered yet: ${waiting}.`,
    ...(overdue > 0 ? [`  ${overdue} records have waited for their place for more than a day.`] : []),
    ...faults.map(({ what, record }) => `  WRONG: ${record ? `record ${record} ` : ''}${RECORD_WORDS[what]}`),
  ];
}

const RECORD_WORDS: Record<RecordFault['what'], string> = {
  'record-unreadable': 'cannot be opened: its key is gone, or it was changed.',
  'record-changed': 'is not what was promised.',
  'row-differs': 'says something else than its row.',
  'not-in-ledger': 'has no leaf, neither sealed nor waiting.',
  'promise-unsigned': 'holds a promise that its log has not given.',
  'key-differs': 'A log is under a key that is not the register’s.',
};
