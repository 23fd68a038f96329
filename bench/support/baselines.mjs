import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import { startSink } from './sink-process.mjs';

/**
 * What sending cost.
 * @typedef {object} Run
 * @property {number} messages
 * @property {number} msgPerSec from the first message at the sink to the last
 * @property {number} seconds the same
 * @property {number} bytesPerMessage
 * @property {number} cpuSeconds of the sender; NaN where it is not known
 * @property {number} sinkCpuSeconds
 */

/**
 * @param {import('./sink-process.mjs').SinkReport} report
 * @param {number} cpuSeconds
 * @returns {Run}
 */
export function runOf({ messages, bytes, firstAt, lastAt, cpuSeconds: sinkCpuSeconds }, cpuSeconds) {
  const seconds = (lastAt - firstAt) / 1000;
  return {
    messages,
    seconds,
    msgPerSec: messages / seconds,
    bytesPerMessage: bytes / messages,
    cpuSeconds,
    sinkCpuSeconds,
  };
}

const OWN_HEADERS = ['list-id', 'list-help', 'list-unsubscribe-post', 'list-post', 'precedence'];

/**
 * nodemailer's pool sending the same message to as many people, in a process of its own.
 * @param {{ messages: number, sample: string, connections?: number }} options `sample`: one message as the keeper sent it
 * @returns {Promise<Run & { peakMb: number }>}
 */
export async function nodemailerLoop({ messages, sample, connections = 5 }) {
  const mail = await simpleParser(sample);
  const headers = Object.fromEntries(
    mail.headerLines
      .filter(({ key }) => OWN_HEADERS.includes(key))
      .map(({ line }) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const [leaveUrl] = /http\S+\/u\/[\w-]{43}/.exec(mail.text);
  const sink = await startSink();
  const child = fork(fileURLToPath(new URL('./nodemailer-loop.mjs', import.meta.url)), { execArgv: [] });
  const answer = once(child, 'message');
  child.send({
    port: sink.port,
    messages,
    connections,
    text: mail.text,
    html: mail.html,
    subject: mail.subject,
    headers,
    leaveUrl,
  });
  const [{ cpuSeconds, peakMb }] = await answer;
  const report = await sink.report();
  await sink.close();
  return { ...runOf(report, cpuSeconds), peakMb };
}

const FROM_TO = '-f program@fjellhallen.example -t leser.1@storpost.example';

/**
 * Postfix's smtp-source, connections kept open; undefined where it is not installed.
 * @param {{ messages: number, bytes: number, connections?: number }} options
 * @returns {Promise<Run | undefined>}
 */
export async function smtpSource({ messages, bytes, connections = 20 }) {
  const program = ['/usr/sbin/smtp-source', 'smtp-source'].find(
    (each) => spawnSync(each, [], { stdio: 'ignore' }).error === undefined,
  );
  if (!program) return undefined;
  const sink = await startSink();
  const child = spawn(
    program,
    `-d -s ${connections} -m ${messages} -l ${Math.round(bytes)} ${FROM_TO} inet:127.0.0.1:${sink.port}`.split(
      ' ',
    ),
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [code] = await once(child, 'exit');
  const report = await sink.report();
  await sink.close();
  if (code !== 0) throw new Error(`smtp-source ended with ${code}`);
  return runOf(report, Number.NaN);
}
