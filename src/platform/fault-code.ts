/**
 * What may be said of a fault in a log: a driver's or system's code, or the error's name. Never its message, which
 * repeats whatever a library was given.
 */
export function faultCode(thrown: unknown): string {
  const { code, driverError } = (thrown ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  const found = code ?? driverError?.code;
  if (typeof found === 'string' || typeof found === 'number') return String(found);
  return thrown instanceof Error ? thrown.name : 'fault';
}
