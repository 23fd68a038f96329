// Sisimai's set of mails: what does each mean, and does its oracle say the same?
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { classifyReturned, readReturned } from '../../dist/inbound/classify-returned.js';
import { DEVIATIONS } from './deviations.mjs';

/** Our classes, and the oracle's reasons for each, as the corpus's README maps them. */
const REASONS = {
  hard: ['userunknown', 'hostunknown', 'hasmoved', 'notaccept'],
  soft: [
    'mailboxfull',
    'expired',
    'suspend',
    'onhold',
    'networkerror',
    'toomanyconn',
    'systemerror',
    'systemfull',
    'mailererror',
    'mesgtoobig',
  ],
  ours: [
    'blocked',
    'policyviolation',
    'securityerror',
    'spamdetected',
    'norelaying',
    'rejected',
    'contenterror',
    'syntaxerror',
  ],
  complaint: ['feedback'],
  none: ['vacation', 'delivered', 'none'],
};

/**
 * @param {string} corpus
 * @returns {{ figures: { total: number, agreement: number, falseHard: number, slowestMs: number }, ok: boolean }}
 */
export function compareBounces(corpus) {
  const folder = join(corpus, 'bounces');
  const [, ...lines] = readFileSync(join(folder, 'expected.tsv'), 'utf8').trimEnd().split('\n');
  const cases = lines.map((line) => line.split('\t')).map((cells) => readCase(folder, cells));
  if (cases.length === 0) throw new Error('There is no message in expected.tsv.');
  // Once unmeasured: a process that receives mail has long read its own code.
  for (const { message } of cases) classifyReturned(message);
  const results = cases.map(judge);
  for (const { line } of results) if (line) console.log(line);
  for (const name of Object.keys(REASONS)) console.log(`  ${name}: ${shareOf(results, name)}`);

  const agreeing = results.filter(({ agrees }) => agrees);
  const figures = {
    total: results.length,
    agreement: agreeing.length,
    falseHard: results.filter(({ falseHard }) => falseHard).length,
    slowestMs: Math.ceil(Math.max(...results.map(({ ms }) => ms)) * 10) / 10,
  };
  const unexplained = results.filter(({ unexplained }) => unexplained).length;
  const severalOf = agreeing.filter(({ byOneOf }) => byOneOf).length;
  console.log(
    `Bounces: ${figures.agreement} of ${figures.total} agree (${severalOf} for one of several recipients), ` +
      `${figures.total - figures.agreement - unexplained} deviate with a reason, ${unexplained} without; ` +
      `${figures.falseHard} falsely hard; the slowest took ${figures.slowestMs} ms.`,
  );
  return { figures, ok: unexplained + figures.falseHard === 0 };
}

function readCase(folder, [file, , , status, reason, softbounce]) {
  return {
    file,
    expected: expectedClass(reason, status, softbounce),
    message: readFileSync(join(folder, file)),
  };
}

/** What the README leaves open ("filtered" without 5.1.x, "undefined") is what the oracle's own soft or hard says. */
function expectedClass(reason, status, softbounce) {
  const [name] = Object.entries(REASONS).find(([, reasons]) => reasons.includes(reason)) ?? [];
  if (name) return name;
  if (reason === 'filtered' && status.startsWith('5.1.')) return 'hard';
  return { 1: 'soft', 0: 'hard' }[softbounce] ?? 'none';
}

function judge({ file, expected, message }) {
  const before = performance.now();
  const ours = countedAs(classifyReturned(message).class);
  const ms = performance.now() - before;
  // The oracle gives one verdict, also where a message tells of several recipients.
  const each = readReturned(message).map((one) => countedAs(one.class));
  const agrees = each.includes(expected);
  const result = { file, expected, ms, agrees, byOneOf: agrees && ours !== expected };
  const falseHard = ours === 'hard' && (expected === 'soft' || expected === 'none');
  const [known, reason] = DEVIATIONS[file] ?? [];
  if (agrees) {
    const line = known && `${file}: ${ours}, as the oracle says, and has a reason to deviate all the same`;
    return { ...result, falseHard, unexplained: known !== undefined, line };
  }
  const explained = known === ours;
  const why = explained ? `since ${reason}` : 'and nobody has said why';
  return { ...result, falseHard, unexplained: !explained, line: `${file}: ${ours}, not ${expected}, ${why}` };
}

function countedAs(name) {
  return name === 'auto-reply' ? 'none' : name;
}

function shareOf(results, name) {
  const of = results.filter(({ expected }) => expected === name);
  return `${of.filter(({ agrees }) => agrees).length} of ${of.length}`;
}
