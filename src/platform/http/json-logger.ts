import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import { faultCode } from '../fault-code.js';

/** Of lines that could not be written yet; what comes beyond is lost. */
const KEPT_BYTES = 1024 * 1024;

/**
 * Nest's logger as one JSON object a line. What is logged is our own sentences; an error object is reduced to its
 * name and code, since messages of libraries repeat what they were given.
 */
export function jsonLogger(processName: string, level: string): LoggerService {
  const log = pino({ name: processName, level, base: { process: processName } }, output());
  const write =
    (write: (fields: object, text: string) => void) =>
    (message: unknown, ...rest: unknown[]) => {
      const context = rest.findLast(
        (part): part is string => typeof part === 'string' && !part.includes('\n'),
      );
      write(context === undefined ? {} : { context }, sentence(message));
    };
  return {
    log: write((fields, text) => log.debug(fields, text)),
    warn: write((fields, text) => log.warn(fields, text)),
    error: write((fields, text) => log.error(fields, text)),
    fatal: write((fields, text) => log.fatal(fields, text)),
    debug: write((fields, text) => log.debug(fields, text)),
    verbose: write((fields, text) => log.trace(fields, text)),
  };
}

/** Standard output. A full disk behind it costs lines, and never the process that wrote them. */
function output() {
  const lines = pino.destination({ dest: 1, sync: true, maxLength: KEPT_BYTES });
  lines.on('error', () => undefined);
  return lines;
}

function sentence(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Error ? `${message.name} ${faultCode(message)}` : 'an event without words';
}
