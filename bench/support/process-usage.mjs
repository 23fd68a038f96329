import { readFileSync, readdirSync } from 'node:fs';

/** What proc(5) counts CPU time in: sysconf(_SC_CLK_TCK), 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * CPU seconds of one process, all its threads, without its children; NaN when it has ended or there is no /proc.
 * @param {number} pid
 */
export function cpuSeconds(pid) {
  const fields = statFields(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND : Number.NaN;
}

/**
 * CPU seconds of a process, its children that live, and those it has waited for.
 * @param {number} pid
 */
export function treeCpuSeconds(pid) {
  const own = statFields(pid);
  if (!own) return Number.NaN;
  const ticks = [own, ...childrenOf(pid)].flatMap((fields) => fields.slice(11, 15).map(Number));
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
}

/**
 * Resident memory now and at its highest, MB of 1024 × 1024 bytes; NaN when it has ended or there is no /proc.
 * @param {number} pid
 */
export function memoryMb(pid) {
  let status = '';
  try {
    status = readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    // It has ended, or this is no Linux.
  }
  const mb = (/** @type {string} */ field) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
  return { now: mb('VmRSS'), peak: mb('VmHWM') };
}

/** Fields of /proc/pid/stat from the third one on: the second, the name, may hold anything. @param {number} pid */
function statFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function childrenOf(pid) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const fields = statFields(Number(name));
      return fields && Number(fields[1]) === pid ? [fields] : [];
    });
}
