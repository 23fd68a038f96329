/**
 * PostgreSQL's own words for going, gone, coming, not there, out of connections, disk or memory, and too slow
 * (appendix A of its manual), and the network's.
 */
const CODES =
  /^(57P0[123]|57014|25P03|53\d{3}|58030|08\w{3}|3D000|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)$/;

/** The driver's errors that carry no code. */
const SENTENCES =
  /^(Connection terminated|Query read timeout|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether a fault means that the database cannot be reached now, rather than that we are wrong. */
export function isDatabaseAway(thrown: unknown): boolean {
  const { code, syscall, message, driverError } = (thrown ?? {}) as Record<string, unknown>;
  // The socket's own folder is gone, as while an embedded server restarts.
  if (code === 'ENOENT' && syscall === 'connect') return true;
  if (typeof code === 'string' && CODES.test(code)) return true;
  if (typeof message === 'string' && SENTENCES.test(message)) return true;
  return driverError !== undefined && isDatabaseAway(driverError);
}
